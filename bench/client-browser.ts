import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { createSeed } from '../desktop/engine/wire/device-keys.own.ts'
import { fillPath, playerPath, serveApp } from './app-files.ts'
import { type fillDisk, type KeptAmount, keptRoom } from './kept-fill.ts'
import type { Played } from './played-changes.ts'

/** The built app in Chromium, with a disk that was filled before and nobody to connect to. */
export type AppUnderTest = {
  readonly browser: Browser
  readonly context: BrowserContext
  /** A new window; with it an engine of its own, where no other window is open. Answers when it stands. */
  open(): Promise<{ readonly page: Page; readonly shownAfterMs: number }>
  stop(): Promise<void>
}

declare global {
  interface Window {
    fillDisk?: typeof fillDisk
    enginePort?: MessagePort
    isPlaying?: boolean
    played?: Promise<void>
    startPlaying?: (path: string, all: readonly unknown[], everyMs: number) => void
    shownAfterMs?: number
  }
}

const patientMs = 120_000

export async function openApp(executablePath: string, want: KeptAmount): Promise<AppUnderTest> {
  const served = await serveApp()
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-background-networking', '--disable-quic', '--enable-precise-memory-info'],
  })
  const stop = async () => {
    await browser.close()
    served.stop()
  }
  try {
    const context = await browser.newContext({
      serviceWorkers: 'block',
      locale: 'en-GB',
      timezoneId: 'UTC',
      viewport: { width: 1280, height: 800 },
    })
    context.setDefaultTimeout(patientMs)
    const filling = await context.newPage()
    await filling.goto(`${served.origin}${fillPath}`)
    await filling.waitForFunction(() => window.fillDisk !== undefined)
    await filling.evaluate(({ seed, want }) => window.fillDisk?.({ indexedDB, crypto, seed }, want), {
      seed: [...createSeed()],
      want,
    })
    await filling.close()
    await context.addInitScript(watchPage)
    return {
      browser,
      context,
      async open() {
        const page = await context.newPage()
        page.on('pageerror', (error) => console.log(`  (the page failed: ${error.message})`))
        await page.goto(`${served.origin}/#/room/${keptRoom(0)}`)
        await page.waitForFunction(() => window.shownAfterMs !== undefined)
        return { page, shownAfterMs: await page.evaluate(() => window.shownAfterMs ?? Number.NaN) }
      },
      stop,
    }
  } catch (cause) {
    await stop()
    throw cause
  }
}

/** Runs in every page before its own scripts: notes when the room stands, and lets the bench speak in the engine's place. */
function watchPage(): void {
  const Real = window.SharedWorker
  window.SharedWorker = class extends Real {
    constructor(url: string | URL, options?: string | WorkerOptions) {
      super(url, options)
      window.enginePort = this.port
      this.port.addEventListener('message', (event) => {
        // Of what is played it knows nothing, so what it says of the same rooms would not fit.
        if (window.isPlaying === true && event.isTrusted && event.data.kind === 'changes')
          event.stopImmediatePropagation()
      })
    }
  }
  window.startPlaying = (path, all, everyMs) => {
    const worker = new Worker(path)
    window.isPlaying = true
    window.played = new Promise((done) => {
      worker.onmessage = ({ data }) => {
        if (data === 'played') return done()
        performance.mark('heard')
        window.enginePort?.dispatchEvent(new MessageEvent('message', { data }))
      }
    })
    worker.postMessage({ all, everyMs })
  }
  const look = () => {
    if (document.querySelector('[data-timeline] [data-message]') === null) return requestAnimationFrame(look)
    // A frame later it is painted.
    return requestAnimationFrame(() => {
      setTimeout(() => {
        window.shownAfterMs = performance.now()
      })
    })
  }
  requestAnimationFrame(look)
}

export async function startPlaying(page: Page, all: readonly Played[], everyMs: number): Promise<void> {
  await page.evaluate(({ path, all, everyMs }) => window.startPlaying?.(path, all, everyMs), {
    path: playerPath,
    all,
    everyMs,
  })
}

export async function endOfPlay(page: Page): Promise<void> {
  await page.evaluate(() => window.played)
}

/** Bytes of JavaScript that are in use after a collection, of the page and of the engine's worker. */
export async function heapOf({ browser, context }: Pick<AppUnderTest, 'browser' | 'context'>, page: Page) {
  const session = await context.newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return { page: usedSize, worker: await workerHeap(browser) }
}

/** Playwright knows no SharedWorker, so it is asked through the browser. */
async function workerHeap(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession()
  try {
    const { targetInfos } = await session.send('Target.getTargets')
    const worker = targetInfos.find(({ type }) => type === 'shared_worker')
    if (worker === undefined) return Number.NaN
    const { sessionId } = await session.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false })
    const ask = (id: number, method: string) =>
      new Promise<{ readonly usedSize?: number }>((done) => {
        session.on('Target.receivedMessageFromTarget', ({ message }) => {
          const answer = JSON.parse(message)
          if (answer.id === id) done(answer.result ?? {})
        })
        void session.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
      })
    await ask(1, 'HeapProfiler.collectGarbage')
    return (await ask(2, 'Runtime.getHeapUsage')).usedSize ?? Number.NaN
  } finally {
    await session.detach()
  }
}
