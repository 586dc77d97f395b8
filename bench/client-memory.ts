import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { chromium, type Page } from 'playwright'
import type { RoomId } from '../common/ids.ts'
import { signUp, type TestClient } from '../desktop/engine/engine-test-client.ts'
import { type EngineTestbed, startEngineTestbed } from '../desktop/engine/engine-testbed.ts'
import { heapOf } from './client-browser.ts'
import { sayCount } from './figures.ts'

/**
 * A working day of eight hours, as fast as it goes: what is said, by a real server and broker, to somebody who has the app
 * open all day, goes from room to room, reads back, writes and types. After each hour what is in use, once what nobody holds
 * any more was collected: it must not grow with what was heard.
 */
const hours = 8
const rooms = 40
const heard = Number(process.env.NATTER_BENCH_HEARD ?? 100_000)
/** In one hour, besides what is heard. */
const visits = 60
const signsAnHour = 400
const atOnce = 24
const words = 'Words of a usual length, as people write them: a line or so, with a link now and then. '
const password = 'correct horse battery'
/** No hour takes so long, on whatever machine: then something has stopped, and that is to be said. */
const stuckMs = 1_200_000

export async function runMemoryBench(): Promise<void> {
  const path = process.env.NATTER_CHROMIUM
  if (path === undefined) return console.log('\nEight hours in Chromium: skipped, there is none here.')
  console.log(
    `\nEight hours in Chromium: ${sayCount(heard)} events heard in ${rooms} rooms (aim: ≤ 250 MB together, flat):`,
  )
  const testbed = await startEngineTestbed()
  const browser = await chromium.launch({ executablePath: path, args: ['--no-sandbox', '--disable-quic'] })
  try {
    const context = await browser.newContext({ serviceWorkers: 'block', locale: 'en-GB', timezoneId: 'UTC' })
    context.setDefaultTimeout(120_000)
    const day = await startDay(testbed)
    // So much that there is something in each of them.
    await day.speak(3 * rooms)
    const page = await context.newPage()
    let failed = 0
    page.on('pageerror', (error) => {
      failed++
      console.log(`  (the page failed: ${error.message})`)
    })
    await signIn(page, testbed.installation.origin, day.reader)
    const app = { browser, context }
    await sayMemory('at the beginning', app, page, browser)
    for (let hour = 1; hour <= hours; hour++) {
      await withinTime(
        Promise.all([day.speak(Math.ceil(heard / hours)), day.type(signsAnHour), readOn(page, day.rooms)]),
      )
      await sayMemory(`after hour ${hour}`, app, page, browser)
    }
    console.log(`  ${failed} errors of the page`)
  } finally {
    await browser.close()
    await testbed.stop()
  }
}

/** Somebody who talks in all rooms, and somebody who is in them and has no device yet. */
async function startDay(testbed: EngineTestbed) {
  const [speaker, other] = await Promise.all([testbed.start(), testbed.start()])
  const [, reader] = await Promise.all([signUp(speaker), signUp(other)])
  const found = await speaker.get({ kind: 'find-user', handle: reader })
  if (found === null) throw new Error('the reader is not there')
  const made: RoomId[] = []
  for (let room = 0; room < rooms; room++)
    made.push((await speaker.get({ kind: 'create-room', name: `Room ${room}`, members: [found.id] })).room)
  await other.engine.stop()
  let said = 0
  return {
    reader,
    rooms: made,
    /** In a few rooms much, in most a little. */
    async speak(count: number) {
      const end = said + count
      await Promise.all(
        Array.from({ length: atOnce }, async () => {
          for (let at = said++; at < end; at = said++)
            await sayOne(speaker, made[at % 3 === 0 ? Math.floor(at / 3) % rooms : ((at * at) % 97) % rooms], at)
        }),
      )
    },
    async type(count: number) {
      for (let sign = 0; sign < count; sign++) {
        const room = made[sign % rooms]
        if (room !== undefined) await speaker.ask({ kind: 'say-typing', room, typing: sign % 3 !== 2 })
      }
    },
  }
}

