import { expect, type Page, test } from '@playwright/test'
import type { TimelineRow } from '../../engine-contract.ts'
import { full, harbour } from './fixture-state.ts'
import { showInRealTime } from './show-fixture.ts'
import { distanceFromEnd, line, list, manyRows, settle, withRows } from './timeline-steps.ts'

/**
 * Somebody at the end stays at the end, somebody who reads stays at their line, whatever comes and however fast. What
 * arrives is made in the page, so that twenty milliseconds are twenty milliseconds.
 */
type Arrival = {
  readonly count: number
  /** How many come at once, and how long it is to the next. */
  readonly batch: number
  readonly everyMs: number
  readonly lines: number
  /** As the engine does: so many rows are held of whoever stands at the end, and so many of whoever reads before it. */
  readonly mostRows?: { readonly atEnd: number; readonly reading: number }
  /** What else happens meanwhile. */
  readonly disturb?: 'composer' | 'late' | 'older'
}

/** Answers with the greatest distance from the end, and the greatest move of the line that is read, of all painted frames. */
function arrive(page: Page, arrival: Arrival, rows: readonly TimelineRow[], patience = 6, isReading = false) {
  return page.evaluate(
    async ({ arrival, rows, room, line, patience, isReading }) => {
      const fixture = new BroadcastChannel('fixture')
      const list = document.querySelector<HTMLElement>('[data-timeline]')
      if (list === null) throw new Error('no timeline')
      const frame = () => new Promise((done) => requestAnimationFrame(done))
      const say = (all: unknown[]) => {
        const { atEnd = all.length, reading = all.length } = arrival.mostRows ?? {}
        const rows = isReading ? all.slice(0, reading) : all.slice(-atEnd)
        const more = {
          hasMoreBefore: !isReading && all.length > atEnd,
          hasMoreAfter: isReading && all.length > reading,
        }
        const { hasMoreAfter, ...plain } = { room, rows, loading: 'idle', ...more }
        fixture.postMessage({ timelines: { [room]: hasMoreAfter ? { ...plain, hasMoreAfter } : plain } })
      }
      const { top } = list.getBoundingClientRect()
      const read = [...list.querySelectorAll<HTMLElement>('[data-message]')].find(
        (each) => each.getBoundingClientRect().top >= top,
      )
      const id = read?.dataset.message
      const readAt = read?.getBoundingClientRect().top ?? 0
      let most = { offEnd: 0, moved: 0, lost: 0 }
      let isDone = false
      const watch = async () => {
        while (!isDone) {
          await frame()
          // Measured in a task after the frame was painted: what is corrected before that, nobody sees.
          await new Promise((done) => setTimeout(done))
          const now = list.querySelector(`[data-message="${id}"]`)
          most = {
            offEnd: Math.max(most.offEnd, list.scrollHeight - list.clientHeight - list.scrollTop),
            moved: Math.max(most.moved, Math.abs((now?.getBoundingClientRect().top ?? readAt) - readAt)),
            lost: most.lost + (now === null ? 1 : 0),
          }
        }
      }
      const watching = watch()
      const all = [...rows]
      const startedAt = performance.now()
      const template = all.at(-1) as { message: { seq: number; id: string; at: number } }
      const text = Array.from({ length: arrival.lines }, () => line).join('\n')
      for (let sent = 0; sent < arrival.count; sent += arrival.batch) {
        for (let index = 0; index < arrival.batch && sent + index < arrival.count; index++) {
          const seq = template.message.seq + sent + index + 1
          const author = (seq % 2 === 0 ? 'ana' : 'ben').padEnd(16, '0')
          const message = { ...template.message, id: String(seq).padStart(26, '0'), seq, version: seq, author, text }
          all.push({ ...template, message: { ...message, at: template.message.at + sent * 1000 } } as never)
        }
        if (arrival.disturb === 'older') {
          const first = all[0] as unknown as { message: { seq: number; at: number } }
          const seq = first.message.seq - 1
          const message = { ...first.message, id: String(seq).padStart(26, '0'), seq, at: first.message.at - 60_000 }
          all.unshift({ ...first, message: { ...message, text: line.repeat(seq % 30) } } as never)
        }
        say(all)
        // Before the layout of a frame: measured is then what that frame painted, never what is still to be laid out.
        if (arrival.disturb !== undefined) await frame()
        if (arrival.disturb === 'composer') {
          const box = document.querySelector<HTMLTextAreaElement>('[data-composer]')
          box?.focus()
          document.execCommand('insertText', false, 'a\n')
        }
        if (arrival.disturb === 'late') {
          // A picture above and below whose size was not known.
          for (const each of list.querySelectorAll<HTMLElement>('article')) {
            if (each.style.minHeight === '' && Math.random() < 0.2 && each.dataset.message !== id) {
              each.style.minHeight = `${60 + Math.floor(Math.random() * 200)}px`
            }
          }
        }
        // By the clock: what took longer is caught up with.
        const dueAt = startedAt + (sent / arrival.batch + 1) * arrival.everyMs
        const waitMs = arrival.disturb === undefined ? dueAt - performance.now() : arrival.everyMs
        await new Promise((done) => setTimeout(done, Math.max(0, waitMs)))
      }
      const wanted = String(template.message.seq + arrival.count).padStart(26, '0')
      const lastId = () => [...list.querySelectorAll<HTMLElement>('[data-message]')].at(-1)?.dataset.message
      for (let count = 0; count < 6 || (count < patience && lastId() !== wanted); count++) await frame()
      isDone = true
      await watching
      const isThere = lastId() === wanted
      return { ...most, isThere }
    },
    { arrival, rows, room: harbour, line, patience, isReading },
  )
}

