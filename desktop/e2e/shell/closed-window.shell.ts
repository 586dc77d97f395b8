import { expect, type Page, test } from '@playwright/test'
import { natterUrl } from '../natter-under-test.ts'
import { endDesktops, startOnServer } from './desktop-person.ts'
import type { StandIn } from './electron-stand-in.ts'

endDesktops()

async function openSignIn(options: Parameters<typeof startOnServer>[0]): Promise<{ shell: StandIn; page: Page }> {
  const shell = await startOnServer(options)
  const page = await shell.page()
  await expect(page.getByRole('button', { name: 'Make an account' })).toBeVisible()
  return { shell, page }
}

test('is sandboxed before anything is shown, and has the bridge and nothing else of the machine', async ({
  browser,
}) => {
  const { shell, page } = await openSignIn({ browser })
  expect(shell.record.sandbox).toEqual([true])
  const seen = await page.evaluate(() => ({
    bridge: Object.entries(Reflect.get(window, 'natterDesktop')).filter(([, value]) => typeof value !== 'function'),
    isFrozen: Object.isFrozen(Reflect.get(window, 'natterDesktop')),
    node: [typeof Reflect.get(window, 'require'), typeof Reflect.get(window, 'process')],
  }))
  // Nobody but the account's own server hears in which languages somebody writes.
  const asked = shell.contents.map(({ session }) => session.asked.setSpellCheckerDictionaryDownloadURL)
  expect(asked).toEqual([new URL('/dictionaries/', natterUrl()).href])
  expect(seen).toEqual({ bridge: [['platform', 'linux']], isFrozen: true, node: ['undefined', 'undefined'] })
})

test('stays in the app, whatever a page does to leave it', async ({ browser }) => {
  const { shell, page } = await openSignIn({ browser })
  const [contents] = shell.contents
  const leave = (url: string) => page.evaluate((to) => location.assign(to), url).catch(() => undefined)
  const away = ['https://evil.example/', 'http://elsewhere.localhost/']
  for (const [index, url] of away.entries()) {
    await leave(url)
    // One that has not begun yet would give way to the next.
    await expect.poll(() => contents?.blocked.length).toBe(index + 1)
  }
  await page.evaluate(() => {
    open('https://example.org/doc')
    open('file:///etc/passwd')
    open('about:blank')
    const link = Object.assign(document.createElement('a'), { href: 'https://example.org/link', target: '_blank' })
    document.body.append(link)
    link.click()
  })
  await expect
    .poll(() => shell.record.outside)
    .toEqual(['https://evil.example/', 'https://example.org/doc', 'https://example.org/link'])
  await expect.poll(() => page.context().pages().length).toBe(1)
  expect(contents?.getURL()).toBe('app://natter/')
})

test('runs no code but its own', async ({ browser }) => {
  const { page } = await openSignIn({ browser })
  const tried = await page.evaluate(async () => {
    // What the inspector runs may make code from text; what a timer runs may not.
    await new Promise((resolve) => setTimeout(resolve))
    const attempts: Record<string, () => unknown> = {
      inline: () =>
        document.head.append(Object.assign(document.createElement('script'), { textContent: 'window.ran = 1' })),
      markup: () => (document.body.innerHTML = '<img src=x onerror="window.ran = 1">'),
      // biome-ignore lint/security/noGlobalEval: it is what must not work
      text: () => globalThis.eval('window.ran = 1'),
      made: () => new Function('window.ran = 1')(),
      timer: () => setTimeout('window.ran = 1' as unknown as () => void),
      foreign: () =>
        document.head.append(Object.assign(document.createElement('script'), { src: 'https://evil.example/x.js' })),
      worker: () => new SharedWorker('/assets/x.js'),
      blob: () => new Worker(URL.createObjectURL(new Blob(['postMessage(1)']))),
      policy: () =>
        Reflect.get(globalThis, 'trustedTypes').createPolicy('mine', { createHTML: (text: string) => text }),
      frame: () =>
        document.body.append(Object.assign(document.createElement('iframe'), { src: 'https://evil.example/' })),
    }
    const refused: string[] = []
    for (const [name, attempt] of Object.entries(attempts)) {
      try {
        attempt()
      } catch {
        refused.push(name)
      }
    }
    const fetched = await fetch('https://evil.example/').then(
      () => 'fetched',
      () => 'refused',
    )
    return {
      refused,
      fetched,
      ran: Reflect.get(window, 'ran') === 1,
      frames: frames.length > 0 && frames[0]?.document?.URL,
    }
  })
  expect(tried).toMatchObject({ fetched: 'refused', ran: false })
  expect(tried.refused).toEqual(['inline', 'markup', 'text', 'made', 'timer', 'foreign', 'worker', 'blob', 'policy'])
})

test('refuses calls that its own page would never make', async ({ browser }) => {
  const { shell, page } = await openSignIn({ browser })
  const refused = await page.evaluate(async () => {
    const bridge = Reflect.get(window, 'natterDesktop') as Record<string, (...values: unknown[]) => Promise<unknown>>
    const calls: [string, ...unknown[]][] = [
      ['setUnread', { unread: -1, forYou: 0 }],
      ['setUnread', { unread: 1, forYou: 0, more: 1 }],
      ['notify', { title: 'x', text: 'y', room: '../..', tag: 't' }],
      ['checkServer', 'chat.example.org'],
      ['addAccount', 'https://evil.example'],
      ['showAccount', '../secrets'],
      ['openExternal', { href: 'https://a.example' }],
    ]
    const answers = await Promise.allSettled(calls.map(([name, ...values]) => bridge[name]?.(...values)))
    return answers.map(({ status }) => status)
  })
  expect(refused).toEqual(Array(7).fill('rejected'))
  expect(shell.notes).toEqual([])
})
