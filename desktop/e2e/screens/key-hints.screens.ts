import { expect, type Page, test } from '@playwright/test'
import { full, harbour } from './fixture-state.ts'
import { sending, servePictures } from './media-fixture.ts'
import { shotFolder, showFixture } from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`

test.use({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })

async function openViewer(page: Page) {
  const { release } = await servePictures(page)
  release()
  await showFixture(page, sending, atHarbour)
  await page.getByRole('button', { name: /(Open picture|Bild öffnen): Pile 7, low tide/ }).press('Enter')
  await expect(page.getByRole('dialog').getByText(/^1 (of|von) 12$/)).toBeVisible()
}

/** Of the keys that the open dialog tells of: how many are seen whole, not at all, and in part; and in how many lines. */
function seenKeys(page: Page) {
  return page
    .getByRole('dialog')
    .locator('kbd')
    .evaluateAll((keys) => {
      const hits = (x: number, y: number, key: Element) => key.contains(document.elementFromPoint(x, y))
      const seen = keys.map((key) => {
        const { left, right, top, bottom } = key.getBoundingClientRect()
        if (right === left) return { top, corners: 0 }
        const corners = [hits(left + 2, top + 3, key), hits(right - 2, bottom - 3, key)]
        return { top: Math.round(top), corners: corners.filter(Boolean).length }
      })
      const whole = seen.filter(({ corners }) => corners === 2)
      return {
        whole: whole.length,
        parts: seen.filter(({ corners }) => corners === 1).length,
        lines: new Set(whole.map(({ top }) => top)).size,
      }
    })
}

for (const locale of ['en-GB', 'de-DE']) {
  test.describe(locale, () => {
    test.use({ locale })
    test('beside many pictures the keys of the viewer stand in one line, and where they have no room not at all', async ({
      page,
    }) => {
      await openViewer(page)
      expect(await seenKeys(page)).toEqual({ whole: 7, parts: 0, lines: 1 })
      await page.screenshot({ path: `${shotFolder}/key-hints-${locale}.png` })
      for (const width of [1100, 920, 800, 390]) {
        await page.setViewportSize({ width, height: 800 })
        const { whole, parts, lines } = await seenKeys(page)
        expect([width, whole % 7, parts, lines < 2]).toEqual([width, 0, 0, true])
        await expect(page.getByRole('dialog').getByText(/^1 (of|von) 12$/)).toBeVisible()
      }
    })
  })
}

test.describe('where there are fingers and no keys', () => {
  test.use({ hasTouch: true, isMobile: true })
  test('no keys are told of', async ({ page }) => {
    await openViewer(page)
    await expect(page.getByRole('dialog').getByText('close', { exact: true })).toBeHidden()
    expect(await seenKeys(page)).toEqual({ whole: 0, parts: 0, lines: 0 })
    await page.keyboard.press('Escape')
    await showFixture(page, full, atHarbour)
    await page.getByRole('button', { name: 'Find or go to' }).click()
    await expect(page.getByRole('dialog').getByRole('option').first()).toBeVisible()
    await expect(page.getByRole('dialog').locator('footer')).toBeHidden()
  })
})
