import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test'
import { endChild } from '../../test-kit/child-process.ts'
import { test } from './browser-test.ts'
import { composer, fillSignUp, makeRoom, messages, openRoom } from './people-in-browsers.ts'

const repoRoot = fileURLToPath(new URL('../..', import.meta.url))
const main = join(repoRoot, 'build', 'server', 'rigs', 'previewing-server-main.js')
const address = 'http://moved.example/tides'

/** The server whose outside is a web of the test, as a child; its guard is the product's. */
async function startPreviewing() {
  if (!existsSync(main)) throw new Error('the rigs are not built: npm run build rigs')
  const child = spawn(process.execPath, [main], { cwd: repoRoot, stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })
  const next = (known: RegExp) =>
    new Promise<string>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)))
      lines.on('line', (line) => {
        const [, found] = known.exec(line) ?? []
        if (found !== undefined) resolve(found)
      })
    })
  const url = await next(/^ready at (\S+)/)
  return {
    url,
    /** What the server asked of the web outside, in order. */
    async asked(): Promise<string[]> {
      const told = next(/^asked (.*)/)
      child.stdin.write('?\n')
      return JSON.parse(await told)
    },
    stop: () => end(child),
  }
}

async function end(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.stdin?.end()
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 10_000))])
  await endChild(child, 'SIGKILL')
}

/** Takes whatever a browser asks of other machines, and answers none of it; what is on this machine goes by it. */
async function startWatch() {
  const elsewhere: string[] = []
  const server = createServer((request, reply) => {
    elsewhere.push(request.url ?? '')
    reply.writeHead(502).end()
  })
  server.on('connect', ({ url = '' }, socket) => {
    // Chromium's own, of every field that is filled in on any page, and what else it tells its maker.
    if (!/\.(google|googleapis|gstatic|gvt1)\.com:443$/.test(url)) elsewhere.push(url)
    socket.destroy()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  return { elsewhere, proxy: { server: `http://127.0.0.1:${port}`, bypass: '127.0.0.1' }, stop: () => server.close() }
}

async function enter(browser: Browser, options: BrowserContextOptions, url: string, name: string) {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  await page.goto(url)
  await fillSignUp(page, name, name.toLowerCase())
  return { context, page }
}

const card = (page: Page) => page.getByRole('link', { name: /^moved\.example Tide table, quay 7/ })

test('an address that is typed is a card with title, words and picture, goes along, and whoever reads it asks no other host', async ({
  browser,
}) => {
  // It starts a server of its own.
  test.setTimeout(180_000)
  const [previewing, watch] = await Promise.all([startPreviewing(), startWatch()])
  try {
    const { proxy } = watch
    const ana = await enter(browser, { proxy }, previewing.url, 'Ana')
    const ben = await enter(browser, { proxy }, previewing.url, 'Ben')
    await makeRoom(ana.page, 'Quay', ['ben'])
    await openRoom(ben.page, 'Quay')

    await composer(ana.page).fill(`The tides: ${address}`)
    const waiting = card(ana.page)
    await expect(waiting).toContainText('High and low water.')
    await expect(waiting.locator('img')).toHaveJSProperty('naturalWidth', 800)
    // Over the redirects of the page and of its picture, in the clear and sealed.
    const asked = [
      'http://moved.example/tides',
      'https://harbour.example/tides',
      'http://www.harbour.example/pile.jpg',
      'https://harbour.example/pile.jpg',
    ]
    expect(await previewing.asked()).toEqual(asked)
    await composer(ana.page).press('Enter')
    await expect(messages(ana.page)).toHaveCount(1)
    await expect(ana.page.getByRole('button', { name: 'Leave the preview out' })).toHaveCount(0)

    const read = messages(ben.page)
      .first()
      .getByRole('link', { name: /^moved\.example Tide table, quay 7/ })
    await expect(read).toContainText('High and low water.')
    await expect(read.locator('img')).toHaveJSProperty('naturalWidth', 800)
    expect(await previewing.asked(), 'nobody who reads it has it fetched once more').toEqual(asked)

    // Taken away, it stays away and does not go along.
    await composer(ana.page).fill(`And again: ${address}`)
    await ana.page.getByRole('button', { name: 'Leave the preview out' }).click()
    await composer(ana.page).press('End')
    await composer(ana.page).pressSequentially(' today')
    await composer(ana.page).press('Enter')
    await expect(messages(ben.page)).toHaveCount(2)
    await expect(messages(ben.page).last()).toContainText('today')
    await expect(
      messages(ben.page)
        .last()
        .getByRole('link', { name: /Tide table/ }),
    ).toHaveCount(0)

    // Turned off, the server is not even asked.
    await ana.page.getByRole('button', { name: 'Settings' }).click()
    await ana.page.getByRole('button', { name: 'Privacy', exact: true }).click()
    const off = ana.page.getByRole('radiogroup', { name: 'Previews of links' }).getByRole('radio', { name: 'Off' })
    await off.click()
    await expect(off).toBeChecked()
    await ana.page.keyboard.press('Escape')
    await composer(ana.page).fill(`Once more: ${address}?off`)
    // Longer than an address is waited for.
    await ana.page.evaluate(() => new Promise((later) => setTimeout(later, 1_000)))
    await composer(ana.page).press('Enter')
    await expect(messages(ben.page)).toHaveCount(3)
    await expect(messages(ben.page).last()).toContainText('Once more')
    expect(await previewing.asked()).toEqual(asked)

    // Whatever they asked of other machines, in workers too, would have come by the watch.
    expect(watch.elsewhere).toEqual([])
    await (await ben.context.newPage()).goto(address).catch(() => undefined)
    expect(watch.elsewhere).toContain(address)
    await ana.context.close()
    await ben.context.close()
  } finally {
    await previewing.stop()
    watch.stop()
  }
})
