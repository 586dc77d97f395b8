import { expect, test } from '@playwright/test'
import { inviteFrom } from '../invites-of-somebody.ts'
import { natterUrl } from '../natter-under-test.ts'
import { makeRoom, messages, openRoom, password, say } from '../people-in-browsers.ts'
import { endDesktops, makeAccount, startDesktop, startOnServer } from './desktop-person.ts'

endDesktops()

const host = () => new URL(natterUrl()).host

test('an invitation to a server that is not known yet leads through the first run into the room', async ({
  browser,
}, info) => {
  const { code } = await inviteFrom('Ben Okafor', 'Harbour rebuild')
  // It started the app: there is no window yet when the link comes.
  const shell = await startDesktop({ browser, argv: ['--', `natter://invite/${host()}/${code}`] })
  const setUp = await shell.page()
  await expect(setUp.getByLabel('Address of the server')).toHaveValue(`${natterUrl()}/invite/${code}`)
  await expect(setUp.getByText('Ben Okafor invites you to Harbour rebuild.')).toBeVisible()
  await setUp.screenshot({ path: info.outputPath('invited-first-run.png') })
  await setUp.getByRole('button', { name: 'Go on' }).click()
  await expect.poll(async () => (await shell.page()) === setUp).toBe(false)
  const page = await shell.page()
  await expect(page.getByText('Harbour rebuild')).toBeVisible()
  await page.screenshot({ path: info.outputPath('invited.png') })
  await page.getByRole('button', { name: 'Go on here' }).click()
  await expect(page.getByText('Ben Okafor invites you to Harbour rebuild.')).toBeVisible()
  await page.getByLabel('Name').fill('Ana')
  await page.getByLabel('Password').fill(password)
  await page.getByLabel('Handle').fill(`n${Date.now().toString(36)}`)
  await page.getByRole('button', { name: 'Make account' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await say(page, 'Here I am.')
  await expect(messages(page).getByTitle('Sent')).toBeVisible()
})

test('links lead to the message, and to the question of an invitation, with the app running', async ({ browser }) => {
  const { code } = await inviteFrom('Ben Okafor', 'Harbour rebuild')
  const shell = await startOnServer({ browser })
  const page = await shell.page()
  await makeAccount(page, 'Ana')
  await makeRoom(page, 'Quay')
  const room = await page.evaluate(() => location.hash.replace('#/room/', ''))
  for (const words of ['One', 'Two', 'Three']) await say(page, words)
  await expect(messages(page)).toHaveCount(3)
  await expect(messages(page).last().getByTitle('Sent')).toBeVisible()
  const message = await messages(page).first().getAttribute('data-message')
  await makeRoom(page, 'Pier')

  const follow = (link: string) => shell.app.emit('second-instance', {}, ['natter', '--', link])
  follow(`natter://room/${room}/m/${message}`)
  await expect(page.getByRole('heading', { level: 1, name: 'Quay' })).toBeVisible()
  await expect(page.locator(`[data-message="${message}"]`)).toBeFocused()
  await openRoom(page, 'Pier')

  // By its server, and by the one that is shown; nothing is joined by either.
  for (const link of [`natter://invite/${host()}/${code}`, `natter://invite/${code}`]) {
    follow(link)
    const dialog = page.getByRole('dialog', { name: /^Join Harbour rebuild on / })
    await dialog.getByRole('button', { name: 'Not now' }).click()
    await expect(dialog).toHaveCount(0)
    await expect(page.getByRole('button', { name: /Harbour rebuild/ })).toHaveCount(0)
  }
  follow(`natter://invite/${host()}/${code}`)
  await page.getByRole('button', { name: 'Join' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
})
