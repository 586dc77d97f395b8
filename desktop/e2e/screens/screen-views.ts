import { expect, type Page } from '@playwright/test'
import { accountViews } from './account-views.ts'
import { botViews } from './bot-views.ts'
import { consoleViews } from './console-views.ts'
import { exportViews } from './export-views.ts'
import * as fixtures from './fixture-state.ts'
import { forwardViews } from './forward-views.ts'
import { inboxViews } from './inbox-views.ts'
import { mediaViews } from './media-views.ts'
import { noticing } from './notice-fixture.ts'
import { recordViews } from './record-views.ts'
import { roomViews } from './room-views.ts'
import { savedViews } from './saved-views.ts'
import { sendingViews } from './sending-views.ts'
import { showFixture } from './show-fixture.ts'
import { threadViews } from './thread-views.ts'
import { traceViews } from './trace-views.ts'

const { full, harbour } = fixtures
const atHarbour = `#/room/${harbour}`
const composer = (page: Page) => page.getByRole('textbox', { name: /^Message/ })

const pages = [
  'Profile',
  'Notifications',
  'Appearance',
  'Privacy',
  'Devices',
  'Storage',
  'Bots',
  'Account',
  'About',
] as const

/** Every screen there is, and how one gets there: for what is asked of all of them. */
export const screenViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  conversation: async (page) => {
    await showFixture(page, full, atHarbour)
    await page.getByText('Pushed, and the drawing is in.').last().hover()
  },
  'no connection': async (page) => {
    await showFixture(page, fixtures.offline, atHarbour)
    await page.getByText('Try now').waitFor()
  },
  'empty room': (page) => showFixture(page, fixtures.emptyRoom, atHarbour),
  'no rooms': (page) => showFixture(page, fixtures.noRooms),
  loading: (page) => showFixture(page, fixtures.loading, atHarbour),
  hostile: (page) => showFixture(page, fixtures.hostile, atHarbour),
  'sign-in': (page) => showFixture(page, fixtures.signedOut),
  register: async (page) => {
    await showFixture(page, fixtures.signedOut)
    await page.getByRole('button', { name: 'Make an account' }).click()
  },
  panel: async (page) => {
    await showFixture(page, full, atHarbour)
    await page.getByRole('button', { name: 'About this room' }).click()
  },
  ...roomViews,
  ...accountViews,
  ...exportViews,
  ...recordViews,
  ...consoleViews,
  ...botViews,
  ...sendingViews,
  ...threadViews,
  ...forwardViews,
  ...inboxViews,
  ...mediaViews,
  ...traceViews,
  ...savedViews,
  switcher: async (page) => {
    await showFixture(page, full, atHarbour)
    await expect(composer(page)).toBeFocused()
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox').fill('har')
  },
  'new room': async (page) => {
    await showFixture(page, full, atHarbour)
    await page.getByRole('button', { name: 'New room' }).click()
  },
  ...settingsViews(),
  'notifications as set': (page) => openSettings(page, 'Notifications', noticing),
  'a room to add that differs': async (page) => {
    await openSettings(page, 'Notifications', noticing)
    await page.getByRole('button', { name: 'Add a room' }).click()
  },
  'why a message was told': async (page) => {
    await showFixture(page, noticing, atHarbour)
    await page.locator('[data-message]').first().hover()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Why did this notify?' }).click()
    await page.getByRole('dialog').getByRole('list').waitFor()
  },
  'a device to sign out': async (page) => {
    await openSettings(page, 'Devices')
    await page.getByRole('button', { name: 'Sign out' }).last().click()
  },
  'a question before something is lost': async (page) => {
    await showFixture(page, fixtures.owning, atHarbour)
    await page.getByRole('button', { name: 'About this room' }).click()
    await page.getByRole('tab', { name: 'Settings' }).click()
    await page.getByRole('button', { name: 'Close room' }).click()
  },
  'an emoji to choose': async (page) => {
    await showFixture(page, full, atHarbour)
    await page.getByRole('button', { name: 'Emoji', exact: true }).click()
    await page.getByRole('grid').waitFor()
  },
  'a card of somebody': async (page) => {
    await showFixture(page, full, atHarbour)
    await page.getByRole('list', { name: 'Messages' }).getByText('Ben Okafor', { exact: true }).first().click()
    await page.getByRole('button', { name: 'Write', exact: true }).waitFor()
  },
  people: (page) => showFixture(page, full, '#/people'),
  'people on a team’s server': (page) => showFixture(page, fixtures.open, '#/people'),
  'people, nobody yet': (page) => showFixture(page, { ...fixtures.noRooms, contactsLoaded: true }, '#/people'),
  'who asks': (page) => showFixture(page, full, '#/people/requests'),
  'nobody asks': (page) => showFixture(page, fixtures.blocking, '#/people/requests'),
  'who is blocked': (page) => showFixture(page, fixtures.blocking, '#/people/blocked'),
  'somebody to ask': async (page) => {
    await showFixture(page, full, '#/people')
    await page.getByRole('button', { name: 'Add a contact' }).click()
  },
  'a card of a contact': async (page) => {
    await showFixture(page, full, '#/people')
    await page.getByRole('list', { name: 'Away' }).getByRole('button').first().click()
    await page.getByText('Drawings and permits').waitFor()
  },
  'somebody to block': async (page) => {
    await showFixture(page, full, '#/people')
    await page.getByRole('list', { name: 'Away' }).getByRole('button').first().click()
    await page.getByRole('button', { name: 'Block Cleo Martin' }).click()
  },
  'something to report': async (page) => {
    await showFixture(page, full, '#/people')
    await page.getByRole('button', { name: 'Report Jonas Weiss' }).click()
  },
  'messages of somebody blocked': async (page) => {
    await showFixture(page, fixtures.blocking, atHarbour)
    await page.getByText('Show once').waitFor()
  },
  'people to mention': async (page) => {
    await showFixture(page, full, atHarbour)
    await composer(page).fill('Good, @')
    await page.getByRole('listbox').waitFor()
  },
  keyboard: async (page) => {
    await showFixture(page, full, atHarbour)
    await expect(composer(page)).toBeFocused()
    await page.keyboard.press('Control+/')
  },
  'a day to go to': async (page) => {
    await showFixture(page, full, atHarbour)
    await page.getByRole('list', { name: 'Messages' }).evaluate((list) => list.scrollTo(0, 0))
    await page
      .getByRole('button', { name: /^Today/ })
      .first()
      .click()
    await expect(page.getByRole('group', { name: /2026/ })).toBeVisible()
  },
  'an invitation': async (page) => {
    await showFixture(page, fixtures.signedOut, `invite/${fixtures.inviteCode}`)
    await page.getByRole('button', { name: 'Go on here' }).waitFor()
  },
  'a dead invitation': async (page) => {
    await showFixture(page, fixtures.signedOut, `invite/dead${fixtures.inviteCode}`)
    await page.getByRole('button', { name: 'To the sign-in' }).waitFor()
  },
  'an invitation to somebody signed in': async (page) => {
    await showFixture(page, full, `invite/${fixtures.inviteCode}`)
    await page.getByRole('button', { name: 'Join', exact: true }).waitFor()
  },
  'a room that is gone': (page) => showFixture(page, fixtures.closed, atHarbour),
}

function settingsViews(): Record<string, (page: Page) => Promise<unknown>> {
  return Object.fromEntries(pages.map((name) => [`settings, ${name}`, (page: Page) => openSettings(page, name)]))
}

async function openSettings(page: Page, name: (typeof pages)[number], state = full): Promise<void> {
  await showFixture(page, state, atHarbour)
  await expect(composer(page)).toBeFocused()
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name, exact: true }).click()
  await page.getByRole('heading', { name, exact: true }).waitFor()
}
