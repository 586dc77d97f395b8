import { expect, test } from '@playwright/test'
import * as fixtures from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

/** The README's pictures: `npm run pictures` takes them anew. What is said in them depends on no font of the machine. */
const { rooms } = fixtures.full
const latin = Object.fromEntries(Object.entries(rooms).filter(([, room]) => /^[\p{ASCII}]*$/u.test(room.name)))
const state = { ...fixtures.full, rooms: latin as typeof rooms }

for (const colorScheme of ['light', 'dark'] as const) {
  test.describe(colorScheme, () => {
    test.use({ colorScheme, viewport: { width: 1280, height: 800 } })
    test('conversation', async ({ page }) => {
      await showFixture(page, state, `#/room/${fixtures.harbour}`)
      await page.getByText('No rush, tomorrow is fine.').hover()
      await expect(page.getByRole('toolbar').first()).toBeVisible()
      await page.screenshot({ path: `docs/pictures/conversation-${colorScheme}.png`, animations: 'disabled' })
    })
  })
}
