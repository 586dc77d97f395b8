import { randomBytes } from 'node:crypto'
import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright'
import { buildUserId, idRandomBytes, type UserId } from '../common/ids.ts'
import { buildRoom } from '../server/rigs/conformance/store-samples.ts'
import { natsServerBinary } from '../server/rigs/nats-test-server.ts'
import { signUp, startTestServer, testPassword } from '../server/rigs/test-server.ts'
import { openStore } from '../server/store/open-store.ts'

const people = Number(process.env.NATTER_BENCH_PEOPLE ?? 5_000)
const rooms = Number(process.env.NATTER_BENCH_ROOMS ?? 2_000)
const times = 10
const aimMs = 300
const web = fileURLToPath(new URL('../web', import.meta.url))

/** The console's lists in Chromium, on a real server: from the click, or the last letter, to the rows on screen. */
export async function runConsoleBench(): Promise<void> {
  const executablePath = process.env.NATTER_CHROMIUM
  if (executablePath === undefined || natsServerBinary === undefined) {
    return console.log('\nThe console in Chromium: skipped, there is no Chromium or no nats-server here.')
  }
  const server = await startTestServer({ NATTER_WEB: web })
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-background-networking'] })
  try {
    await signUp(server.call, 'keeper')
    const origin = await server.run.app.listen({ host: '127.0.0.1', port: 0 })
    await fillStore(server.nats.dataDir)
    console.log(`\nThe console in Chromium, ${people} people and ${rooms} rooms, a real server, SQLite:`)
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-GB' })
    await page.goto(`${origin}/admin`)
    await page.getByLabel('Handle or e-mail').fill('keeper')
    await page.getByLabel('Password').fill(testPassword)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    await measureList(page, 'People', 'Name, handle or e-mail', (n) => [`zoe ${n}`, `Zoë ${n}`], people)
    await measureList(page, 'Rooms', 'Name of a room', (n) => [`berth ${n}.`, `Berth ${n}.`], rooms)
  } finally {
    await browser.close()
    await server.stop()
  }
}

async function measureList(
  page: Page,
  name: string,
  box: string,
  wanted: (n: number) => readonly [typed: string, shown: string],
  count: number,
): Promise<void> {
  const opened: number[] = []
  const found: number[] = []
  for (let turn = 0; turn < times; turn++) {
    await page.getByRole('navigation').getByRole('button', { name: 'Overview' }).click()
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor()
    opened.push(await page.evaluate(openList, name))
    const [typed, shown] = wanted(Math.floor((count * (turn + 1)) / (times + 1)))
    found.push(await page.evaluate(search, { box, typed, shown }))
  }
  say(`${name}: opened`, figures(opened), `≤ ${aimMs} ms`)
  say(`${name}: searched, from the last letter`, figures(found), `≤ ${aimMs} ms`)
  await page.getByLabel(box).fill('')
  await page.locator('[data-row]').nth(5).waitFor()
  const startedAt = performance.now()
  const drawn = await page.evaluate(walkToEnd)
  say(
    `${name}: walked to the end with the End key`,
    `${drawn.rows} rows in ${(performance.now() - startedAt).toFixed(0)} ms, ${drawn.most} drawn`,
    'flat',
  )
}

/** In the page: from the click until rows are painted. */
async function openList(name: string): Promise<number> {
  const frame = () => new Promise(requestAnimationFrame)
  const button = [...document.querySelectorAll<HTMLElement>('nav button')].find((each) =>
    each.textContent?.startsWith(name),
  )
  const startedAt = performance.now()
  button?.click()
  while (document.querySelectorAll('[data-row]').length < 8) await frame()
  await frame()
  return performance.now() - startedAt
}

/** In the page: from the last letter until what was looked for stands first. */
async function search(wanted: { box: string; typed: string; shown: string }): Promise<number> {
  const input = document.querySelector<HTMLInputElement>(`input[aria-label="${wanted.box}"]`)
  const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set
  const startedAt = performance.now()
  write?.call(input, wanted.typed)
  input?.dispatchEvent(new Event('input', { bubbles: true }))
  const first = () => document.querySelector('[data-row] b')?.textContent ?? ''
  while (!first().startsWith(wanted.shown)) await new Promise(requestAnimationFrame)
  await new Promise(requestAnimationFrame)
  return performance.now() - startedAt
}

/** In the page: until nothing more comes. How many rows there were at the end, and how many stood in the page at most. */
async function walkToEnd(): Promise<{ rows: number; most: number }> {
  const grid = () => document.querySelector<HTMLElement>('[role=grid]')
  const press = (key: string) =>
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
  document.querySelector<HTMLElement>('[data-row][tabindex="0"]')?.focus()
  let most = 0
  for (let idle = 0; idle < 60; ) {
    press('End')
    await new Promise(requestAnimationFrame)
    most = Math.max(most, document.querySelectorAll('[data-row]').length)
    // Where there is more to come it is not known how many there are.
    idle = grid()?.getAttribute('aria-rowcount') === '-1' ? 0 : idle + 1
  }
  return { rows: Number(grid()?.getAttribute('aria-rowcount')) - 1, most }
}

/** Through the store's own port, as the server would: it runs meanwhile, as it does where somebody is at it. */
async function fillStore(dataDir: string): Promise<void> {
  const store = await openStore({ dataDir })
  const ids: UserId[] = []
  for (let n = 0; n < people; n++) {
    const id = buildUserId(randomBytes(idRandomBytes))
    const about = { passwordHash: 'x', admin: false, createdAt: 1_763_000_000_000 + n * 60_000 }
    await store.accounts.putUser({ id, handle: `zoe-${n}`, displayName: `Zoë ${n}`, ...about })
    ids.push(id)
  }
  for (let n = 0; n < rooms; n++) {
    const users = Array.from({ length: 2 + (n % 20) }, (_, at) => ids[(n * 7 + at) % ids.length] as UserId)
    await store.rooms.putRoom(buildRoom({ users, name: `Berth ${n}.`, createdAt: 1_763_000_000_000 + n }), 0)
  }
  await store.close()
}

function figures(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(0)
  return `p50 ${at(0.5)}, slowest of ${ms.length} ${at(1)} ms`
}

function say(what: string, figure: string, aim: string): void {
  console.log(`  ${what.padEnd(44)} ${figure.padEnd(44)} aim ${aim.padEnd(10)} load ${loadavg()[0]?.toFixed(1)}`)
}
