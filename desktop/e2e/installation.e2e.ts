import { expect } from '@playwright/test'
import { test } from './browser-test.ts'
import { natterUrl } from './natter-under-test.ts'

test('a browser may install the app, and takes its icons and its colours', async ({ page }) => {
  await page.goto(natterUrl())
  await expect(page.getByRole('button', { name: 'Make an account' })).toBeVisible()
  await page.evaluate(() => navigator.serviceWorker.ready)
  const inspector = await page.context().newCDPSession(page)
  const { errors, data = '' } = await inspector.send('Page.getAppManifest')
  expect(errors).toEqual([])
  // An incognito window, which every test has, is the one thing that stands in the way.
  const { installabilityErrors } = await inspector.send('Page.getInstallabilityErrors')
  expect(installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')).toEqual([])

  const manifest = JSON.parse(data) as { icons: { src: string; sizes: string; purpose: string }[] }
  expect(manifest).toMatchObject({ id: '/', start_url: '/', display: 'standalone' })
  expect(new Set(manifest.icons.map(({ purpose }) => purpose))).toEqual(new Set(['any', 'maskable']))
  for (const { src, sizes } of [...manifest.icons, { src: '/icons/apple-touch.png', sizes: '180x180' }]) {
    const size = await page.evaluate(async (path) => {
      const { width, height } = await createImageBitmap(await (await fetch(path)).blob())
      return `${width}x${height}`
    }, src)
    expect(size).toBe(sizes)
  }
  const served = await page.request.get(`${natterUrl()}/app.webmanifest`)
  expect(served.headers()).toMatchObject({
    'content-type': expect.stringContaining('application/manifest+json'),
    'cache-control': 'no-cache',
    'x-content-type-options': 'nosniff',
  })

  const grounds: string[] = []
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', colorScheme)
    const colours = () =>
      page.evaluate(() => ({
        bar: document.querySelector('meta[name=theme-color]')?.getAttribute('content'),
        ground: getComputedStyle(document.documentElement).getPropertyValue('--bg').trim(),
      }))
    // Both follow a moment later, not in the same one.
    await expect
      .poll(async () => new Set([...Object.values(await colours()), ...grounds]).size)
      .toBe(grounds.length + 1)
    grounds.push((await colours()).ground)
  }
})
