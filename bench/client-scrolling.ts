import type { Page } from 'playwright'
import { type AppUnderTest, heapOf } from './client-browser.ts'
import { sayCount, sayMs } from './figures.ts'
import { traceMainThread } from './main-thread-trace.ts'

type Line = readonly [what: string, figure: string, aim: string]
/** Two thirds of a screen a frame: as fast as somebody who looks for something. */
const stepPx = 500
/** No page takes so long, on whatever machine: then none comes any more, and that is to be said. */
const stuckMs = 60_000
/** So many at a time: what is traced lies in memory until it is read. */
const tracedRows = 2_000

/** Up through a room's messages as fast as pages come from the disk. */
export async function measureScrolling(app: AppUnderTest, rows: number): Promise<readonly Line[]> {
  const { page } = await app.open()
  const before = await heapOf(app, page)
  const seen = { frames: 0, over50: 0, over100: 0, ms: 0, longestMs: 0, busiestMs: 0, over33: 0 }
  for (let at = 0; at < rows; at += tracedRows) {
    const { tasks } = await traceMainThread(app.browser, page, async () => {
      const far = await scrollUp(page, Math.min(tracedRows, rows - at))
      seen.frames += far.frames
      seen.over50 += far.over50
      seen.over100 += far.over100
      seen.ms += far.ms
    })
    for (const { ms, cpuMs } of tasks) {
      seen.longestMs = Math.max(seen.longestMs, ms)
      seen.busiestMs = Math.max(seen.busiestMs, cpuMs)
      if (cpuMs > 33) seen.over33++
    }
  }
  const after = await heapOf(app, page)
  const held = await page.evaluate(() => document.querySelectorAll('[data-timeline] [data-message]').length)
  await page.close()
  const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`
  return [
    [
      `longest task, ${sayCount(rows)} messages`,
      `${sayMs(seen.longestMs)} ms by the clock, ${sayMs(seen.busiestMs)} ms of a core; ${seen.over33} over 33`,
      '≤ 33 ms',
    ],
    [
      'frames of that',
      `${seen.frames} in ${(seen.ms / 1_000).toFixed(1)} s; ${seen.over50} over 50 ms, ${seen.over100} over 100`,
      '-',
    ],
    ['JavaScript in use, page', `${mb(before.page)} before, ${mb(after.page)} after; ${held} rows in the page`, 'flat'],
    ['JavaScript in use, engine', `${mb(before.worker)} before, ${mb(after.worker)} after`, 'flat'],
  ]
}

function scrollUp(page: Page, rows: number) {
  return page.evaluate(
    async ({ rows, stepPx, stuckMs }) => {
      const list = document.querySelector<HTMLElement>('[data-timeline]')
      if (list === null) throw new Error('no timeline')
      const frame = () => new Promise<number>((done) => requestAnimationFrame(done))
      const seqAt = () => {
        const id = list.querySelector<HTMLElement>('[data-message]')?.dataset.message ?? ''
        return Number(id.slice(-12))
      }
      const startedAt = performance.now()
      const wanted = seqAt() - rows
      let [best, bestAt] = [seqAt(), startedAt]
      let last = await frame()
      const seen = { frames: 0, over50: 0, over100: 0, ms: 0 }
      while (seqAt() > wanted && performance.now() < bestAt + stuckMs) {
        list.scrollTop -= stepPx
        const now = await frame()
        if (seqAt() < best) [best, bestAt] = [seqAt(), now]
        seen.frames++
        if (now - last > 50) seen.over50++
        if (now - last > 100) seen.over100++
        last = now
      }
      if (seqAt() > wanted) throw new Error(`stuck for ${stuckMs / 1_000} s at message ${seqAt()}, before ${wanted}`)
      return { ...seen, ms: performance.now() - startedAt }
    },
    { rows, stepPx, stuckMs },
  )
}
