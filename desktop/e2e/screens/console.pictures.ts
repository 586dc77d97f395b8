import { join } from 'node:path'
import { test } from '@playwright/test'
import { consoleDialogs, consoleViews } from './console-views.ts'
import { shotFolder } from './show-fixture.ts'

const sizes = { desk: [1280, 800], phone: [360, 780] } as const

for (const colorScheme of ['light', 'dark'] as const) {
  for (const [size, [width, height]] of Object.entries(sizes)) {
    test.describe(`${colorScheme}, ${size}`, () => {
      test.use({ colorScheme, viewport: { width, height } })
      for (const [name, open] of Object.entries({ ...consoleViews, ...consoleDialogs })) {
        test(name, async ({ page }) => {
          await open(page)
          const file = `${name.replace(/\W+/g, '-')}-${colorScheme}-${size}.png`
          await page.screenshot({ path: join(shotFolder, file) })
        })
      }
    })
  }
}
