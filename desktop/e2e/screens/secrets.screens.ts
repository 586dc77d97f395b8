import { expect, test } from '@playwright/test'
import { moreRecordViews } from './record-views.ts'

test('what is shown once and could not be copied is asked about before it goes', async ({ page }) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))
  })
  await moreRecordViews['a token that is shown once']?.(page)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Copy' }).first().click()
  await expect(dialog.getByRole('status').filter({ hasText: 'Not copied' })).toBeAttached()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog.getByRole('button', { name: 'Close without a copy' })).toBeVisible()
})
