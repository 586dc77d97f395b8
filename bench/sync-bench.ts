import { Agent, request } from 'node:http'
import { createPasswordHasher } from '../server/accounts/password-hasher.ts'
import { type LargeAccounts, seedLargeAccounts } from '../server/rigs/large-account.ts'
import { startTestNats } from '../server/rigs/nats-test-server.ts'
import { createServerProcess } from '../server/rigs/server-test-process.ts'
import { openStore } from '../server/store/open-store.ts'
import { buildSpread, sayMs } from './figures.ts'

const password = 'correct horse battery'
const atOnce = 50
const agent = new Agent({ keepAlive: true, maxSockets: 200 })

/** What it costs to come back to a thousand rooms with a hundred members and twenty unread messages each, on SQLite. */
export async function runSyncBench(): Promise<void> {
  console.log(
    '\nGET /sync, 1,000 rooms × 20 unread messages × 100 members each, SQLite (the server is a process of its own)',
  )
  const nats = await startTestNats()
  const server = await createServerProcess(nats, { NATTER_SIGN_INS_PER_MINUTE: '100000', NATTER_LOG_LEVEL: 'error' })
  try {
    const { people } = await seed(nats.dataDir)
    await server.start()
    const tokens: string[] = []
    for (let n = 0; n <= atOnce; n++) tokens.push(await signIn(server.url, `p${n}-${people[n]}`))
    const [other = '', ...all] = tokens
    const [first = ''] = all
    await ask(server.url, '/api/v1/sync', first)
    const cold = await repeat(7, () => ask(server.url, '/api/v1/sync', first))
    const plain = await ask(server.url, '/api/v1/sync', first, 'identity')
    const { cursor, rooms } = JSON.parse(plain.body.toString()) as { cursor: string; rooms: readonly unknown[] }
    const since = `/api/v1/sync?since=${cursor}`
    const warm = await repeat(9, () => ask(server.url, since, first))
    const still = await ask(server.url, since, first, 'identity')
    const unchanged = (JSON.parse(still.body.toString()) as { rooms: readonly unknown[] }).rooms.length
    console.log(
      `  first      ${line(cold.map(({ ms }) => ms))}   ${kb(plain)} kB, compressed ${kb(cold.at(-1))} kB, ${rooms.length} rooms`,
    )
    console.log(
      `  unchanged  ${line(warm.map(({ ms }) => ms))}   ${kb(still)} kB, compressed ${kb(warm.at(-1))} kB, ${unchanged} rooms`,
    )

    const quiet = await repeat(40, () => ask(server.url, '/api/v1/me', other))
    let isOver = false
    const meanwhile = (async () => {
      const taken: number[] = []
      while (!isOver) taken.push((await ask(server.url, '/api/v1/me', other)).ms)
      return taken
    })()
    const back = await Promise.all(all.map((token) => ask(server.url, '/api/v1/sync', token)))
    isOver = true
    console.log(`  ${atOnce} at once ${line(back.map(({ ms }) => ms))}`)
    console.log(`  GET /me of another meanwhile ${line(await meanwhile)}, at rest ${line(quiet.map(({ ms }) => ms))}`)
  } finally {
    await server.stop()
    await nats.stop()
    agent.destroy()
  }
}

async function seed(dataDir: string): Promise<LargeAccounts> {
  const store = await openStore({ dataDir })
  const hashed = await createPasswordHasher({ atOnce: 1, waiting: 1 }).hash(password)
  if (!hashed.ok) throw new Error(hashed.error.code)
  const want = { people: 100, rooms: 1_000, messages: 20, shards: 8, passwordHash: hashed.value }
  const seeded = await seedLargeAccounts(store, want)
  for (const [shard, seq] of seeded.lastSeqs) await store.archive.advancePosition(shard, 0, seq)
  await store.close()
  return seeded
}

async function signIn(url: string, handle: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ handle, password }),
  })
  const body = (await answer.json()) as { readonly accessToken?: string }
  if (body.accessToken === undefined) throw new Error(`${handle}: ${JSON.stringify(body)}`)
  return body.accessToken
}

type Answer = { readonly ms: number; readonly body: Buffer }

/** Raw, so that unpacking is not counted: it is done on somebody else's machine. */
function ask(url: string, path: string, token: string, encoding = 'gzip'): Promise<Answer> {
  const began = performance.now()
  const headers = { authorization: `Bearer ${token}`, 'accept-encoding': encoding }
  return new Promise((done, failed) => {
    const asked = request(url + path, { agent, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        const body = Buffer.concat(parts)
        if (answer.statusCode !== 200) failed(new Error(`${path}: ${answer.statusCode} ${body.toString()}`))
        else done({ ms: performance.now() - began, body })
      })
    })
    asked.on('error', failed)
    asked.end()
  })
}

async function repeat(times: number, act: () => Promise<Answer>): Promise<readonly Answer[]> {
  const answers: Answer[] = []
  for (let n = 0; n < times; n++) answers.push(await act())
  return answers
}

function line(values: readonly number[]): string {
  const { p50, p99 } = buildSpread(values)
  return `p50 ${sayMs(p50)} ms, p99 ${sayMs(p99)} ms`
}

function kb(answer: Answer | undefined): string {
  return ((answer?.body.length ?? 0) / 1_000).toFixed(0)
}
