import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { natterUrl } from './natter-under-test.ts'
import { signUp } from './people-in-browsers.ts'

test('the theme follows the system until one is chosen, and the choice is there before the first paint', async ({
  browser,
}) => {
  const context = await browser.newContext({ colorScheme: 'dark' })
  const page = await context.newPage()
  await page.goto(natterUrl())
  const html = page.locator('html')
  await expect(html).toHaveAttribute('data-theme', 'dark')
  await page.emulateMedia({ colorScheme: 'light' })
  await expect(html).toHaveAttribute('data-theme', 'light')
  await context.close()

  const eva = await signUp(browser, 'Eva')
  await eva.page.getByRole('button', { name: 'Settings' }).click()
  await eva.page.getByRole('button', { name: 'Appearance' }).click()
  await eva.page.getByRole('radio', { name: 'Dark' }).click()
  await expect(eva.page.locator('html')).toHaveAttribute('data-theme', 'dark')
  await eva.page.addInitScript(() => {
    document.addEventListener('DOMContentLoaded', () => {
      document.documentElement.dataset.seenFirst = document.documentElement.dataset.theme
    })
  })
  await eva.page.reload()
  await expect(eva.page.locator('html')).toHaveAttribute('data-seen-first', 'dark')
})
