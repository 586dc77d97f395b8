import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitUntil } from '../wait-until.mjs'
import { identifyProcess } from './process-identity.mjs'
import { readRunFile, stopLeftover, writeRunFile } from './run-files.mjs'
import { superviseChild } from './supervised-child.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const pace = { firstDelayMs: 10, lastDelayMs: 40, steadyAfterMs: 60_000, patienceMs: 500 }
const PATIENCE_MS = 20_000
let folder
let supervised

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natter-scripts-'))
  supervised = []
})

afterEach(async () => {
  for (const child of supervised) await child.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A child that runs a piece of JavaScript, with the changes it was told of. */
function supervise(name, script, logs = {}) {
  const changes = []
  const files = { logFile: join(folder, `${name}.log`), pidFile: join(folder, `${name}.pid`) }
  const child = superviseChild({
    command: process.execPath,
    args: ['-e', script],
    env: process.env,
    cwd: folder,
    onChange: (change) => changes.push(change),
    pace,
    logs,
    ...files,
  })
  supervised.push(child)
  const started = (times) =>
    waitUntil(() => changes.filter((change) => change.kind === 'started').length >= times, PATIENCE_MS)
  return { child, changes, started, ...files }
}

const FOREVER = 'setInterval(() => {}, 1000)'

test('a killed child is started again and the other one keeps its process', async () => {
  const a = supervise('a', FOREVER)
  const b = supervise('b', FOREVER)
  expect(await a.started(1)).toBe(true)
  expect(await b.started(1)).toBe(true)
  const [first, untouched] = [a.child.pid(), b.child.pid()]
  process.kill(first, 'SIGKILL')
  expect(await a.started(2)).toBe(true)
  expect(a.child.pid()).not.toBe(first)
  expect(readRunFile(a.pidFile)?.pid).toBe(a.child.pid())
  expect(b.child.pid()).toBe(untouched)
  expect(identifyProcess(untouched)).toBeDefined()
})

test('a child that keeps failing is tried again with growing delays, up to the longest', async () => {
  const { changes, started, logFile } = supervise('failing', "console.error('no luck'); process.exit(3)")
  expect(await started(5)).toBe(true)
  const ends = changes.filter((change) => change.kind === 'ended').slice(0, 4)
  expect(ends.map((change) => change.againInMs)).toEqual([10, 20, 40, 40])
  expect(ends[0].how).toBe('exit 3')
  expect(readFileSync(logFile, 'utf8')).toContain('no luck')
})

test('a program that cannot be started is told of and tried again', async () => {
  const changes = []
  const child = superviseChild({
    command: join(folder, 'no-such-program'),
    args: [],
    env: process.env,
    cwd: folder,
    logFile: join(folder, 'x.log'),
    pidFile: join(folder, 'x.pid'),
    onChange: (change) => changes.push(change),
    pace,
  })
  supervised.push(child)
  expect(await waitUntil(() => changes.length >= 2, PATIENCE_MS)).toBe(true)
  expect(changes[0].how).toContain('ENOENT')
})

test.skipIf(process.platform === 'win32')(
  'a child that ignores the polite signal is killed after a while',
  async () => {
    const { child, started, logFile, pidFile } = supervise(
      'deaf',
      `process.on('SIGTERM', () => {}); console.log('listening'); ${FOREVER}`,
    )
    await started(1)
    await waitUntil(() => readFileSync(logFile, 'utf8').includes('listening'), PATIENCE_MS)
    const pid = child.pid()
    await child.stop()
    expect(identifyProcess(pid)).toBeUndefined()
    expect(existsSync(pidFile)).toBe(false)
  },
)

test('a stopped child is not started again', async () => {
  const { child, changes, started } = supervise('once', FOREVER)
  await started(1)
  await child.stop()
  expect(child.pid()).toBeUndefined()
  expect(changes.filter((change) => change.kind === 'ended')).toEqual([])
})

test.skipIf(process.platform === 'win32')(
  'children are gone soon after their supervisor is killed outright',
  async () => {
    const program = join(folder, 'lonely.mjs')
    writeFileSync(
      program,
      `import { startOrphanGuard } from ${JSON.stringify(join(here, 'orphan-guard.mjs'))}
     import { superviseChild } from ${JSON.stringify(join(here, 'supervised-child.mjs'))}
     const guard = startOrphanGuard()
     const child = superviseChild({ command: process.execPath, args: ['-e', ${JSON.stringify(FOREVER)}], env: process.env,
       cwd: ${JSON.stringify(folder)}, logFile: 'kept.log', pidFile: 'kept.pid', onChange: () => guard.watch([child.pid()]) })`,
    )
    const supervisor = execFile(process.execPath, [program], { cwd: folder })
    const left = await waitUntil(() => readRunFile(join(folder, 'kept.pid')), PATIENCE_MS)
    supervisor.kill('SIGKILL')
    expect(await waitUntil(() => identifyProcess(left.pid) === undefined, PATIENCE_MS)).toBe(true)
  },
)

test('what a pid file names is stopped, but a process that only has the same number is left alone', async () => {
  const file = join(folder, 'left.pid')
  const left = execFile(process.execPath, ['-e', FOREVER])
  writeRunFile(file, left.pid)
  writeFileSync(join(folder, 'other.pid'), `${process.pid}\nanother-start\n\n`)
  expect(await stopLeftover(join(folder, 'other.pid'))).toBe(false)
  expect(await stopLeftover(file)).toBe(true)
  expect(identifyProcess(left.pid)).toBeUndefined()
  expect(existsSync(file)).toBe(false)
})

test('a log that grows without end is cut while its program runs, and what is newest stands', async () => {
  const chatter = `let n = 0; setInterval(() => { for (let i = 0; i < 200; i++) console.log('line', n++, 'x'.repeat(80)) }, 2)`
  const logs = { maxBytes: 100_000, kept: 2, lookEveryMs: 5 }
  const { child, logFile, started } = supervise('chatter', chatter, logs)
  expect(await started(1)).toBe(true)
  const pid = child.pid()
  const size = (path) => (existsSync(path) ? readFileSync(path).byteLength : 0)
  const firstOf = (path) => Number(/line (\d+)/.exec(readFileSync(path, 'utf8'))?.[1])
  expect(await waitUntil(() => size(`${logFile}.2`) > 0 && firstOf(`${logFile}.2`) > 5_000, PATIENCE_MS)).toBe(true)
  expect(child.pid()).toBe(pid)
  await child.stop()
  expect(existsSync(`${logFile}.3`)).toBe(false)
  // Some ten looks' worth on a machine that has much else to do; it would be all of it, megabytes, without.
  const kept = [logFile, `${logFile}.1`, `${logFile}.2`].reduce((sum, path) => sum + size(path), 0)
  expect(kept).toBeLessThan(20_000_000)
  expect(firstOf(`${logFile}.1`)).toBeGreaterThan(firstOf(`${logFile}.2`))
})
