import { expect, type Page, test } from '@playwright/test'
import { composer, makeRoom, messages, openRoom, say, signUp } from './people-in-browsers.ts'

const panel = (page: Page) => page.getByRole('complementary', { name: 'Thread' })
const answer = async (page: Page, words: string) => {
  const box = panel(page).getByRole('textbox', { name: 'Answer in the thread' })
  await box.fill(words)
  await box.press('Enter')
}

test('answers hang on a message, are unread on their own, and can be opened from where they are told', async ({
  browser,
}) => {
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, 'Ben')])
  await makeRoom(ana.page, 'Harbour rebuild', [ben.handle])
  await say(ana.page, 'Crane is booked for the 4th.')
  await openRoom(ben.page, 'Harbour rebuild')

  // By keyboard alone.
  await messages(ben.page).first().focus()
  await ben.page.keyboard.press('Tab')
  await messages(ben.page).first().getByRole('button', { name: 'Answer in a thread' }).press('Enter')
  await expect(panel(ben.page).getByRole('textbox')).toBeFocused()
  await answer(ben.page, 'At seven?')
  await expect(panel(ben.page).getByText('At seven?')).toBeVisible()
  await answer(ben.page, 'Or eight?')

  // At Ana's: nothing in the room but the line under her message, with what is new.
  const summary = ana.page.getByRole('button', { name: /2 answers/ })
  await expect(summary).toContainText('2 new answers')
  await expect(messages(ana.page)).toHaveCount(1)
  await expect(ana.page.getByRole('button', { name: /Harbour rebuild.*2 new answers/ })).toBeVisible()
  await summary.click()
  await expect(panel(ana.page).getByText('Or eight?')).toBeVisible()
  await expect(summary).not.toContainText('new')
  await expect(panel(ana.page).getByRole('button', { name: 'Follow no longer' })).toBeVisible()

  await panel(ana.page).getByLabel('Also to the room').check()
  await answer(ana.page, 'Seven it is.')
  await expect(messages(ben.page).filter({ hasText: 'Seven it is.' }).first()).toBeVisible()
  await expect(panel(ben.page).getByText('Seven it is.')).toBeVisible()
  await ana.page.keyboard.press('Escape')
  await expect(panel(ana.page)).toBeHidden()
  await expect(composer(ana.page)).toBeFocused()
  await expect(messages(ana.page)).toHaveCount(2)
  await ana.context.close()
  await ben.context.close()
})
