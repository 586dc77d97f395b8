// `npm start` with the real nats-server and the real server, on ports and data of its own.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitUntil } from '../wait-until.mjs'
import { identifyProcess } from './process-identity.mjs'
import { readRunFile } from './run-files.mjs'
import { PATIENCE_MS, startReal } from './start-test-run.mjs'

let real
let url

beforeAll(async () => {
  real = await startReal()
  url = `http://127.0.0.1:${real.ports.web}`
}, 180_000)

afterAll(() => real?.stop())

const running = (name) => readRunFile(join(real.data, 'run', `${name}.pid`))

/** One look at the pid file: a killed process is still there for a moment, and gone between one look and the next. */
const otherThan = (before, now) => (now && now.pid !== before.pid ? now : undefined)

async function isReady() {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3_000) })).ok
  } catch {
    return false
  }
}

describe.skipIf(process.platform === 'win32')('the real Natter', () => {
  test('comes up, says where it is and serves the app there', async () => {
    expect(real.run.output).toContain(`Natter is ready at ${url}\n`)
    const page = await fetch(url, { headers: { 'accept-encoding': 'br', accept: 'text/html' } })
    expect(page.headers.get('content-encoding')).toBe('br')
    expect(await page.text()).toContain('<html')
  })

  test('keeps its keys from other users', () => {
    expect(statSync(join(real.data, 'keys')).mode & 0o077).toBe(0)
  })

  test.each(['nats-server', 'server'])(
    'is ready again after %s was killed outright, and the other one kept running',
    async (killed) => {
      const other = running(killed === 'server' ? 'nats-server' : 'server')
      const before = running(killed)
      process.kill(before.pid, 'SIGKILL')
      const again = await waitUntil(() => otherThan(before, running(killed)), PATIENCE_MS)
      expect(again, `${killed} was not started again`).toBeDefined()
      expect(await waitUntil(isReady, PATIENCE_MS)).toBe(true)
      expect(identifyProcess(other.pid)).toBe(other.identity)
    },
  )

  test('stops both when it is asked to', async () => {
    const pids = ['nats-server', 'server'].map((name) => running(name).pid)
    real.run.process.kill('SIGINT')
    expect(await real.run.ended).toBe(0)
    for (const pid of pids) expect(identifyProcess(pid)).toBeUndefined()
  })
})
