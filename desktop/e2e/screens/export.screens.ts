import { readFile } from 'node:fs/promises'
import { expect, test } from '@playwright/test'
import { exportViews, openExport } from './export-views.ts'
import * as fixtures from './fixture-state.ts'
import { patchFixture, prepareFile, prepareRefusal, watchCommands } from './show-fixture.ts'

const { full, harbour } = fixtures

test.use({ viewport: { width: 1280, height: 800 }, reducedMotion: 'reduce' })

test('a room is exported by keys alone: the form, without files, of some days, and is a file here', async ({
  page,
}) => {
  await openExport(page, full)
  const dialog = page.getByRole('dialog', { name: 'Export “Harbour rebuild”' })
  await expect(dialog).toContainText('214 files, 1.8 GB')
  const asked = await watchCommands(page, 'export-room')
  await dialog.getByRole('radio', { name: 'Web pages' }).focus()
  await page.keyboard.press('ArrowRight')
  await expect(dialog).toContainText('One text, for notes and wikis.')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  await expect(dialog.getByRole('switch', { name: 'With files' })).not.toBeChecked()
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await dialog.getByLabel('From').fill('2026-09-02')
  await dialog.getByLabel('Until').fill('2026-09-01')
  await expect(dialog.getByRole('alert')).toHaveText('The last day lies before the first.')
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeDisabled()
  await dialog.getByLabel('Until').fill('2026-09-02')
  await prepareFile(page, 'export-room', 'PK a room')
  const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')])
  expect(download.suggestedFilename()).toMatch(/^Harbour rebuild \d{4}-\d\d-\d\d markdown\.zip$/)
  expect(await readFile(await download.path(), 'utf8')).toBe('PK a room')
  await expect(page.getByRole('status').getByText('The export is there: 9 byte.')).toBeVisible()
  await expect(dialog).toHaveCount(0)
  await expect.poll(asked).toHaveLength(1)
  const [wish] = await asked()
  const { after = 0, before = 0 } = wish as { readonly after?: number; readonly before?: number }
  expect(wish).toMatchObject({ room: harbour, format: 'markdown', withFiles: false, language: 'en' })
  expect(before - after).toBe(86_400_000)
})

test('how much has come is told and can be stopped; it goes on where the dialog is closed', async ({ page }) => {
  await openExport(page, full)
  const dialog = page.getByRole('dialog')
  const stopped = await watchCommands(page, 'stop-export')
  await patchFixture(page, { notes: { export: { kind: 'export', bytes: 18_400_000, room: harbour } } })
  await expect(dialog.getByText('18.4 MB of about 1.8 GB')).toBeVisible()
  await expect(dialog.getByRole('progressbar', { name: 'Export' })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
  await page.getByRole('button', { name: 'Export', exact: true }).click()
  await dialog.getByRole('button', { name: 'Stop' }).click()
  await expect.poll(stopped).toHaveLength(1)
  await patchFixture(page, { notes: { export: null } })
  await expect(dialog.getByRole('button', { name: 'Export', exact: true })).toBeEnabled()
  // Of something else: one at a time.
  await patchFixture(page, { notes: { export: { kind: 'export', bytes: 5 } } })
  await expect(dialog.getByRole('alert')).toHaveText('Another copy is under way. Wait for it, or stop it first.')
})

test('what kept it from coming is said, with what one can do', async ({ page }) => {
  await openExport(page, full)
  const dialog = page.getByRole('dialog')
  const begin = dialog.getByRole('button', { name: 'Export', exact: true })
  for (const [error, words] of [
    [{ code: 'network-unreachable' }, 'without files, or of fewer days, it is smaller'],
    [{ code: 'rate-limited', retryAfterMs: 600_000 }, 'Try again in 10 minutes.'],
  ] as const) {
    await prepareRefusal(page, 'export-room', error)
    await begin.click()
    await expect(dialog.getByRole('alert')).toContainText(words)
  }
  await exportViews['an export without the server']?.(page)
  await expect(dialog.getByRole('alert')).toContainText('Exporting needs the server')
  await expect(begin).toBeDisabled()
})
