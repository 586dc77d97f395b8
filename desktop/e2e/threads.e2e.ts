import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
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
  test.setTimeout(120_000)
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
  await expect(ana.page).toHaveTitle(/^\(2\) /)
  await expect(ana.page.getByRole('button', { name: /Harbour rebuild.*2 new answers/ })).toBeVisible()
  await ana.page.getByRole('button', { name: 'Open the thread' }).click()
  await expect(panel(ana.page).getByText('Or eight?')).toBeVisible()
  await expect(summary).not.toContainText('new')
  await expect(panel(ana.page).getByRole('button', { name: 'Follow no longer' })).toBeVisible()

  // From hit to hit of one thread that is open already: to each of them.
  await ana.page.keyboard.press('Control+F')
  const find = ana.page.getByRole('textbox', { name: 'Search in this room' })
  for (const words of ['eight', 'seven']) {
    await find.fill(words)
    await expect(panel(ana.page).locator('[data-flashed=true]')).toContainText(words)
  }
  await find.press('Escape')

  await panel(ana.page).getByLabel('Also to the room').check()
  await answer(ana.page, 'Seven it is.')
  await expect(messages(ben.page).filter({ hasText: 'Seven it is.' }).first()).toBeVisible()
  await expect(panel(ben.page).getByText('Seven it is.')).toBeVisible()
  await ana.page.keyboard.press('Escape')
  await expect(panel(ana.page)).toBeHidden()
  await expect(composer(ana.page)).toBeFocused()
  await expect(messages(ana.page)).toHaveCount(2)
  await expect(ana.page).not.toHaveTitle(/^\(/)

  // All that she follows stand in one place, and are read at once.
  await answer(ben.page, 'Good.')
  await expect(ana.page).toHaveTitle(/^\(1\) /)
  await ana.page.keyboard.press('Control+k')
  await ana.page.getByRole('button', { name: /^Threads you follow/ }).click()
  const followed = ana.page.getByRole('dialog', { name: 'Threads you follow' })
  await expect(followed.getByRole('listitem')).toHaveText(
    /Ana: Crane is booked for the 4th\..*Harbour rebuild.*4 answers/,
  )
  await followed.getByRole('button', { name: 'Mark all as read' }).click()
  await expect(ana.page).not.toHaveTitle(/^\(/)
  await followed.getByRole('button', { name: /Crane is booked/ }).click()
  await expect(panel(ana.page).getByText('Good.')).toBeVisible()
  await expect(panel(ana.page).getByRole('textbox')).toBeFocused()
})

test('what is pinned stands over the conversation and in the panel, and what was edited says what it said before', async ({
  browser,
}) => {
  const [ana, ben] = await Promise.all([signUp(browser, 'Ana'), signUp(browser, 'Ben')])
  await makeRoom(ana.page, 'Harbour rebuild', [ben.handle])
  await say(ana.page, 'Berth 7 bears 10 t.')
  await openRoom(ben.page, 'Harbour rebuild')
  await expect(messages(ana.page)).toHaveCount(1)
  await composer(ana.page).press('ArrowUp')
  await expect(composer(ana.page)).toHaveValue('Berth 7 bears 10 t.')
  await composer(ana.page).fill('Berth 7 bears 8 t.')
  await composer(ana.page).press('Enter')

  await ben.page.getByRole('button', { name: 'edited' }).click()
  const before = ben.page.getByRole('dialog', { name: 'What it said before' })
  await expect(before.getByRole('listitem')).toHaveText([/Now .*8 t\./, /10 t\./])
  await ben.page.keyboard.press('Escape')

  await messages(ben.page).first().hover()
  await messages(ben.page).first().getByRole('button', { name: 'More' }).click()
  await ben.page.getByRole('menuitem', { name: 'Pin', exact: true }).click()
  const strip = ana.page.getByRole('button', { name: /^Pinned: Ana Berth 7 bears 8 t\./ })
  await expect(strip).toBeVisible()
  await ana.page.getByRole('button', { name: '1 pinned' }).click()
  await expect(ana.page.getByRole('tab', { name: 'Pins 1' })).toHaveAttribute('aria-selected', 'true')
  const pin = ana.page.getByRole('list', { name: 'Pins' }).getByRole('listitem')
  await expect(pin).toContainText('Berth 7 bears 8 t.')
  await pin.getByRole('button', { name: 'Unpin' }).click()
  await expect(strip).toBeHidden()
  await expect(ana.page.getByText('Nothing is pinned')).toBeVisible()
})
