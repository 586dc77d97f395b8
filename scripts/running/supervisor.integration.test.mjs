// `npm start` as a whole, in a copy of the house whose two children are tiny: what is tried is the supervisor. With the
// real nats-server and server it is tried in start.integration.test.mjs.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findFreePort } from '../../test-kit/free-port.ts'
import { inRepo } from '../repo-paths.mjs'
import { waitUntil } from '../wait-until.mjs'
import { identifyProcess } from './process-identity.mjs'
import { readRunFile } from './run-files.mjs'
import { PATIENCE_MS, startRun } from './start-test-run.mjs'

let root
let env
let started

const natsProgram = `#!${process.execPath}
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
if (process.argv.includes('--version')) {
  console.log('nats-server: v2.15.1')
} else {
  const { ports } = JSON.parse(readFileSync(process.argv.at(-1), 'utf8'))
  for (const port of ports) createServer((socket) => socket.end()).listen(port, '127.0.0.1')
}
`
const prepareMain = `
import { mkdirSync, writeFileSync } from 'node:fs'
const { NATTER_DATA, NATTER_NATS_PORT, NATTER_NATS_WS_PORT } = process.env
mkdirSync(NATTER_DATA + '/nats', { recursive: true })
writeFileSync(NATTER_DATA + '/nats/nats-server.conf', JSON.stringify({ ports: [+NATTER_NATS_PORT, +NATTER_NATS_WS_PORT] }))
`
const serverMain = `
import { createServer } from 'node:http'
if (process.env.FAKE_SERVER === 'broken') throw new Error('the disk is full')
createServer((request, response) => response.end('{}')).listen(+process.env.NATTER_PORT, process.env.NATTER_HOST)
`
const serverConfig = `
export const parseServerConfig = (env) =>
  env.NATTER_ROLES === 'nonsense' ? { ok: false, error: ['NATTER_ROLES is "nonsense".'] } : { ok: true, value: {} }
`

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'natter-start-'))
  started = []
  const put = (path, text, mode = 0o644) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text, { mode })
  }
  cpSync(inRepo('scripts'), join(root, 'scripts'), { recursive: true })
  put('package.json', '{"type":"module"}')
  put('package-lock.json', '{"packages":{}}')
  put('node_modules/.package-lock.json', '{"packages":{}}')
  put('node_modules/typescript/bin/tsc', '')
  put('node_modules/vite/bin/vite.js', '')
  put('build/web/index.html', '')
  put('build/web/service-worker.js', '')
  put('build/server/server-config.js', serverConfig)
  put('build/server/prepare-main.js', prepareMain)
  put('build/server/server-main.js', serverMain)
  put('nats-server.mjs', natsProgram, 0o755)
  const [web, ws, tcp] = await Promise.all([findFreePort(), findFreePort(), findFreePort()])
  env = {
    ...process.env,
    NATTER_DATA: join(root, 'data'),
    NATTER_CACHE: join(root, 'cache'),
    NATTER_NATS_SERVER: join(root, 'nats-server.mjs'),
    NATTER_NATS_URL: '',
    NATTER_OPEN: 'no',
    MONGODB_URL: '',
    NATTER_HOST: '127.0.0.1',
    NATTER_PORT: String(web),
    NATTER_NATS_WS_PORT: String(ws),
    NATTER_NATS_PORT: String(tcp),
  }
})

afterEach(async () => {
  for (const each of started) {
    each.process.kill('SIGTERM')
    await each.ended
  }
  rmSync(root, { recursive: true, force: true })
})

const start = (more = {}) => {
  const run = startRun(join(root, 'scripts', 'start.mjs'), { ...env, ...more })
  started.push(run)
  return run
}

const readyLine = () => `Natter is ready at http://127.0.0.1:${env.NATTER_PORT}\n`
const runningPid = (name) => readRunFile(join(root, 'data', 'run', `${name}.pid`))?.pid
const isGone = (pid) => waitUntil(() => identifyProcess(pid) === undefined, PATIENCE_MS)

describe.skipIf(process.platform === 'win32')('npm start', { timeout: 90_000 }, () => {
  test('says once where Natter is, and stops everything when asked', async () => {
    const run = start()
    await run.says(readyLine())
    expect(run.output.split(readyLine())).toHaveLength(2)
    const pids = [runningPid('nats-server'), runningPid('server')]
    run.process.kill('SIGINT')
    expect(await run.ended).toBe(0)
    for (const pid of pids) expect(identifyProcess(pid)).toBeUndefined()
    for (const name of ['supervisor', 'server', 'nats-server']) {
      expect(existsSync(join(root, 'data', 'run', `${name}.pid`))).toBe(false)
    }
  })

  test('brings a killed child back and leaves the other one running', async () => {
    const run = start()
    await run.says(readyLine())
    for (const [killed, kept] of [
      ['server', 'nats-server'],
      ['nats-server', 'server'],
    ]) {
      const [before, other] = [runningPid(killed), runningPid(kept)]
      process.kill(before, 'SIGKILL')
      const after = await waitUntil(() => (runningPid(killed) !== before ? runningPid(killed) : undefined), PATIENCE_MS)
      expect(after).toBeGreaterThan(0)
      expect(runningPid(kept)).toBe(other)
    }
  })

  test('leaves no child behind when it is killed outright, and starts again after that', async () => {
    const first = start()
    await first.says(readyLine())
    const pids = [runningPid('nats-server'), runningPid('server')]
    first.process.kill('SIGKILL')
    await first.ended
    for (const pid of pids) expect(await isGone(pid)).toBe(true)
    const second = start()
    await second.says(readyLine())
    expect(second.output).toContain(readyLine())
  })

  test('says where the one that already runs is, and ends', async () => {
    await start().says(readyLine())
    const second = start()
    expect(await second.ended).toBe(1)
    expect(second.output).toContain(`already runs with this data, at http://127.0.0.1:${env.NATTER_PORT}`)
    expect(runningPid('server')).toBeGreaterThan(0)
  })

  test('names the taken port and the variable that changes it', async () => {
    const squatter = createServer().listen(Number(env.NATTER_PORT), '127.0.0.1')
    const run = start()
    expect(await run.ended).toBe(1)
    squatter.close()
    expect(run.output).toContain(`Port ${env.NATTER_PORT} is taken`)
    expect(run.output).toContain('NATTER_PORT')
  })

  test('gives up on a server that never comes up, says its last words and leaves nothing running', async () => {
    const run = start({ FAKE_SERVER: 'broken' })
    expect(await run.ended).toBe(1)
    expect(run.output).toContain('the disk is full')
    expect(run.output).not.toContain('Natter is ready')
    expect(runningPid('nats-server')).toBeUndefined()
    expect(readFileSync(join(root, 'data', 'logs', 'server.log'), 'utf8')).toContain('the disk is full')
  })

  test('tells what it refuses itself and what the server would, all at once', async () => {
    const run = start({ NATTER_ROLES: 'nonsense', NATTER_OPEN: 'sometimes' })
    expect(await run.ended).toBe(1)
    expect(run.output).toContain('NATTER_OPEN is "sometimes"')
    expect(run.output).toContain('NATTER_ROLES is "nonsense".')
  })

  test('tells what the server would refuse in the environment before it starts anything', async () => {
    const run = start({ NATTER_ROLES: 'nonsense' })
    expect(await run.ended).toBe(1)
    expect(run.output).toContain('NATTER_ROLES is "nonsense".')
    expect(existsSync(join(root, 'data', 'logs'))).toBe(false)
  })
})
