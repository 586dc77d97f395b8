import { loadavg } from 'node:os'
import { type AppUnderTest, openApp } from './client-browser.ts'
import { measureKeys, measureTyping } from './client-keys.ts'
import { measureStart, measureSwitches } from './client-rooms.ts'
import { measureScrolling } from './client-scrolling.ts'
import { measureSearches } from './client-search.ts'
import type { KeptAmount } from './kept-fill.ts'

/** Messages that are scrolled through. All 100,000 take a quarter of an hour on two cores. */
const scrolled = Number(process.env.NATTER_BENCH_SCROLL ?? 5_000)
/** 100,000 messages in 100 rooms, and one of them long enough to scroll through. */
const many: KeptAmount = { rooms: 100, messagesARoom: 1_000, longRoom: scrolled + 1_000, membersARoom: 20 }
const wide: KeptAmount = { rooms: 1_000, messagesARoom: 1, longRoom: 200, membersARoom: 100 }

/** What the app costs in Chromium: aims stand beside, and beside those what else the machine had to do. */
export async function runClientBench(): Promise<void> {
  const path = process.env.NATTER_CHROMIUM
  if (path === undefined) return console.log('\nThe client in Chromium: skipped, there is none here.')
  await withApp(path, many, `${many.rooms} rooms, 100,000 messages kept, no network`, async (app) => {
    say('start: last room on screen', await measureStart(app), '≤ 1 s')
    const { first, again } = await measureSwitches(app, many.rooms)
    say('room switch, from disk', first, '≤ 100 ms')
    say('room switch, once more', again, '≤ 100 ms')
    for (const [what, figure, aim] of await measureSearches(app)) say(what, figure, aim)
    for (const [what, figure, aim] of await measureScrolling(app, scrolled)) say(what, figure, aim)
    for (const [what, figure, aim] of await measureKeys(app, many)) say(what, figure, aim)
  })
  await withApp(path, wide, '1,000 rooms of 100 people', async (app) => {
    say('start: last room on screen', await measureStart(app), '≤ 1.5 s')
    for (const [what, figure, aim] of await measureTyping(app, wide.rooms)) say(what, figure, aim)
  })
}

function say(what: string, figure: string, aim: string): void {
  const load = loadavg()[0]?.toFixed(1)
  console.log(`  ${what.padEnd(44)} ${figure.padEnd(44)} aim ${aim.padEnd(10)} load ${load}`)
}

async function withApp(
  path: string,
  want: KeptAmount,
  title: string,
  job: (app: AppUnderTest) => Promise<void>,
): Promise<void> {
  console.log(`\nThe client in Chromium, ${title} (without a GPU where the machine has none):`)
  const startedAt = performance.now()
  const app = await openApp(path, want)
  console.log(`  (the disk was filled in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s)`)
  try {
    await job(app)
  } finally {
    await app.stop()
  }
}
