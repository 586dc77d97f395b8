import { type Page, expect as plainExpect, test } from '@playwright/test'
import { full, harbour, running } from './fixture-state.ts'
import { showFixture } from './show-fixture.ts'

test.use({ viewport: { width: 1280, height: 800 } })
// A machine that has much else to do takes its time, and nothing is wrong then.
const expect = plainExpect.configure({ timeout: 30_000 })

const newer = 'Harbour Studio runs a newer version of Natter than this app.'
const bar = (page: Page, words: string) => page.getByRole('status').filter({ hasText: words })

test('a server of another time is told of: the page loads the new one, or that is dismissed for these two versions', async ({
  page,
}) => {
  await showFixture(page, running('9.1.0'), `#/room/${harbour}`)
  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Load again' }).click()
  await loaded
  await expect(bar(page, newer)).toBeVisible()
  await page.getByRole('button', { name: 'Dismiss' }).click()
  await expect(bar(page, newer)).toHaveCount(0)
  await page.reload()
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeVisible()
  await expect(bar(page, newer)).toHaveCount(0)
})

test('an older server is named as one, and one that fits is not told of', async ({ page }) => {
  await showFixture(page, running('0.0.9'), `#/room/${harbour}`)
  await expect(bar(page, 'Harbour Studio runs an older version of Natter than this app.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Load again' })).toHaveCount(0)
  await showFixture(page, full, `#/room/${harbour}`)
  await expect(page.getByRole('textbox', { name: /^Message/ })).toBeVisible()
  await expect(page.getByText('version of Natter')).toHaveCount(0)
})
