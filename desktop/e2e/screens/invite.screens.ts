import { expect, type Page, test } from '@playwright/test'
import { full, inviteCode, sailing, signedOut } from './fixture-state.ts'
import { prepareAnswer, prepareRefusal, showFixture, watchCommands } from './show-fixture.ts'

const dialog = (page: Page) => page.getByRole('dialog')
const path = (page: Page) => page.evaluate(() => location.pathname + location.hash)

test.use({ viewport: { width: 1280, height: 800 } })

test('somebody new sees where an invitation leads, makes an account with it, and is in the room', async ({ page }) => {
  await showFixture(page, signedOut, `invite/${inviteCode}`)
  const [registered, joined] = [await watchCommands(page, 'register'), await watchCommands(page, 'join-invite')]
  await expect(page.getByText('Harbour rebuild', { exact: true })).toBeVisible()
  await expect(page.getByText('Ana Lindqvist (@ana) invites you')).toBeVisible()
  await expect(page.getByText('12 people')).toBeVisible()
  await expect(page.getByText('You will read what was said before, too.')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Open in the app' })).toHaveAttribute(
    'href',
    new RegExp(`^natter://invite/127\\.0\\.0\\.1:\\d+/${inviteCode}$`),
  )
  // What fits this computer comes first; all are downloads of this server.
  const installers = page.getByRole('region', { name: 'The app for your computer' }).getByRole('link')
  await expect(installers).toHaveText([/Linux.*118 MB/, /Windows.*96 MB/])
  await expect(installers.last()).toHaveAttribute('href', '/api/v1/installers/Natter%20Setup%201.0.0.exe')
  expect(await joined()).toEqual([])

  await page.getByRole('button', { name: 'Go on here' }).click()
  await page.getByLabel('Name').fill('Eva Novak')
  await page.getByLabel('Password').fill('correct horse')
  await prepareAnswer(page, 'register', { patch: { session: full.session, roomsLoaded: true }, value: null })
  await prepareAnswer(page, 'join-invite', { patch: { rooms: full.rooms }, value: sailing })
  await page.getByRole('button', { name: 'Make account' }).click()
  await expect.poll(registered).toMatchObject([{ invite: inviteCode, displayName: 'Eva Novak' }])
  await expect(page.getByRole('heading', { level: 1, name: 'Weekend sailing' })).toBeVisible()
  await expect(dialog(page)).toHaveCount(0)
  await expect.poll(joined).toEqual([{ kind: 'join-invite', code: inviteCode }])
  await expect.poll(() => path(page)).toBe(`/#/room/${sailing}`)
})

test('where sign-up needs an invitation, this is one; and whoever has an account signs in', async ({ page }) => {
  const server = { name: 'Harbour Studio', registration: 'invite' } as const
  await showFixture(page, { ...signedOut, session: { kind: 'signed-out', server } }, `invite/${inviteCode}`)
  await page.getByRole('button', { name: 'Go on here' }).click()
  await expect(page.getByRole('button', { name: 'Make account' })).toBeVisible()
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByLabel('Handle or e-mail')).toBeVisible()
})

test('a dead code says no more than that, and leads to the sign-in', async ({ page }) => {
  await showFixture(page, signedOut, `invite/dead${inviteCode}`)
  await expect(page.getByRole('heading', { name: 'This invitation is no longer good' })).toBeVisible()
  await expect(page.getByRole('link', { name: 'Open in the app' })).toHaveCount(0)
  await page.getByRole('button', { name: 'To the sign-in' }).click()
  await expect(page.getByLabel('Handle or e-mail')).toBeVisible()
  await expect.poll(() => path(page)).toBe('/')
})

test('one that could not be read may be asked for again', async ({ page }) => {
  await showFixture(page, signedOut, `invite/broken${inviteCode}`)
  await expect(page.getByRole('alert')).toBeVisible()
  const asked = await watchCommands(page, 'preview-invite')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.poll(asked).toHaveLength(1)
})

test('who is signed in is asked by a dialog, whose way back has the focus; a room that is full is told in it', async ({
  page,
}) => {
  await showFixture(page, full, `invite/${inviteCode}`)
  const joined = await watchCommands(page, 'join-invite')
  await expect(dialog(page)).toContainText('Ana Lindqvist (@ana) invites you')
  await expect(page.getByRole('button', { name: 'Not now' })).toBeFocused()
  expect(await joined()).toEqual([])
  await prepareRefusal(page, 'join-invite', { code: 'room-full' })
  await page.getByRole('button', { name: 'Join', exact: true }).click()
  await expect(dialog(page).getByRole('alert')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog(page)).toHaveCount(0)
  await expect.poll(() => path(page)).not.toContain('invite')
})
