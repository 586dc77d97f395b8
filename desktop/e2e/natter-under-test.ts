import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import { endChild } from '../../test-kit/child-process.ts'
import { findFreePort } from '../../test-kit/free-port.ts'

const repoRoot = fileURLToPath(new URL('../..', import.meta.url))
/** Building counts too: on a fresh clone this is the first thing that builds. */
const readyWithinMs = 300_000

/** Starts all of Natter with `npm start`'s own script, on free ports and an empty folder; answers how to end it. */
export async function startNatter(): Promise<() => Promise<void>> {
  const { url, stop } = await startAnotherNatter()
  process.env.NATTER_TEST_URL = url
  // Whoever comes first administers the server. That is nobody of the tests, which come in any order.
  const body = JSON.stringify({ ...administrator, displayName: 'Keeper' })
  const headers = { 'content-type': 'application/json' }
  const made = await fetch(`${url.replace(/\/$/, '')}${apiPaths.register}`, { method: 'POST', headers, body })
  if (!made.ok) throw new Error(`the administrator could not be made: ${made.status} ${await made.text()}`)
  return stop
}

/** Who administers the server under test. */
export const administrator = { handle: 'keeper', password: 'correct horse battery' } as const

/** One more, set up otherwise, or started by another script, for a test alone. */
export async function startAnotherNatter(
  settings: Readonly<Record<string, string>> = {},
  script = 'scripts/start.mjs',
): Promise<{ readonly url: string; readonly stop: () => Promise<void> }> {
  const data = await mkdtemp(join(tmpdir(), 'natter-e2e-'))
  const [port, wsPort, natsPort] = await Promise.all([findFreePort(), findFreePort(), findFreePort()])
  const child = spawn(process.execPath, [join(repoRoot, script)], {
    cwd: repoRoot,
    env: {
      ...process.env,
      NATTER_OPEN: 'no',
      NATTER_DATA: data,
      NATTER_DEMO_DATA: data,
      NATTER_PORT: String(port),
      NATTER_NATS_WS_PORT: String(wsPort),
      NATTER_NATS_PORT: String(natsPort),
      // Every test signs people up, all from one address.
      NATTER_SIGN_UPS_PER_MINUTE: '1000',
      NATTER_SIGN_INS_PER_MINUTE: '1000',
      NATTER_REQUESTS_PER_MINUTE: '10000',
      NATTER_GUARD: 'off',
      NATTER_CONTACTS: 'open',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return {
    url: await readyAddress(child),
    async stop() {
      await endChild(child, 'SIGTERM')
      await rm(data, { recursive: true, force: true })
    },
  }
}

/** The address of the Natter under test. */
export function natterUrl(): string {
  const url = process.env.NATTER_TEST_URL
  if (url === undefined) throw new Error('Natter was not started: run through desktop/e2e/playwright.config.ts')
  return url
}

function readyAddress(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    const fail = (why: string) => {
      child.kill('SIGKILL')
      reject(new Error(`${why}\n${said.slice(-40).join('\n')}`))
    }
    const timer = setTimeout(() => fail('Natter was not ready in time.'), readyWithinMs)
    child.once('exit', (code) => fail(`Natter ended with ${code} before it was ready.`))
    for (const stream of [child.stdout, child.stderr]) {
      if (stream === null) continue
      createInterface({ input: stream }).on('line', (line) => {
        said.push(line)
        const url = /Natter is ready at (\S+)/.exec(line)?.[1]
        if (url === undefined) return
        clearTimeout(timer)
        child.removeAllListeners('exit')
        resolve(url)
      })
    }
  })
}
