import { join } from 'node:path'
import { expect, type Page, test } from '@playwright/test'
import { readPseudoWords } from './pseudo-words.ts'
import { moreRecordViews } from './record-views.ts'
import { screenViews } from './screen-views.ts'
import { shotFolder } from './show-fixture.ts'
import { settle } from './timeline-steps.ts'

/** Every screen in every guise that somebody may have it in; `-g "forced"` takes the pictures of one. */
const guises = {
  light: { width: 1280, height: 800, colorScheme: 'light' },
  dark: { width: 1280, height: 800, colorScheme: 'dark' },
  rail: { width: 900, height: 700, colorScheme: 'light' },
  phone: { width: 360, height: 740, colorScheme: 'light' },
  'phone at night': { width: 360, height: 740, colorScheme: 'dark' },
  zoomed: { width: 640, height: 400, colorScheme: 'light' },
  forced: { width: 1280, height: 800, colorScheme: 'dark', forcedColors: 'active' },
  mirrored: { width: 1280, height: 800, colorScheme: 'light' },
  german: { width: 1280, height: 800, colorScheme: 'light' },
  pseudo: { width: 1280, height: 800, colorScheme: 'light' },
} as const

for (const [guise, { width, height, ...media }] of Object.entries(guises)) {
  test.describe(guise, () => {
    test.use({ viewport: { width, height } })
    for (const [view, open] of Object.entries({ ...screenViews, ...moreRecordViews })) {
      test(view, async ({ page }) => {
        // What is reached by a button that this guise does not have is left out.
        test.setTimeout(12_000)
        await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
        // Served in place of German: the app itself knows nothing of it.
        if (guise === 'pseudo')
          await page.route(/\/assets\/de-.*\.js$/, async (route) =>
            route.fulfill({
              contentType: 'text/javascript',
              body: `export default ${JSON.stringify(await readPseudoWords())}`,
            }),
          )
        await open(page)
        if (guise === 'german' || guise === 'pseudo') await speakGerman(page)
        if (guise === 'mirrored') await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
        await settle(page)
        await page.screenshot({ path: join(shotFolder, `${guise} ${view}.png`.replaceAll(/[ ,]+/g, '-')) })
      })
    }
  })
}

/** As when it is chosen in another window: every view is led to by its English names. */
async function speakGerman(page: Page) {
  await page.evaluate(() => {
    localStorage.setItem('natter.language', 'de')
    dispatchEvent(new StorageEvent('storage', { key: 'natter.language' }))
  })
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
}
