import type { Page } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const { full, harbour, nowAt, userId } = fixtures
const atHarbour = `#/room/${harbour}`
const [eva, hari] = [userId('eva'), userId('hari')]

/** One in the room is a program, a webhook of Eva's; and there is something to be told, by whoever runs the server. */
export const botted: EngineState = {
  ...full,
  users: {
    ...full.users,
    [hari]: { id: hari, handle: 'tide', displayName: 'Tide table', bot: true, maker: eva },
  },
  told: {
    announcements: [
      {
        id: 'a1',
        text: 'The server is away tonight from ten to eleven. What you write is kept here.',
        at: nowAt - 9e6,
      },
    ],
    notices: [
      {
        id: 'n1',
        at: nowAt - 9e5,
        actions: ['remove-message', 'warn'],
        reason: 'Insults are removed here, and this was the second one this week.',
        room: harbour,
      },
    ],
    outcomes: [],
  },
}

/** The screens about programs, and about what whoever runs the server has to say. */
export const botViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'a credentials file': async (page) => {
    await openBots(page)
    await page.getByRole('button', { name: 'New file' }).first().click()
    await page.getByRole('button', { name: 'Make the file' }).click()
    await page.getByRole('button', { name: 'Save file' }).waitFor()
  },
  'webhooks of a room': async (page) => {
    await showFixture(page, botted, atHarbour)
    await page.getByRole('button', { name: 'About this room' }).click()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Webhooks' }).click()
    await page.getByLabel('Name of the webhook').fill('Tide alarm')
    await page.getByRole('button', { name: 'Make a webhook' }).click()
    await page.getByRole('region', { name: 'Address of Tide alarm' }).waitFor()
  },
  'what is kept': async (page) => {
    await showFixture(page, fixtures.signedOut)
    await page.getByRole('button', { name: 'What this server keeps' }).click()
    await page.getByRole('dialog').getByText('Messages', { exact: true }).waitFor()
  },
}

async function openBots(page: Page): Promise<void> {
  await showFixture(page, full, atHarbour)
  await page.getByRole('textbox', { name: /^Message/ }).waitFor()
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Bots', exact: true }).click()
  await page.getByRole('list', { name: 'Your bots' }).waitFor()
}
