import type { Page } from '@playwright/test'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const show = (page: Page, at: string) => showFixture(page, fixtures.full, `#/admin/${at}`)

/** The pages of the console about what was reported, done and set, each in its fullest state. */
export const recordViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'a report to decide': async (page) => {
    await show(page, 'reports')
    await page.getByRole('button', { name: /from Mei Tanaka and Dario Conti/ }).click()
    await page.getByText('Cheapest on the coast').waitFor()
    await page.getByRole('button', { name: 'Remove the message' }).click()
    await page.getByRole('button', { name: 'Warn' }).click()
    await page.getByLabel('Note').fill('One offer, then ask.')
  },
  'the audit log': async (page) => {
    await show(page, 'audit')
    await page.getByText('suspended').first().waitFor()
  },
  'what went with accounts': async (page) => {
    await show(page, 'erasures')
    await page.getByRole('row', { name: /Under way/ }).click()
    await page.getByRole('dialog').getByText('Nothing has gone yet.').waitFor()
    await page.keyboard.press('Escape')
    await page.getByRole('row', { name: /Done, Goes too/ }).click()
    await page.getByRole('dialog').getByText('Events in streams').waitFor()
  },
  'settings of the server': async (page) => {
    await show(page, 'settings')
    await page.getByRole('radio', { name: 'For days' }).click()
    await page.getByLabel('How many days').fill('7')
    await page.keyboard.press('Enter')
    await page.getByText('Remove what is older').waitFor()
  },
  'a token to make': async (page) => {
    await show(page, 'tokens')
    await page.getByRole('button', { name: 'New API token' }).click()
    await page.getByLabel('Name').fill('tide-table')
    await page.getByRole('checkbox', { name: 'Figures' }).check()
  },
  'what everybody is told': async (page) => {
    await show(page, 'announcements')
    await page.getByLabel('Words').fill('The server moves on Sunday. Nothing changes for you.')
    await page.getByText('away tonight').waitFor()
  },
}

/** The same pages in other states, for pictures. */
export const moreRecordViews: typeof recordViews = {
  'a report that was decided': async (page) => {
    await show(page, 'reports')
    await page.getByRole('button', { name: /^Decided/ }).click()
    await page.getByRole('button', { name: /Insults are removed here/ }).click()
    await page.getByText('By Eva Novak').waitFor()
  },
  'a line of the log': async (page) => {
    await show(page, 'audit')
    await page.getByText('suspended').first().click()
    await page.getByRole('dialog').waitFor()
  },
  'the list of erasures': async (page) => {
    await show(page, 'erasures')
    await page.getByText('Under way').waitFor()
  },
  'tokens of the server': async (page) => {
    await show(page, 'tokens')
    await page.getByText('tide-table').waitFor()
  },
  'a token that is shown once': async (page) => {
    await show(page, 'tokens')
    await page.getByRole('button', { name: 'New API token' }).click()
    await page.getByLabel('Name').fill('tide-table')
    await page.getByRole('checkbox', { name: 'Figures' }).check()
    await page.getByRole('button', { name: 'Make token' }).click()
    await page.getByText('is ready').waitFor()
  },
  'invitations to accounts': async (page) => {
    await show(page, 'invites')
    await page.getByRole('button', { name: 'New invitation' }).click()
    await page.getByRole('button', { name: 'Make a link' }).click()
    await page.getByText('9fQ2kx7Lw0aPz4NvRtYb3Q').waitFor()
  },
}
