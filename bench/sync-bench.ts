import { createPasswordHasher } from '../server/accounts/password-hasher.ts'
import { type LargeAccounts, seedLargeAccounts } from '../server/rigs/large-account.ts'
import { startTestNats } from '../server/rigs/nats-test-server.ts'
import { createServerProcess } from '../server/rigs/server-test-process.ts'
import { openStore } from '../server/store/open-store.ts'
import { type Answer, askMeanwhile, createApiCalls, signIn } from './api-calls.ts'
import { processorMs, residentBytes } from './bench-process.ts'
import { buildSpread, sayMs, sayRatio } from './figures.ts'

const password = 'correct horse battery'
const atOnce = 50

/**
 * What it costs to come back to a thousand rooms with a hundred members and twenty unread messages each, on SQLite. The
 * asking shares the machine's cores. Aims: first 100 ms and 300 kB, unchanged 20 ms and 30 kB, all at once within 2 s.
 */
export async function runSyncBench(): Promise<void> {
  console.log(
    '\nGET /sync, 1,000 rooms × 20 unread messages × 100 members each, SQLite (the server is a process of its own)',
  )
  const nats = await startTestNats()
  const server = await createServerProcess(nats, { NATTER_SIGN_INS_PER_MINUTE: '100000', NATTER_LOG_LEVEL: 'error' })
  const calls = createApiCalls(server.url)
  try {
    const { people } = await seed(nats.dataDir)
    await server.start()
    const tokens: string[] = []
    for (let n = 0; n <= atOnce; n++) tokens.push(await signIn(calls, `p${n}-${people[n]}`, password))
    const [other = '', ...all] = tokens
    const [first = ''] = all
    await calls.get(path, first)
    const cold = await repeat(7, () => calls.get(path, first))
    const packed = await calls.get(path, first, 'gzip')
    const plain = await calls.get(path, first, 'identity')
    const { cursor, rooms } = JSON.parse(plain.body.toString()) as { cursor: string; rooms: readonly unknown[] }
    const since = `${path}?since=${cursor}`
    const warm = await repeat(9, () => calls.get(since, first))
    const still = await calls.get(since, first, 'identity')
    const unchanged = (JSON.parse(still.body.toString()) as { rooms: readonly unknown[] }).rooms.length
    console.log(
      `  first      ${line(cold)} = ${ofAim(cold, aims.firstMs)}   ${kb(plain)} kB, brotli ${kb(cold.at(-1))}, gzip ${kb(packed)}, ${rooms.length} rooms`,
    )
    console.log(
      `  unchanged  ${line(warm)} = ${ofAim(warm, aims.unchangedMs)}   ${kb(still)} kB, brotli ${kb(warm.at(-1))}, ${unchanged} rooms`,
    )

    const me = () => calls.get('/api/v1/me', other)
    const quiet = await repeat(40, me)
    const pid = server.pid() ?? 0
    const [memory, worked] = [residentBytes(pid), processorMs(pid)]
    const peak = watchPeak(pid)
    const meanwhile = askMeanwhile(me)
    const back = await Promise.all(all.map((token) => calls.get(path, token)))
    const asked = await meanwhile.stop()
    const work = ((processorMs(pid) ?? Number.NaN) - (worked ?? Number.NaN)) / atOnce
    const grown = (peak.stop() - (memory ?? Number.NaN)) / 1_000_000
    const slowest = sayRatio(buildSpread(back.map(({ ms }) => ms)).p99 / aims.allP99Ms)
    console.log(
      `  ${atOnce} at once ${line(back)} = ${slowest} of the aim   ${sayMs(work)} ms of a core each, ${grown.toFixed(0)} MB more`,
    )
    const slower = buildSpread(asked).p99 / buildSpread(quiet.map(({ ms }) => ms)).p99
    console.log(`  GET /me of another meanwhile ${sayTimes(asked)}, at rest ${line(quiet)}: p99 ${sayRatio(slower)}`)
  } finally {
    calls.close()
    await server.stop()
    await nats.stop()
  }
}

const path = '/api/v1/sync'
const aims = { firstMs: 100, unchangedMs: 20, allP99Ms: 2_000 }

function ofAim(answers: readonly Answer[], aimMs: number): string {
  return `${sayRatio(buildSpread(answers.map(({ ms }) => ms)).p50 / aimMs)} of the aim`
}

function watchPeak(pid: number): { readonly stop: () => number } {
  let peak = 0
  const look = () => {
    peak = Math.max(peak, residentBytes(pid) ?? Number.NaN)
  }
  const timer = setInterval(look, 20)
  return {
    stop: () => {
      clearInterval(timer)
      look()
      return peak
    },
  }
}

async function seed(dataDir: string): Promise<LargeAccounts> {
  const store = await openStore({ dataDir })
  const hashed = await createPasswordHasher({ atOnce: 1, waiting: 1, mebibytes: 64 }).hash(password)
  if (!hashed.ok) throw new Error(hashed.error.code)
  const want = { people: 100, rooms: 1_000, messages: 20, shards: 8, passwordHash: hashed.value }
  const seeded = await seedLargeAccounts(store, want)
  for (const [shard, seq] of seeded.lastSeqs) await store.archive.advancePosition(shard, 0, seq)
  await store.close()
  return seeded
}

async function repeat(times: number, act: () => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let n = 0; n < times; n++) answers.push(await act())
  return answers
}

const line = (answers: readonly Answer[]) => sayTimes(answers.map(({ ms }) => ms))

function sayTimes(values: readonly number[]): string {
  const { p50, p99 } = buildSpread(values)
  return `p50 ${sayMs(p50)} ms, p99 ${sayMs(p99)} ms`
}

function kb(answer: Answer | undefined): string {
  return ((answer?.body.length ?? 0) / 1_000).toFixed(0)
}
