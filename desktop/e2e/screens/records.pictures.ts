import { join } from 'node:path'
import { test } from '@playwright/test'
import { recordViews } from './record-views.ts'
import { shotFolder } from './show-fixture.ts'

const guises = {
  light: { width: 1280, height: 800, colorScheme: 'light' },
  dark: { width: 1280, height: 800, colorScheme: 'dark' },
  phone: { width: 360, height: 740, colorScheme: 'light' },
} as const
for (const [guise, { width, height, colorScheme }] of Object.entries(guises)) {
  test.describe(guise, () => {
    test.use({ viewport: { width, height }, colorScheme })
    for (const [view, open] of Object.entries(recordViews)) {
      test(view, async ({ page }) => {
        test.setTimeout(20_000)
        await open(page)
        await page.waitForTimeout(400)
        await page.screenshot({ path: join(shotFolder, `${guise} ${view}.png`.replaceAll(/[ ,]+/g, '-')) })
      })
    }
  })
}
