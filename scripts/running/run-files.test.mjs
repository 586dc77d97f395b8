import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { waitUntil } from '../wait-until.mjs'
import { claimRunFile, readRunFile } from './run-files.mjs'
import { rotateLog, superviseChild } from './supervised-child.mjs'

let folder
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'natter-scripts-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

test('a pid file is claimed by one live process, and from a dead one', () => {
  const file = join(folder, 'run', 'supervisor.pid')
  expect(claimRunFile(file, 'http://127.0.0.1:1')).toBeUndefined()
  expect(claimRunFile(file, 'http://127.0.0.1:2')).toMatchObject({ pid: process.pid, url: 'http://127.0.0.1:1' })
  writeFileSync(file, `${process.pid}\nanother-start\nhttp://127.0.0.1:3\n`)
  expect(claimRunFile(file, 'http://127.0.0.1:4')).toBeUndefined()
  expect(readRunFile(file)?.url).toBe('http://127.0.0.1:4')
})

test('a log that has grown large makes room for a new one, and only so many are kept', () => {
  const log = join(folder, 'x.log')
  for (const text of ['first', 'second', 'third', 'fourth']) {
    writeFileSync(log, text)
    rotateLog(log, { maxBytes: 1, kept: 2 })
  }
  expect(readFileSync(log, 'utf8')).toBe('')
  expect(readFileSync(`${log}.1`, 'utf8')).toBe('fourth')
  expect(readFileSync(`${log}.2`, 'utf8')).toBe('third')
  expect(existsSync(`${log}.3`)).toBe(false)
})

// All that a supervised child does otherwise is in supervised-child.integration.test.mjs.
test('a killed child is started again', async () => {
  const changes = []
  const child = superviseChild({
    ...{ command: process.execPath, args: ['-e', 'setInterval(() => {}, 1000)'], env: process.env, cwd: folder },
    ...{ logFile: join(folder, 'x.log'), pidFile: join(folder, 'x.pid'), logs: {} },
    pace: { firstDelayMs: 10, lastDelayMs: 40, steadyAfterMs: 60_000, patienceMs: 500 },
    onChange: ({ kind }) => changes.push(kind),
  })
  const started = (times) => waitUntil(() => changes.filter((kind) => kind === 'started').length >= times, 20_000)
  expect(await started(1)).toBe(true)
  const first = child.pid()
  process.kill(first, 'SIGKILL')
  expect(await started(2)).toBe(true)
  expect(child.pid()).not.toBe(first)
  await child.stop()
})
