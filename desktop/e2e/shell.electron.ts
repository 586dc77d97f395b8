import { join } from 'node:path'
import { _electron, type ElectronApplication, expect, test } from '@playwright/test'

/** One window, hardened, showing the app over app://. No server runs: what stands is the shell. */
const repoFolder = join(import.meta.dirname, '..', '..')
let shell: ElectronApplication

test.beforeAll(async () => {
  const executablePath = process.env.NATTER_ELECTRON
  if (executablePath === undefined) throw new Error('NATTER_ELECTRON names no binary; npm run test:electron does.')
  shell = await _electron.launch({
    executablePath,
    args: [join(repoFolder, 'build', 'shell', 'main.js'), '--no-sandbox'],
    env: { ...process.env, NATTER_SERVER_URL: 'http://127.0.0.1:9' },
  })
})

test.afterAll(() => shell.close())

test('the window shows the app from its own scheme', async () => {
  const page = await shell.firstWindow()
  await page.waitForLoadState()
  expect(page.url()).toBe('app://natter/')
  await expect(page.locator('#root > *')).not.toHaveCount(0)
})

test('the page has the bridge and nothing else of the machine', async () => {
  const page = await shell.firstWindow()
  const seen = await page.evaluate(() => ({
    bridge: Object.keys(Reflect.get(window, 'natterDesktop') ?? {}).sort(),
    node: [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')],
  }))
  expect(seen.bridge).toContain('openExternal')
  expect(seen.node).toEqual(['undefined', 'undefined'])
})

test('the page cannot leave the app', async () => {
  const page = await shell.firstWindow()
  await page.evaluate(() => {
    location.href = 'https://example.org/'
  })
  await expect.poll(() => page.url()).toBe('app://natter/')
})

test('the page may run no code but its own', async () => {
  const page = await shell.firstWindow()
  const ran = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'window.intruded = true'
    document.head.append(script)
    return Reflect.get(window, 'intruded') === true
  })
  expect(ran).toBe(false)
})
