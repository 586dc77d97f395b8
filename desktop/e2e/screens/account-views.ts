import type { Page } from '@playwright/test'
import type { EngineState } from '../../engine-contract.ts'
import * as fixtures from './fixture-state.ts'
import { prepareAnswer, prepareRefusal, showFixture } from './show-fixture.ts'

const { full, harbour, signedOut } = fixtures

/** The server of a state sends mail, or does not. */
export function mailing(state: EngineState, mail: boolean): EngineState {
  const { session } = state
  return 'server' in session ? { ...state, session: { ...session, server: { ...session.server, mail } } } : state
}

/** The screens about an account as a whole: the way back into it, its address, its end. */
export const accountViews: Readonly<Record<string, (page: Page) => Promise<unknown>>> = {
  'a forgotten password': async (page) => {
    await showFixture(page, mailing(signedOut, true))
    await page.getByRole('button', { name: 'Forgot your password?' }).click()
  },
  'a forgotten password without mail': async (page) => {
    await showFixture(page, mailing(signedOut, false))
    await page.getByRole('button', { name: 'Forgot your password?' }).click()
  },
  'a code for a new password': async (page) => {
    await showFixture(page, mailing(signedOut, true))
    await page.getByRole('button', { name: 'Forgot your password?' }).click()
    await page.getByLabel('Handle or e-mail').fill('eva')
    await page.getByRole('button', { name: 'Send a code' }).click()
    await page.getByLabel('Code').waitFor()
  },
  'an address to confirm': async (page) => {
    await openAccount(page, mailing(full, true))
    await page.getByRole('button', { name: 'Add', exact: true }).click()
  },
  'a copy under way': (page) =>
    openAccount(page, { ...full, notes: { export: { kind: 'export', bytes: 18_400_000 } } }),
  'an account to delete': async (page) => {
    await openAccount(page, full)
    await page.getByRole('button', { name: 'Delete…' }).click()
  },
  'rooms to hand over': async (page) => {
    await openAccount(page, full)
    await prepareRefusal(page, 'depart', lastOwner)
    await page.getByRole('button', { name: 'Delete…' }).click()
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByLabel('Password').fill('correct horse battery')
    await page.getByRole('button', { name: 'Delete the account' }).click()
    await page.getByRole('group', { name: 'Harbour rebuild' }).waitFor()
  },
  'an account that is deleted': (page) => goForGood(page),
}

export const lastOwner = {
  code: 'last-owner',
  more: { rooms: [{ id: harbour, name: 'Harbour rebuild' }] },
} as const

/** The account is deleted, and the report of what went is there. */
export async function goForGood(page: Page): Promise<void> {
  await openAccount(page, full)
  await prepareAnswer(page, 'depart', { patch: { session: signedOut.session }, value: 'r3ceipt' })
  await page.getByRole('button', { name: 'Delete…' }).click()
  await page.getByRole('button', { name: 'Go on' }).click()
  await page.getByLabel('Password').fill('correct horse battery')
  await page.getByRole('button', { name: 'Delete the account' }).click()
  await page.getByRole('dialog', { name: 'Your account is deleted.' }).getByText('412').waitFor()
}

export async function openAccount(page: Page, state: EngineState): Promise<void> {
  await showFixture(page, state, `#/room/${harbour}`)
  await page.getByRole('textbox', { name: /^Message/ }).waitFor()
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('heading', { name: 'Account', exact: true }).waitFor()
}
