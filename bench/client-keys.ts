import type { Page } from 'playwright'
import { type AppUnderTest, endOfPlay, startPlaying } from './client-browser.ts'
import { buildSpread, sayMs, saySpread } from './figures.ts'
import type { KeptAmount } from './kept-fill.ts'
import { traceMainThread, workBetween } from './main-thread-trace.ts'
import { bytesOf, playMessages, playTyping } from './played-changes.ts'

type Line = readonly [what: string, figure: string, aim: string]
const keys = 100
const keyEveryMs = 110
const arriveEveryMs = 20
const signs = 200
const signEveryMs = 40

/** From the key to the frame that has its letter: the page's own work, while messages arrive fifty a second. */
export async function measureKeys(app: AppUnderTest, want: KeptAmount): Promise<readonly Line[]> {
  const { page } = await app.open()
  const quiet = await pressKeys(app, page)
  const messages = playMessages(want, Math.ceil((keys * keyEveryMs * 3) / arriveEveryMs))
  await startPlaying(page, messages, arriveEveryMs)
  const busy = await pressKeys(app, page)
  await page.close()
  return [
    ['key to glyph, at rest, of a core', saySpread(quiet.cpu), '≤ 16 ms'],
    ['key to glyph, 50 messages a second, of a core', saySpread(busy.cpu), '≤ 16 ms'],
    ['one message that arrives, of the page’s core', `${sayMs((busy.spentMs - quiet.spentMs) / busy.heard)} ms`, '-'],
    ['key to glyph then, by the clock, frame awaited', saySpread(busy.clock), '-'],
  ]
}

async function pressKeys(app: AppUnderTest, page: Page) {
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('[data-composer]')?.focus()
    // Once a page: what listens stays.
    if (document.documentElement.dataset.bench !== undefined) return
    document.documentElement.dataset.bench = ''
    addEventListener('keydown', () => performance.mark('key'), { capture: true })
    addEventListener('input', () => {
      requestAnimationFrame(() => {
        // The first task after the frame.
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = () => performance.mark('glyph')
        port2.postMessage(null)
      })
    })
  })
  const trace = await traceMainThread(app.browser, page, async () => {
    for (let key = 0; key < keys; key++) {
      await page.keyboard.press(key % 7 === 6 ? 'Space' : 'a')
      await page.waitForTimeout(keyEveryMs)
    }
  })
  const pressed = trace.marks.flatMap(({ name, at }, index) => {
    const glyph = name === 'key' ? trace.marks.slice(index).find((mark) => mark.name === 'glyph') : undefined
    return glyph === undefined ? [] : [{ from: at, to: glyph.at }]
  })
  if (pressed.length < keys / 2) throw new Error(`only ${pressed.length} of ${keys} keys were seen`)
  return {
    spentMs: trace.tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0),
    heard: trace.marks.filter(({ name }) => name === 'heard').length,
    cpu: buildSpread(pressed.map(({ from, to }) => workBetween(trace, from, to).cpuMs)),
    clock: buildSpread(pressed.map(({ from, to }) => to - from)),
  }
}

/** What one sign that somebody types weighs on its way to a window, and what it costs there. */
export async function measureTyping(app: AppUnderTest, rooms: number): Promise<readonly Line[]> {
  const { page } = await app.open()
  const played = playTyping(rooms, signs)
  const spent = async (job: () => Promise<unknown>) => {
    const { tasks } = await traceMainThread(app.browser, page, job)
    return tasks.reduce((sum, { cpuMs }) => sum + cpuMs, 0)
  }
  const idle = await spent(() => page.waitForTimeout(signs * signEveryMs))
  const busy = await spent(async () => {
    await startPlaying(page, played, signEveryMs)
    await endOfPlay(page)
  })
  await page.close()
  const bytes = Math.max(...played.map(bytesOf))
  return [
    ['one typing sign, from engine to window', `${bytes} bytes`, '≤ 1 kB'],
    ['one typing sign, of the page’s core', `${sayMs(Math.max(0, busy - idle) / signs)} ms`, '≤ 1 ms'],
  ]
}
