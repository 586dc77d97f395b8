import { expect, test } from '@playwright/test'
import { full, harbour } from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

const atHarbour = `#/room/${harbour}`

test.use({ viewport: { width: 1280, height: 800 } })

test('whichever room is opened while the panel is, there is one conversation and one panel', async ({ page }) => {
  await showFixture(page, full, atHarbour)
  await page.getByRole('button', { name: 'About this room' }).click()
  const list = page.getByRole('navigation', { name: 'Rooms and people' })
  for (const name of ['Weekend sailing', 'Harbour rebuild', 'Build status']) {
    await list.getByRole('button', { name }).click()
    await expect(page.getByRole('complementary').getByRole('heading', { level: 3, name })).toBeVisible()
    await expect(page.getByRole('main')).toHaveCount(1)
    await expect(page.getByRole('complementary')).toHaveCount(1)
  }
})
