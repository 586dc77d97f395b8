import { expect, type Page } from '@playwright/test'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const show = (page: Page, at: string) => showFixture(page, fixtures.full, `#/admin/${at}`)
const { userId } = fixtures

/** The frame of the console, and its pages about how the server is, people and rooms. */
export const consoleViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'console, overview': async (page) => {
    await show(page, 'overview')
    await page.getByRole('heading', { name: 'Messages a day' }).waitFor()
  },
  'console, people with what to do': async (page) => {
    await show(page, 'people')
    await page.getByRole('row', { name: 'Hari Rao' }).press('Space')
    await page.getByRole('row', { name: 'Mei Tanaka' }).press('Space')
    await page.getByRole('button', { name: 'What to do with Cleo Martin' }).click()
    await expect(page.getByRole('menuitem', { name: 'Suspend' })).toBeVisible()
  },
  'console, somebody suspended': async (page) => {
    await show(page, `people/${'nikos'.padEnd(16, '0')}`)
    await page.getByText('Advertising in every room').waitFor()
  },
  'console, rooms': async (page) => {
    await show(page, 'rooms')
    await page.getByRole('row', { name: 'Harbour rebuild' }).waitFor()
  },
  'console, how long words are kept': async (page) => {
    await show(page, `rooms/${fixtures.harbour}`)
    await page.getByRole('button', { name: 'How long words are kept' }).click()
    await page.getByLabel('Days').fill('30')
  },
}

/** Its other dialogs: for pictures. */
export const consoleDialogs: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'console, somebody to suspend': async (page) => {
    await show(page, `people/${userId('jonas')}`)
    await page.getByRole('button', { name: 'Suspend', exact: true }).click()
    await page.getByLabel('Reason').fill('Five offers in an hour')
  },
  'console, a code that is shown once': async (page) => {
    await show(page, `people/${userId('jonas')}`)
    await page.getByRole('button', { name: 'Code for a new password' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Code for a new password' }).click()
    await expect(page.getByRole('button', { name: 'Copy' })).toBeFocused()
  },
  'console, an account to make': async (page) => {
    await show(page, 'people')
    await page.getByRole('button', { name: 'New account' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Nora Lind')
  },
}
