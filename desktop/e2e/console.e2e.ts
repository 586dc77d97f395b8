import { type Browser, expect, type Page } from '@playwright/test'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { test } from './browser-test.ts'
import { administrator, natterUrl } from './natter-under-test.ts'
import { fillSignIn, makeRoom, password, signUp } from './people-in-browsers.ts'

/** Signed in as whoever runs the server, in the console by its address. */
async function openConsole(browser: Browser): Promise<Page> {
  const page = await browser.newPage()
  await page.goto(new URL('/admin', natterUrl()).href)
  await fillSignIn(page, administrator.handle, administrator.password)
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible()
  return page
}

const goTo = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Administration' }).getByRole('button', { name }).click()
const signInShown = (page: Page) => expect(page.getByLabel('Handle or e-mail')).toBeVisible()

/** By keyboard alone: from the box to the row it leaves, and into it. */
async function openFound(page: Page, box: string, words: string, name: string) {
  await page.getByLabel(box).fill(words)
  await expect(page.getByRole('row')).toHaveCount(2)
  await page.getByLabel(box).press('ArrowDown')
  await expect(page.getByRole('row', { name })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name })).toBeFocused()
}

/** Presses what can be done, and then what the dialog asks. */
async function act(page: Page, does: string, reason?: string) {
  await page.getByRole('main').getByRole('button', { name: does, exact: true }).click()
  const dialog = page.getByRole('dialog')
  if (reason !== undefined) await dialog.getByLabel('Reason').fill(reason)
  await dialog.getByRole('button', { name: does, exact: true }).click()
}

test('who runs the server does in the console what people and rooms then feel', async ({ browser }) => {
  test.setTimeout(150_000)
  const ben = await signUp(browser, 'Ben Okafor')
  await makeRoom(ben.page, 'Berth twelve')
  await expect(ben.page.getByRole('button', { name: 'Administration' })).toHaveCount(0)
  await ben.page.goto(new URL('/#/admin/people', natterUrl()).href)
  await expect(ben.page.getByRole('heading', { name: 'Only for administrators' })).toBeVisible()

  const page = await openConsole(browser)
  await goTo(page, 'People')
  await openFound(page, 'Name, handle or e-mail', ben.handle, 'Ben Okafor')

  await act(page, 'Make administrator')
  await expect(page.getByText('Ben Okafor is an administrator.')).toBeVisible()
  await ben.page.goto(new URL('/#/admin/rooms', natterUrl()).href)
  await ben.page.reload()
  await expect(ben.page.getByRole('heading', { level: 1, name: 'Rooms' })).toBeVisible()
  await act(page, 'Take administration away')
  await expect(page.getByText('Ben Okafor is no administrator any more.')).toBeVisible()

  await act(page, 'Suspend', 'Five offers in an hour')
  await signInShown(ben.page)
  await expect(page.getByText('Five offers in an hour')).toBeVisible()
  await act(page, 'Let in again')
  await expect(page.getByText('Ben Okafor may sign in again.')).toBeVisible()

  await act(page, 'Code for a new password')
  const code = await page.getByRole('dialog').getByRole('code').innerText()
  await page.keyboard.press('Escape')
  await expect(page.getByText('It is shown this once.')).toBeVisible()
  await page.getByRole('button', { name: 'Close without a copy' }).click()
  const newPassword = `${password} staple`
  const complete = new URL(apiPaths.completeReset, natterUrl()).href
  expect((await page.request.post(complete, { data: { code, newPassword } })).status()).toBe(204)
  await fillSignIn(ben.page, ben.handle, newPassword)
  await expect(ben.page.getByRole('heading', { name: 'Only for administrators' })).toBeVisible()

  await act(page, 'Sign out everywhere')
  await signInShown(ben.page)

  await goTo(page, 'Rooms')
  await openFound(page, 'Name of a room', 'berth twelve', 'Berth twelve')
  for (const [does, label, value, shown] of [
    ['How many people', 'People at most', '7', '7'],
    ['How long words are kept', 'Days', '30', '30 days'],
  ] as const) {
    await page.getByRole('main').getByRole('button', { name: does }).click()
    await page.getByRole('dialog').getByLabel(label).fill(value)
    await page.getByRole('dialog').getByRole('button', { name: 'Set' }).click()
    await expect(page.getByRole('definition').getByText(shown, { exact: true })).toBeVisible()
  }
  await act(page, 'Close the room')
  await expect(page.getByText('Berth twelve is closed.')).toBeVisible()
  await page.getByLabel('Name of a room').fill('berth twelve')
  await expect(page.getByRole('heading', { name: 'No room is called that' })).toBeVisible()

  await goTo(page, 'People')
  await page.getByRole('button', { name: 'New account' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Nora Lind')
  await page.getByRole('dialog').getByLabel('Handle').fill(`n${ben.handle}`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'The account of Nora Lind is ready' })).toBeVisible()
  await page.getByRole('button', { name: 'Done' }).click()
  await page.getByRole('button', { name: 'Close without a copy' }).click()
  await page.getByLabel('Name, handle or e-mail').fill(ben.handle)
  await expect(page.getByRole('row', { name: 'Nora Lind' })).toBeVisible()

  await page.getByRole('button', { name: 'What to do with Ben Okafor' }).click()
  await page.getByRole('menuitem', { name: 'Delete the account' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete the account' }).click()
  await expect(page.getByText('The account of Ben Okafor is deleted.')).toBeVisible()
  await expect(page.getByRole('row', { name: 'Ben Okafor' })).toHaveCount(0)

  // The last who administers stays, and reads why.
  await page.getByLabel('Name, handle or e-mail').fill(administrator.handle)
  await page.getByRole('button', { name: 'What to do with Keeper' }).click()
  await page.getByRole('menuitem', { name: 'Take administration away' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Take administration away' }).click()
  await expect(page.getByText('A server needs an administrator.')).toBeVisible()
})
