import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { goForGood, lastOwner, mailing, openAccount } from './account-views.ts'
import { full, harbour, signedOut, userId } from './fixture-state.ts'
import { patchFixture, prepareAnswer, prepareFile, prepareRefusal, showFixture, watchCommands } from './show-fixture.ts'

test.use({ viewport: { width: 1280, height: 800 } })

test('a forgotten password is asked for by the handle, and set by the code that came', async ({ page }) => {
  await showFixture(page, mailing(signedOut, true))
  const [asked, completed] = [await watchCommands(page, 'ask-reset'), await watchCommands(page, 'complete-reset')]
  await page.getByLabel('Handle or e-mail').fill('Eva')
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  await expect(page.getByLabel('Handle or e-mail')).toHaveValue('Eva')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'a code is on its way' })).toBeVisible()
  await expect.poll(asked).toEqual([{ kind: 'ask-reset', handle: 'eva' }])
  await expect(page.getByLabel('Code')).toBeFocused()
  await page.keyboard.type(' c0de ')
  await page.getByLabel('New password').fill('short')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('A password has at least 8 characters.')
  await prepareRefusal(page, 'complete-reset', { code: 'reset-invalid' })
  await page.getByLabel('New password').fill('another horse battery')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toHaveText('This code is no longer good. Ask for a new one.')
  await expect(page.getByLabel('Code')).toBeFocused()
  await prepareAnswer(page, 'complete-reset', { patch: {}, value: null })
  await page.keyboard.press('Enter')
  await expect(page.getByText('The password is new. Sign in with it.')).toBeVisible()
  await expect(page.getByLabel('Handle or e-mail')).toHaveValue('Eva')
  await expect(page.getByLabel('Password')).toBeFocused()
  const wanted = { kind: 'complete-reset', code: 'c0de', newPassword: 'another horse battery' }
  await expect.poll(completed).toEqual([wanted, wanted])
})

test('where the server sends no mail it says so, asks nothing of it, and takes an administrator’s code', async ({
  page,
}) => {
  await showFixture(page, mailing(signedOut, false))
  const asked = await watchCommands(page, 'ask-reset')
  await page.getByRole('button', { name: 'Forgot your password?' }).click()
  await expect(page.getByText('This server sends no mail.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Send a code' })).toHaveCount(0)
  await page.getByLabel('Handle or e-mail').fill('eva')
  await page.getByRole('button', { name: 'I have a code' }).click()
  await expect(page.getByText('from an administrator')).toBeVisible()
  expect(await asked()).toEqual([])
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Come in' })).toBeVisible()
})

test('an address is typed with the password, and counts once its code was', async ({ page }) => {
  await openAccount(page, mailing(full, true))
  const [asked, proven] = [await watchCommands(page, 'ask-email'), await watchCommands(page, 'complete-email')]
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'E-mail' })
  await dialog.getByLabel('New address').fill('eva at example')
  await dialog.getByLabel('Current password').fill('not this one')
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toHaveText('That is no e-mail address.')
  await dialog.getByLabel('New address').fill(' eva@example.org')
  await prepareRefusal(page, 'ask-email', { code: 'sign-in-refused' })
  await page.keyboard.press('Enter')
  await expect(dialog.getByRole('alert')).toHaveText('That is not your password now.')
  await prepareAnswer(page, 'ask-email', { patch: {}, value: null })
  await dialog.getByLabel('Current password').fill('correct horse battery')
  await page.keyboard.press('Enter')
  await expect(dialog).toContainText('A code is on its way to')
  await expect(dialog.getByLabel('Code')).toBeFocused()
  await page.keyboard.type('c0de')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').getByText('The address is confirmed.')).toBeVisible()
  await expect(dialog).toHaveCount(0)
  await expect.poll(asked).toHaveLength(2)
  expect((await asked()).at(-1)).toMatchObject({ email: 'eva@example.org' })
  await expect.poll(proven).toEqual([{ kind: 'complete-email', code: 'c0de' }])
})

