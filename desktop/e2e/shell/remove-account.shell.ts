import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@playwright/test'
import { natterUrl } from '../natter-under-test.ts'
import { password } from '../people-in-browsers.ts'
import { endDesktops, makeAccount, makeDataFolder, startOnServer } from './desktop-person.ts'

endDesktops()

test('an account that is removed leaves nothing here, is signed out at its server, and stays there', async ({
  browser,
}, info) => {
  const dataFolder = await makeDataFolder()
  const shell = await startOnServer({ browser, dataFolder })
  const page = await shell.page()
  const handle = await makeAccount(page, 'Ana')
  await expect.poll(() => readFile(join(dataFolder, 'secrets.json'), 'utf8')).toContain('/refresh')
  await page.keyboard.press('Control+,')
  await page.getByRole('button', { name: 'Account', exact: true }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: /^Remove the account on / })
  await expect(dialog).toContainText('everything stays: your account, your rooms and what was said.')
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.screenshot({ path: info.outputPath('remove-account.png') })
  await dialog.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect.poll(async () => (await shell.page()) === page).toBe(false)
  const setUp = await shell.page()
  await expect(setUp.getByRole('heading', { name: 'Where do you talk?' })).toBeVisible()
  const kept = await Promise.all(
    ['secrets.json', 'accounts.json'].map((name) => readFile(join(dataFolder, name), 'utf8')),
  )
  expect(kept.map((text) => JSON.parse(text))).toMatchObject([{ sealed: {} }, { accounts: [] }])

  // Whoever signs in again finds one device there: that of now.
  const signedIn = await fetch(`${natterUrl()}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'natter-client': 'desktop' },
    body: JSON.stringify({ handle, password }),
  })
  const { accessToken } = (await signedIn.json()) as { accessToken: string }
  const listed = await fetch(`${natterUrl()}/api/v1/me/devices`, {
    headers: { authorization: `Bearer ${accessToken}` },
  })
  expect(((await listed.json()) as { devices: unknown[] }).devices).toHaveLength(1)
})