async function sayOne(speaker: TestClient, room: RoomId | undefined, at: number): Promise<void> {
  if (room === undefined) return
  const text = `${at}: ${at % 5 === 0 ? '**Look** at `berth-7`, https://example.org/plan: ' : ''}${words.repeat(at % 4)}`
  await speaker.get({ kind: 'send-message', room, text, format: at % 5 === 0 ? 'markdown' : 'plain' })
  // What waits to go out is memory of the speaker's; and nobody says more than gets through.
  while ((speaker.state().rooms[room]?.unsent ?? 0) > 50) await new Promise((done) => setTimeout(done, 50))
}

async function signIn(page: Page, origin: string, handle: string): Promise<void> {
  await page.goto(origin)
  const form = page.locator('form')
  // The form that is there first, whichever, and the one for who was here before.
  await form.getByLabel('Password').waitFor()
  if ((await form.getByLabel(/e-mail/).count()) === 0) await page.getByRole('button', { name: 'Sign in' }).click()
  await form.getByLabel(/e-mail/).fill(handle)
  await form.getByLabel('Password').fill(password)
  await form.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Rooms and people' }).waitFor()
}

/** From room to room: to the end, back a few pages, a few words, and what lies over the list and goes again. */
async function readOn(page: Page, all: readonly RoomId[]): Promise<void> {
  for (let visit = 0; visit < visits; visit++) {
    const room = all[(visit * 7) % all.length]
    await page.evaluate((to) => {
      location.hash = `#/room/${to}`
    }, room)
    const list = page.locator('[data-timeline]')
    await list.waitFor()
    await list.evaluate(async (element) => {
      const frame = () => new Promise((done) => requestAnimationFrame(done))
      for (let step = 0; step < 60; step++) {
        element.scrollTop -= step < 50 ? 500 : -4_000
        await frame()
      }
    })
    const composer = page.locator('[data-composer]')
    await composer.fill(`A draft, as far as it goes: ${visit}`)
    if (visit % 3 === 0) await composer.press('Enter')
    if (visit % 10 === 0) {
      await page.keyboard.press('Control+k')
      await page.getByRole('dialog').waitFor()
      await page.keyboard.press('Escape')
    }
  }
}

async function sayMemory(
  when: string,
  app: Pick<Parameters<typeof heapOf>[0], 'browser' | 'context'>,
  page: Page,
  browser: Awaited<ReturnType<typeof chromium.launch>>,
): Promise<void> {
  const heaps = await heapOf(app, page)
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length)
  const mb = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MB`
  const all = mb(heaps.page + heaps.worker)
  const parts = `JavaScript of the page ${mb(heaps.page)} + of the engine ${mb(heaps.worker)} = ${all}`
  const resident = await privateBytes(browser)
  const whole = resident === undefined ? '' : `; their processes, all of Chromium in them ${mb(resident)}`
  console.log(`  ${when.padEnd(18)} ${parts}${whole}; ${nodes} elements, load ${loadavg()[0]?.toFixed(1)}`)
}

/** What the processes of pages and workers hold for themselves alone; undefined where the system does not say. */
async function privateBytes(browser: Awaited<ReturnType<typeof chromium.launch>>): Promise<number | undefined> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  let sum = 0
  for (const { id } of processInfo.filter(({ type }) => type === 'renderer')) {
    try {
      const kept = readFileSync(`/proc/${id}/smaps_rollup`, 'utf8').matchAll(/^Private_(?:Clean|Dirty):\s+(\d+) kB$/gm)
      for (const [, kb] of kept) sum += Number(kb) * 1_024
    } catch {
      return undefined
    }
  }
  return sum
}

async function withinTime(job: Promise<unknown>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`an hour took more than ${stuckMs / 60_000} minutes`)), stuckMs)
  })
  try {
    await Promise.race([job, late])
  } finally {
    clearTimeout(timer)
  }
}