test('a copy of everything is a file here once it has come, and can be stopped before', async ({ page }) => {
  await openAccount(page, mailing(full, false))
  await expect(page.getByText('so an address cannot be confirmed here')).toBeVisible()
  const stopped = await watchCommands(page, 'stop-export')
  await patchFixture(page, { notes: { export: { kind: 'export', bytes: 18_400_000 } } })
  await expect(page.getByText('18.4 MB so far')).toBeVisible()
  await expect(page.getByRole('progressbar', { name: 'Your data' })).toBeVisible()
  await page.getByRole('button', { name: 'Stop' }).click()
  await expect.poll(stopped).toHaveLength(1)
  await patchFixture(page, { notes: { export: null } })
  await prepareFile(page, 'export-mine', 'PK all of it')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Save a copy' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('natter-eva.zip')
  expect(await readFile(await download.path(), 'utf8')).toBe('PK all of it')
  await expect(page.getByRole('status').getByText('The copy is there: 12 byte.')).toBeVisible()
})

test('an account is deleted after what goes and what stays was read, the password typed and every room given on', async ({
  page,
}) => {
  await openAccount(page, full)
  const [departed, given] = [await watchCommands(page, 'depart'), await watchCommands(page, 'hand-over')]
  await page.getByRole('button', { name: 'Delete…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Delete the account' })
  await expect(dialog).toContainText('What goes')
  await expect(dialog).toContainText('Nobody can take your handle for 90 days.')
  await dialog.getByRole('radio', { name: /^It goes too/ }).click()
  await dialog.getByRole('button', { name: 'Go on' }).click()
  const last = page.getByRole('dialog', { name: 'Delete it for good?' })
  await expect(last).toContainText('@eva and all that you wrote is deleted')
  await expect(last.getByLabel('Password')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(last.getByRole('alert')).toHaveText('Type your password.')
  expect(await departed()).toEqual([])

  await prepareRefusal(page, 'depart', { code: 'sign-in-refused' })
  await last.getByLabel('Password').fill('correct horse battery')
  await page.keyboard.press('Enter')
  await expect(last.getByRole('alert')).toHaveText('That is not your password now.')
  await prepareRefusal(page, 'depart', lastOwner)
  await page.keyboard.press('Enter')
  const room = last.getByRole('group', { name: 'Harbour rebuild' })
  await expect(last.getByRole('alert')).toContainText('nobody else owns it')
  await expect(last.getByRole('button', { name: 'Delete the account' })).toBeDisabled()
  await room.getByRole('combobox', { name: 'Who gets Harbour rebuild' }).selectOption({ label: 'Ben Okafor' })
  await room.getByRole('button', { name: 'Hand over' }).click()
  await expect(last.getByRole('alert')).toContainText('Nothing stands in the way any more.')
  await expect.poll(given).toEqual([{ kind: 'hand-over', room: harbour, user: userId('ben') }])

  await prepareAnswer(page, 'depart', { patch: { session: signedOut.session }, value: null })
  await last.getByRole('button', { name: 'Delete the account' }).click()
  await expect(page.getByRole('heading', { name: 'Come in' })).toBeVisible()
  await expect(page.getByRole('status').getByText('Your account is deleted.')).toBeVisible()
  const wanted = { kind: 'depart', password: 'correct horse battery', messages: 'erase' }
  await expect.poll(departed).toEqual([wanted, wanted, wanted])
})

test('whoever has deleted their account is told once what went with it, and where that is read later', async ({
  page,
}) => {
  await goForGood(page)
  const dialog = page.getByRole('dialog', { name: 'Your account is deleted.' })
  await expect(dialog.getByText(/\/api\/v1\/erasures\/r3ceipt$/)).toBeVisible()
  await expect(dialog.getByText('Messages', { exact: true })).toBeVisible()
  await expect(dialog).toContainText('Backups made before.')
  await dialog.getByRole('button', { name: 'Close' }).last().click()
  await expect(dialog).toBeHidden()
  await expect(page.getByRole('heading', { name: 'Come in' })).toBeVisible()
})
