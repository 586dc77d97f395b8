import { expect, test } from '@playwright/test'
import { natterUrl } from './natter-under-test.ts'
import { composer, makeRoom, messages, messageWords, openRoom, say, signUp } from './people-in-browsers.ts'

test('two people sign up, make a room and talk both ways', async ({ browser }) => {
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, 'Ben')])
  await makeRoom(ana.page, 'Harbour rebuild', [ben.handle])
  await say(ana.page, 'Survey is back.')

  // The room appears at Ben's by itself, with a count.
  const row = ben.page.getByRole('button', { name: /Harbour rebuild/ })
  await expect(row).toContainText('Ana: Survey is back.')
  await expect(ben.page).toHaveTitle(/^\(1\) /)
  await openRoom(ben.page, 'Harbour rebuild')
  await expect(messages(ben.page)).toHaveCount(1)
  await say(ben.page, 'I can take the piles.')
  await expect(messages(ana.page)).toHaveCount(2)
  await expect.poll(() => messageWords(ana.page)).toEqual(['Survey is back.', 'I can take the piles.'])

  // Ben looked at it: Ana's message is read, and nothing is unread at either's.
  await expect(messages(ana.page).first().getByTitle('Read')).toBeVisible()
  await expect(ben.page).toHaveTitle(/^Harbour rebuild/)
  await ana.context.close()
  await ben.context.close()
})

test('a first message takes at most six clicks from an empty browser', async ({ browser }) => {
  const page = await browser.newPage()
  let clicks = 0
  await page.exposeFunction('countClick', () => {
    clicks += 1
  })
  await page.addInitScript(() => {
    addEventListener('pointerdown', () => (globalThis as unknown as { countClick: () => void }).countClick(), true)
  })
  await page.goto(natterUrl())
  await page.getByRole('button', { name: 'Make an account' }).click()
  // Each screen puts the cursor where the words go; nobody clicks for that.
  await expect(page.getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Cleo Martin')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await expect(page.getByLabel('Password')).toBeFocused()
  await page.keyboard.type('correct horse battery')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Make a room' }).click()
  await expect(page.getByRole('dialog').getByLabel('Name')).toBeFocused()
  await page.keyboard.type('Notes')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Notes' })).toBeVisible()
  await expect(composer(page)).toBeFocused()
  await page.keyboard.type('First words')
  await page.keyboard.press('Enter')
  await expect(messages(page)).toHaveCount(1)
  await expect(messages(page).getByTitle('Sent')).toBeVisible()
  expect(clicks).toBeLessThanOrEqual(6)
  await page.close()
})
