import { expect, type Page, test } from '@playwright/test'
import { harbour, message } from './fixture-state.ts'
import { recordViews } from './record-views.ts'
import { shotFolder, showFixture } from './show-fixture.ts'
import { threaded } from './thread-views.ts'
import { settle } from './timeline-steps.ts'

const atHarbour = `#/room/${harbour}`
const survey = message(2, 'ana', 0, '').message.id
const line = (page: Page) => page.getByRole('status').filter({ hasText: 'Saved. It is in your saved messages.' })

test.use({ reducedMotion: 'reduce' })

/** Says that something is done, and keeps it there, however long this machine takes: whoever points at it does. */
async function save(page: Page) {
  await page.locator(`article[data-message="${survey}"]`).focus()
  await page.keyboard.press('Control+Shift+S')
  await line(page).getByText('Saved.').dispatchEvent('pointerover')
}

/** What one presses and would press the line instead; messages and rooms aside, which scroll under it. */
async function covered(page: Page, said = line(page)): Promise<readonly string[]> {
  await settle(page)
  return said.evaluate((status) => {
    const box = status.getBoundingClientRect()
    const pressed = [...document.querySelectorAll('button, a[href], input, textarea, [role=option], [role=tab]')]
    return pressed.flatMap((each) => {
      if (status.contains(each) || each.closest('[role=listitem], [data-room]') !== null) return []
      const { left, right, top, bottom } = each.getBoundingClientRect()
      const [from, to] = [Math.max(left, box.left), Math.min(right, box.right)]
      const [upper, lower] = [Math.max(top, box.top), Math.min(bottom, box.bottom)]
      if (from >= to || upper >= lower) return []
      const isUnder = status.contains(document.elementFromPoint((from + to) / 2, (upper + lower) / 2))
      return isUnder ? [each.getAttribute('aria-label') ?? each.textContent ?? ''] : []
    })
  })
}

for (const [name, width, height, dir] of [
  ['desk', 1280, 800, 'ltr'],
  ['mirrored desk', 1280, 800, 'rtl'],
  ['rail', 800, 600, 'ltr'],
  ['phone', 390, 844, 'ltr'],
  ['mirrored phone', 390, 844, 'rtl'],
] as const) {
  test.describe(name, () => {
    test.use({ viewport: { width, height } })
    test('what was just done is said over the box that one writes in, and covers nothing that one presses', async ({
      page,
    }) => {
      await showFixture(page, threaded, atHarbour)
      await page.evaluate((to) => document.documentElement.setAttribute('dir', to), dir)
      const box = page.getByRole('textbox', { name: /^Message/ })
      await save(page)
      expect(await covered(page)).toEqual([])
      await page.screenshot({ path: `${shotFolder}/last-done-${name}.png` })
      await box.fill('Good, @')
      await expect(page.getByRole('listbox')).toBeVisible()
      expect(await covered(page), 'whom one may name').toEqual([])
      await box.fill('')
      await page.getByRole('list', { name: 'Messages' }).evaluate((list) => list.scrollTo(0, 0))
      await expect(page.getByRole('button', { name: 'To the newest' })).toBeVisible()
      expect(await covered(page), 'the way to the end').toEqual([])
      await page.getByRole('button', { name: /^4 answers/ }).click()
      await expect(page.getByRole('textbox', { name: 'Answer in the thread' })).toBeVisible()
      expect(await covered(page), 'with a thread beside it').toEqual([])
    })
  })
}

test('in the list of a phone it stands over what one is oneself, and the way to the settings', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await showFixture(page, threaded, atHarbour)
  await save(page)
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await expect(page.getByRole('button', { name: 'Settings' })).toBeVisible()
  expect(await covered(page)).toEqual([])
})

test('whoever decides one report after the other has the bar of the next one free', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await recordViews['a report to decide']?.(page)
  await page.keyboard.press('Control+Enter')
  const decided = page.getByRole('status').filter({ hasText: 'Decided.' })
  await decided.getByText('is told').dispatchEvent('pointerover')
  await expect(page.getByRole('heading', { name: 'Ben Okafor in Lunch' })).toBeVisible()
  await expect(page.getByLabel('Note')).toHaveValue('')
  expect(await covered(page, decided)).toEqual([])
  await page.screenshot({ path: `${shotFolder}/last-done-reports.png` })
})
