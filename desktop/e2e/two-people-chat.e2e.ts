import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { makeRoom, messages, messageWords, openRoom, say, signUp } from './people-in-browsers.ts'

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
})
