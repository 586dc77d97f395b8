import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { killBrowser, launchIn } from './killable-browser.ts'
import { natterUrl } from './natter-under-test.ts'
import { signUpOn } from './people-in-browsers.ts'
import { startProxy } from './severable-proxy.ts'

test('a browser that is killed within milliseconds of a refresh is signed in when it comes back, again and again', async () => {
  test.setTimeout(120_000)
  const folder = await mkdtemp(join(tmpdir(), 'natter-killed-'))
  const proxy = await startProxy()
  const launch = () => launchIn(folder, { proxy: { server: proxy.url } })
  try {
    const first = await launch()
    await signUpOn(first.pages()[0] ?? (await first.newPage()), 'Ana')
    // Closed as people close it: its cookies are on its disk.
    await first.close()
    for (const laterMs of [0, 5, 50]) {
      const context = await launch()
      const answered = proxy.untilAnswered('/api/v1/auth/refresh')
      const page = context.pages()[0] ?? (await context.newPage())
      void page.goto(natterUrl()).catch(() => {})
      await answered
      await new Promise((done) => setTimeout(done, laterMs))
      await killBrowser(folder, context)
    }
    const last = await launch()
    const page = last.pages()[0] ?? (await last.newPage())
    const answered = proxy.untilAnswered('/api/v1/auth/refresh')
    await page.goto(natterUrl())
    expect(await answered).toBe(200)
    await expect(page.getByRole('button', { name: 'New room' })).toBeVisible()
    await expect(page.getByLabel('Handle or e-mail')).toHaveCount(0)
    await last.close()
  } finally {
    await proxy.mend()
    await proxy.cut()
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
