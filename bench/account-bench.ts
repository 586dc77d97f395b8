import { createPasswordHasher } from '../server/accounts/password-hasher.ts'
import { startTestNats } from '../server/rigs/nats-test-server.ts'
import { createServerProcess } from '../server/rigs/server-test-process.ts'
import { type Answer, askMeanwhile, createApiCalls, signIn } from './api-calls.ts'
import { buildSpread, sayMs, sayRatio } from './figures.ts'

const password = 'correct horse battery'
const accounts = 120
const atOnce = 24
const hashesAtOnce = 2

/**
 * A class that signs up together, and somebody who signs in meanwhile. Beside it what the same cores do of the password's
 * hash alone, which is meant to be dear (argon2id, 64 MiB, three passes): more than that no registration can be.
 */
export async function runAccountBench(): Promise<void> {
  const nats = await startTestNats()
  const server = await createServerProcess(nats, { NATTER_SIGN_INS_PER_MINUTE: '100000', NATTER_LOG_LEVEL: 'error' })
  const calls = createApiCalls(server.url)
  try {
    const alone = await measureHashes()
    await server.start()
    await register(calls.post, 'somebody')
    const quiet: Answer[] = []
    for (let n = 0; n < 10; n++) quiet.push(await timed(() => signIn(calls, 'somebody', password)))
    const meanwhile = askMeanwhile(() => timed(() => signIn(calls, 'somebody', password)))
    const began = performance.now()
    let next = 0
    const one = async () => {
      while (next < accounts) await register(calls.post, `pupil-${next++}`)
    }
    await Promise.all(Array.from({ length: atOnce }, one))
    const perSecond = (1_000 * accounts) / (performance.now() - began)
    const signedIn = await meanwhile.stop()
    console.log(`\nRegistration, ${atOnce} at a time, SQLite (the server is a process of its own)`)
    console.log(
      `  ${perSecond.toFixed(1)} accounts a second, ${signedIn.length} sign-ins meanwhile; the hash alone ${alone.toFixed(1)} a second: ${sayRatio(perSecond / alone)}`,
    )
    console.log(`  sign-in meanwhile ${say(signedIn)}, at rest ${say(quiet.map(({ ms }) => ms))}`)
  } finally {
    calls.close()
    await server.stop()
    await nats.stop()
  }
}

async function register(post: (path: string, body: object) => Promise<Answer>, handle: string): Promise<void> {
  const answer = await post('/api/v1/auth/register', { handle, displayName: handle, password })
  if (answer.status !== 201) throw new Error(`${handle}: ${answer.status} ${answer.body.toString()}`)
}

async function measureHashes(): Promise<number> {
  const hasher = createPasswordHasher({ atOnce: hashesAtOnce, waiting: accounts, mebibytes: 64 })
  await hasher.hash(password)
  const began = performance.now()
  await Promise.all(Array.from({ length: accounts / 2 }, () => hasher.hash(password)))
  return (1_000 * accounts) / 2 / (performance.now() - began)
}

async function timed(act: () => Promise<unknown>): Promise<Answer> {
  const began = performance.now()
  await act()
  return { ms: performance.now() - began, status: 200, body: Buffer.alloc(0) }
}

function say(values: readonly number[]): string {
  const { p50, p99 } = buildSpread(values)
  return `p50 ${sayMs(p50)} ms, p99 ${sayMs(p99)} ms`
}
