import { createHash } from 'node:crypto'
import { type Browser, expect, type Page } from '@playwright/test'
import { test } from './browser-test.ts'
import { loadKept } from './kept-on-disk.ts'
import { natterUrl } from './natter-under-test.ts'
import { makeRoom, messages, messageWords, openRoom, type Person, say, signUp } from './people-in-browsers.ts'
import { type SeverableProxy, startProxy } from './severable-proxy.ts'

let proxy: SeverableProxy

test.beforeEach(async () => {
  proxy = await startProxy()
})

test.afterEach(async () => {
  await proxy.mend()
  await proxy.cut()
})

test('a page loads without the server: rooms and history are there, and what is written goes out once', async ({
  browser,
}) => {
  test.setTimeout(150_000)
  const [ana, ben] = await Promise.all([signUpBehindProxy(browser, 'Ana'), signUp(browser, 'Ben')])
  await makeRoom(ana.page, 'Pier', [ben.handle])
  await say(ana.page, 'Before the cut')
  await openRoom(ben.page, 'Pier')
  await expect(messages(ben.page)).toHaveCount(1)
  await untilKept(ana.page, 1)
  const kept = async () => JSON.stringify([await loadKept(ana.page, 'events'), await loadKept(ana.page, 'messages')])
  await expect.poll(kept).toContain('Before the cut')

  await proxy.cut()
  await ana.page.reload()
  await openRoom(ana.page, 'Pier')
  await expect(messages(ana.page)).toHaveCount(1)
  await say(ana.page, 'Written without a server')
  await expect(messages(ana.page).last().getByTitle('Waiting to go out')).toBeVisible()
  const second = await ana.context.newPage()
  await second.goto(`${natterUrl()}/any/address?of=the-app`)
  await openRoom(second, 'Pier')
  await expect.poll(() => messageWords(second)).toEqual(['Before the cut', 'Written without a server'])
  await second.close()
  await ana.page.close()
  const again = await ana.context.newPage()
  await again.goto(natterUrl())
  await openRoom(again, 'Pier')
  await expect(messages(again).last().getByTitle('Waiting to go out')).toBeVisible()

  await proxy.mend()
  // The engine knocks by itself, with pauses that grow to half a minute.
  await expect(messages(again).last().getByTitle('Sent')).toBeVisible({ timeout: 60_000 })
  await say(again, 'And one more')
  await expect
    .poll(() => messageWords(ben.page))
    .toEqual(['Before the cut', 'Written without a server', 'And one more'])
})

test('a server that takes connections and says nothing holds no page up', async ({ browser }) => {
  const ana = await signUpBehindProxy(browser, 'Ana')
  await makeRoom(ana.page, 'Pier')
  await untilKept(ana.page, 1)
  const asked = proxy.fallSilent()
  await ana.page.reload()
  await openRoom(ana.page, 'Pier')
  expect(asked).toContain('/')
  // Whoever waited for the page in vain waits for none of its files.
  expect(asked.filter((path) => /choose-theme|engine-main|assets/.test(path))).toEqual([])
})

test('the page of a newer build is taken at once, then kept; of those before only the last stays', async ({
  browser,
}) => {
  // The whole app is kept three times.
  test.setTimeout(120_000)
  const ana = await signUpBehindProxy(browser, 'Ana')
  await untilKept(ana.page, 1)
  const build = await loadBuild(ana.page)
  const kept = await ana.page.evaluate(() => caches.keys())
  for (const name of ['second', 'third']) {
    proxy.answerWith(buildNewer(build, name))
    await ana.page.reload()
    await expect(ana.page.locator('body')).toHaveAttribute('data-build', name)
    await expect.poll(() => ana.page.evaluate(() => caches.keys().then((all) => all.at(-1)))).toContain(name)
    await untilKept(ana.page, 2)
  }
  expect(await ana.page.evaluate(() => caches.keys())).not.toContain(kept[0])
  await proxy.cut()
  await ana.page.reload()
  await expect(ana.page.locator('body')).toHaveAttribute('data-build', 'third')
  await expect(ana.page.getByRole('button', { name: 'New room' })).toBeVisible()
})

test("a captive portal's page is shown as any page, and never kept", async ({ browser }) => {
  const ana = await signUpBehindProxy(browser, 'Ana')
  await untilKept(ana.page, 1)
  // A file of the cache is lost, so that the portal is asked for it.
  await ana.page.evaluate(async () => {
    for (const name of await caches.keys()) await (await caches.open(name)).delete('/mark.svg')
  })
  proxy.answerWith(() => ({ type: 'text/html', body: '<p>Pay for this network' }))
  await ana.page.reload()
  await expect(ana.page.getByText('Pay for this network')).toBeVisible()
  proxy.answerWith(undefined)
  await ana.page.reload()
  await expect(ana.page.getByRole('button', { name: 'New room' })).toBeVisible()
  await expect
    .poll(() => ana.page.evaluate(() => caches.match('/mark.svg').then((found) => found?.text())))
    .toContain('<svg')
  await proxy.cut()
  await ana.page.reload()
  await expect(ana.page.getByRole('button', { name: 'New room' })).toBeVisible()
})

function signUpBehindProxy(browser: Browser, name: string): Promise<Person> {
  return signUp(browser, name, { proxy: { server: proxy.url } })
}

/** Until this many versions are kept whole and the newest is the one that answers. */
async function untilKept(page: Page, versions: number): Promise<void> {
  const look = () =>
    page.evaluate(async () => {
      const { active, installing, waiting } = await navigator.serviceWorker.ready
      return active?.state === 'activated' && !installing && !waiting ? (await caches.keys()).length : 0
    })
  await expect.poll(look).toBe(versions)
}

type Build = { readonly page: string; readonly worker: string }

async function loadBuild(page: Page): Promise<Build> {
  const load = async (path: string) => (await page.request.get(natterUrl() + path)).text()
  return { page: await load('/'), worker: await load('/service-worker.js') }
}

/** As if only the page had changed: its worker states the new page's digest and a version of its own. */
function buildNewer(build: Build, name: string) {
  const digestOf = (text: string) => createHash('sha256').update(text).digest('base64')
  const page = build.page.replace('<body', `<body data-build="${name}"`)
  const worker = build.worker
    .replace(digestOf(build.page), digestOf(page))
    .replace(/"version":"/, `"version":"${name}-`)
  const answers = new Map([
    ['/', { type: 'text/html', body: page }],
    ['/service-worker.js', { type: 'text/javascript', body: worker }],
  ])
  return (path: string) => answers.get(path)
}
