import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { composer, cutNetwork, makeRoom, messages, say, signUp } from './people-in-browsers.ts'
import { axeViolations } from './screens/axe-check.ts'

const box = (page: Page) => page.getByRole('combobox', { name: 'Search messages, rooms and people' })
const hits = (page: Page) => page.getByRole('listbox', { name: 'Hits' }).getByRole('option')

test('words are found in all rooms by keyboard, a hit opens in its room, and Escape leads back to the list', async ({
  browser,
}) => {
  const ana = await signUp(browser, 'Ana')
  const { page } = ana
  await makeRoom(page, 'Piles and pumps')
  await say(page, 'Berth 7 needs twelve new piles.')
  for (const words of ['Low tide this morning.', 'The Straße to the quay is closed.']) await say(page, words)
  await makeRoom(page, 'Quay')
  await say(page, 'Loose fenders, all piles there are fine.')
  await expect(messages(page).last().getByTitle('Sent')).toBeVisible()

  await page.keyboard.press('Control+Shift+F')
  await expect(box(page)).toBeFocused()
  await page.keyboard.type('PILES')
  // The room that is called so first, then what was said, the newest first, with what was looked for marked.
  await expect(hits(page)).toHaveCount(3)
  await expect(hits(page).nth(0)).toContainText('Piles and pumps')
  await expect(hits(page).nth(1)).toContainText('Loose fenders')
  await expect(hits(page).nth(2).locator('mark')).toHaveText('piles')
  await expect(page.getByText('All of it was searched.')).toBeVisible()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    expect(await axeViolations(page)).toEqual([])
  }
  await page.keyboard.press('ArrowDown')
  const context = page.getByRole('region', { name: 'Where it was said' })
  await expect(context.locator('[data-hit=true]')).toContainText('Loose fenders')
  await page.keyboard.press('ArrowDown')
  await expect(hits(page).nth(2)).toHaveAttribute('aria-selected', 'true')
  await expect(context.locator('[data-hit=true]')).toContainText('Berth 7')
  await expect(context).toContainText('Low tide this morning.')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Piles and pumps' })).toBeVisible()
  await expect(messages(page).first()).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(box(page)).toHaveValue('PILES')
  await expect(hits(page).nth(2)).toHaveAttribute('aria-selected', 'true')

  // Narrowed by what is typed, and by a chip; each comes off again.
  await box(page).fill('piles in:quay ')
  await expect(page.getByRole('button', { name: 'Take off “In Quay”' })).toBeVisible()
  await expect(hits(page).filter({ hasText: 'fenders' })).toHaveCount(1)
  await expect(hits(page).filter({ hasText: 'twelve' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Take off “In Quay”' }).click()
  await expect(hits(page).filter({ hasText: 'twelve' })).toHaveCount(1)
  await box(page).fill('strasse')
  await expect(hits(page).filter({ hasText: 'Straße' }).locator('mark')).toHaveText('Straße')
  await box(page).fill('nowhere to be seen')
  await expect(page.getByText('Nothing was found.')).toBeVisible()

  // An answer in a thread stands among the answers, and Enter opens the thread.
  await page.getByRole('navigation', { name: 'Rooms and people' }).locator('[title=Quay]').click()
  await expect(page.getByRole('heading', { level: 1, name: 'Quay' })).toBeVisible()
  await messages(page).last().focus()
  await page.keyboard.press('Tab')
  await messages(page).last().getByRole('button', { name: 'Answer in a thread' }).press('Enter')
  const thread = page.getByRole('complementary', { name: 'Thread' })
  await thread.getByRole('textbox').fill('Oak bollards, then.')
  await thread.getByRole('textbox').press('Enter')
  await expect(messages(page).filter({ hasText: 'Oak bollards' }).getByTitle('Sent')).toBeVisible()
  await page.keyboard.press('Control+Shift+F')
  await box(page).fill('bollards')
  await expect(hits(page)).toHaveCount(1)
  await expect(context).toContainText('In a thread')
  await expect(context).toContainText('Loose fenders')
  await page.keyboard.press('Enter')
  await expect(thread.locator('[data-flashed=true]')).toContainText('Oak bollards')
})

test('Ctrl+F looks through the open room and goes from hit to hit; without a network what is here is searched', async ({
  browser,
}) => {
  const ana = await signUp(browser, 'Ana')
  const { page } = ana
  await makeRoom(page, 'Quay')
  for (const words of ['first crane', 'nothing', 'second crane']) await say(page, words)
  await expect(messages(page)).toHaveCount(3)
  await expect(messages(page).last().getByTitle('Sent')).toBeVisible()
  await page.keyboard.press('Control+F')
  const find = page.getByRole('textbox', { name: 'Search in this room' })
  await expect(find).toBeFocused()
  await find.fill('crane')
  await expect(page.getByText('1 of 2')).toBeVisible()
  const flashed = page.locator('[data-flashed=true]')
  await expect(flashed).toHaveText(/second crane/)
  await expect(find).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('2 of 2')).toBeVisible()
  await expect(flashed).toHaveText(/first crane/)
  await expect(find).toBeFocused()
  await page.keyboard.press('Shift+Enter')
  await expect(page.getByText('1 of 2')).toBeVisible()
  await expect(flashed).toHaveText(/second crane/)
  await page.keyboard.press('Escape')
  await expect(find).toHaveCount(0)
  await expect(composer(page)).toBeFocused()

  await cutNetwork(ana)
  await page.keyboard.press('Control+Shift+F')
  await box(page).fill('crane')
  await expect(hits(page)).toHaveCount(2)
  await expect(page.getByText(/searched what is kept on this device/)).toBeVisible()
})
