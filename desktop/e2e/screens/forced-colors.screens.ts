import { expect, test } from '@playwright/test'
import { screenViews } from './screen-views.ts'
import { settle } from './timeline-steps.ts'

test.use({ viewport: { width: 1280, height: 800 } })

const views = [
  'conversation',
  'panel',
  'switcher',
  'settings, Appearance',
  'an emoji to choose',
  'people to mention',
] as const

for (const view of views) {
  test(`without colours of our own, what is chosen still shows: ${view}`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    await screenViews[view]?.(page)
    await settle(page)
    const chosen = await page.evaluate(() =>
      [...document.querySelectorAll('[aria-pressed=true], [aria-current=page], [aria-selected=true], [data-checked]')]
        .filter((element) => element.getClientRects().length > 0)
        .map((element) => {
          const { outlineStyle, outlineWidth, borderWidth } = getComputedStyle(element)
          const edgePx = Math.max(
            outlineStyle === 'none' ? 0 : Number.parseFloat(outlineWidth),
            Number.parseFloat(borderWidth),
          )
          return { what: element.outerHTML.slice(0, 80), edgePx }
        }),
    )
    expect(chosen.length).toBeGreaterThan(0)
    expect(chosen.filter(({ edgePx }) => edgePx < 2)).toEqual([])
  })
}
