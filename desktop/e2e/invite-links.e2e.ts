import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { inviteFrom } from './invites-of-somebody.ts'
import { makeRoom, messages, say, signUp } from './people-in-browsers.ts'

test('the address of an invitation asks, and joins once somebody says so', async ({ browser }) => {
  const { url } = await inviteFrom('Ben Okafor', 'Harbour rebuild')
  const ana = await signUp(browser, 'Ana')
  await ana.page.goto(url)
  const dialog = ana.page.getByRole('dialog', { name: /^Join Harbour rebuild on / })
  await expect(dialog).toContainText('Ben Okafor')
  await expect(dialog.getByRole('button', { name: 'Not now' })).toBeFocused()
  await dialog.getByRole('button', { name: 'Not now' }).click()
  await expect(ana.page.getByRole('button', { name: /Harbour rebuild/ })).toHaveCount(0)

  // The same in a message of one's own server: no page is loaded for it.
  await makeRoom(ana.page, 'Pier')
  await say(ana.page, url)
  await messages(ana.page).getByRole('link').click()
  await dialog.getByRole('button', { name: 'Join' }).click()
  await expect(ana.page.getByRole('heading', { level: 1, name: 'Harbour rebuild' })).toBeVisible()
  await say(ana.page, 'Here I am.')
  await expect(messages(ana.page).getByTitle('Sent')).toBeVisible()

  // A dead one says so.
  await ana.page.goto(url.replace(/.{4}$/, 'AAAA'))
  await expect(ana.page.getByRole('dialog')).toContainText('This invitation is no longer good.')
})
