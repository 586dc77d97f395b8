import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { launchIn } from './killable-browser.ts'
import { natterUrl } from './natter-under-test.ts'
import { composer, makeRoom, messages, say, signUp } from './people-in-browsers.ts'

/** A browser that keeps nothing from one moment to the next, and one that lets nothing run for the site. */
const bar = (page: Page) => page.getByRole('status').filter({ hasText: /kept here|keeps? nothing/ })

async function throwStorageAway(page: Page) {
  const session = await page.context().newCDPSession(page)
  await session.send('Storage.clearDataForOrigin', { origin: natterUrl(), storageTypes: 'indexeddb' })
}

test('storage that is thrown away in the middle is told, and what is written goes out', async ({ browser }) => {
  const ana = await signUp(browser, 'Ana')
  const { page } = ana
  await makeRoom(page, 'Bow')
  await say(page, 'before')
  await expect(messages(page)).toHaveCount(1)
  await expect(bar(page)).toHaveCount(0)
  await throwStorageAway(page)
  await composer(page).fill('after')
  await composer(page).press('Enter')
  await expect(messages(page)).toHaveCount(2)
  await expect(bar(page)).toBeVisible()
  await expect(messages(page).last()).toContainText('after')
  await expect(messages(page).last()).not.toContainText(/Sending|Not sent/)
  // What no disk has would go with the page: whoever closes it is asked first.
  await composer(page).pressSequentially('not yet')
  const asked = page.waitForEvent('dialog')
  const closing = page.close({ runBeforeUnload: true })
  const question = await asked
  expect(question.type()).toBe('beforeunload')
  await question.dismiss()
  await closing
  await expect(composer(page)).toHaveValue('not yet')
})

test('where the site may store nothing at all, and share no worker, the page says what to allow', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'natter-refused-'))
  await mkdir(join(folder, 'Default'))
  const settings = { profile: { default_content_setting_values: { cookies: 2 } } }
  await writeFile(join(folder, 'Default', 'Preferences'), JSON.stringify(settings))
  const context = await launchIn(folder)
  try {
    const page = await context.newPage()
    await page.goto(natterUrl())
    await expect(page.getByText('Allow storage for this site')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Load again' })).toBeVisible()
  } finally {
    await context.close()
    await rm(folder, { recursive: true, force: true })
  }
})