test.use({ viewport: { width: 1280, height: 800 } })
test.setTimeout(240_000)
const rows = manyRows(15_001, 15_600)
const open = async (page: Page) => {
  await showInRealTime(page, { ...full, timelines: withRows(rows) }, `#/room/${harbour}`)
  await expect(page.locator('[data-message]').last()).toBeVisible()
  await settle(page)
}

/** A whole minute by the environment: `NATTER_FOLLOW_SECONDS=60`. */
const followSeconds = Number(process.env.NATTER_FOLLOW_SECONDS ?? 2)
const arrivals: Readonly<Record<string, Arrival>> = {
  'tall ones, twenty milliseconds apart': { count: 60, batch: 1, everyMs: 20, lines: 10 },
  '500 in a burst': { count: 500, batch: 500, everyMs: 0, lines: 2 },
  [`sixty a second for ${followSeconds} s`]: {
    ...{ count: followSeconds * 60, batch: 1, everyMs: 1_000 / 60, lines: 2 },
    mostRows: { atEnd: 600, reading: 800 },
  },
  'a composer that grows': { count: 12, batch: 1, everyMs: 40, lines: 3, disturb: 'composer' },
  'pictures that find their size late': { count: 40, batch: 1, everyMs: 30, lines: 2, disturb: 'late' },
  'older ones that come in above': { count: 40, batch: 1, everyMs: 30, lines: 4, disturb: 'older' },
}
for (const [name, arrival] of Object.entries(arrivals)) {
  test(`at the end one stays at the end: ${name}`, async ({ page }) => {
    await open(page)
    const seen = await arrive(page, arrival, rows, 300)
    expect(seen.isThere).toBe(true)
    expect(seen.offEnd).toBeLessThan(2)
    await expect(page.getByRole('button', { name: /^\d+\+? new$/ })).toHaveCount(0)
  })
  test(`the line that is read does not move by a pixel: ${name}`, async ({ page }) => {
    await open(page)
    await list(page).evaluate((element) => element.scrollTo(0, element.scrollHeight / 2))
    await settle(page)
    const seen = await arrive(page, arrival, rows, 6, true)
    expect(seen).toMatchObject({ moved: 0, lost: 0 })
  })
}

test('twelve times over: at the end it stays there, through windows of any size', async ({ page }) => {
  await open(page)
  let all: TimelineRow[] = [...rows]
  for (let run = 0; run < 12; run++) {
    if (run % 3 === 0) await page.setViewportSize({ width: 700 + ((run * 97) % 700), height: 500 + ((run * 53) % 400) })
    const count = 1 + (run % 7)
    const arrival = { count, batch: 1 + (run % 3), everyMs: run % 4, lines: 1 + ((run * 3) % 10) }
    const seen = await arrive(page, arrival, all, 300)
    expect({ run, isThere: seen.isThere, isAtEnd: seen.offEnd < 2 }).toEqual({ run, isThere: true, isAtEnd: true })
    all = [...all.slice(-400)]
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(done)))
    expect(await distanceFromEnd(page)).toBeLessThan(2)
  }
})

test('whoever turns the wheel gets away from the end while others write without a pause', async ({ page }) => {
  await open(page)
  await list(page).hover()
  const arriving = arrive(page, { count: 150, batch: 1, everyMs: 16, lines: 3 }, rows)
  await page.mouse.wheel(0, -300)
  await expect(page.getByRole('button', { name: /^\d+\+? new$/ })).toBeVisible()
  await arriving
  expect(await distanceFromEnd(page)).toBeGreaterThan(1_000)
})
