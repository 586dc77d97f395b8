import type { Page } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import { botted } from './bot-views.ts'
import { bounded, crowd, eventful } from './fixture-rooms.ts'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const { full, harbour } = fixtures
const atHarbour = `#/room/${harbour}`
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ })

/** The screens of a room that stand beside or in place of what is said there. */
export const roomViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'room settings': async (page) => {
    await openPanel(page, fixtures.owning)
    await page.getByRole('tab', { name: 'Settings' }).click()
  },
  'room settings, read only': async (page) => {
    await openPanel(page, bounded({ myRole: 'member', posting: 'admins', slowModeSec: 30, history: 'joined' }))
    await page.getByRole('tab', { name: 'Settings' }).click()
  },
  'invite to a room': async (page) => {
    await openPanel(page, full)
    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    await page.getByRole('button', { name: 'Make a link' }).click()
    await page.getByRole('complementary').getByRole('button', { name: 'Copy' }).waitFor()
  },
  'banned people': async (page) => {
    await openPanel(page, full)
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Banned people' }).click()
    await page.getByRole('button', { name: /^Lift/ }).waitFor()
  },
  'a hundred people': async (page) => {
    await openPanel(page, crowd(100))
  },
  'what may be done with somebody': async (page) => {
    await openPanel(page, fixtures.owning)
    await page.getByRole('button', { name: 'What Ben Okafor may do' }).click()
    await page.getByRole('menuitem', { name: 'Mute for a while' }).click()
  },
  'who can read this': async (page) => {
    await openPanel(page, botted)
    await page.getByRole('button', { name: /^Who can read this/ }).click()
    await page.getByRole('button', { name: 'Ask now' }).click()
    await page.getByRole('button', { name: 'Ask again' }).waitFor()
  },
  'a newer server': (page) => showFixture(page, fixtures.running('9.1.0'), atHarbour),
  'public rooms': async (page) => {
    await showFixture(page, fixtures.noRooms)
    await page.getByRole('button', { name: 'Find a public room' }).click()
    await page.getByRole('button', { name: 'Join Harbour news' }).waitFor()
  },
  'muted for a while': (page) =>
    showFixture(page, bounded({ myRole: 'member', mutedUntil: fixtures.nowAt + 500_000 }), atHarbour),
  'archived room': (page) => showFixture(page, bounded({ archived: true }), atHarbour),
  'slow mode': async (page) => {
    await showFixture(page, bounded({ myRole: 'member', slowModeSec: 300 }), atHarbour)
    await composer(page).fill('Next')
  },
  'what happened in a room': (page) => showFixture(page, eventful, atHarbour),
}

async function openPanel(page: Page, state: EngineState): Promise<void> {
  await showFixture(page, state, atHarbour)
  await page.getByRole('button', { name: 'About this room' }).click()
}
