import { spawn } from 'node:child_process'
import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, renameSync, statSync, truncateSync } from 'node:fs'
import { dirname } from 'node:path'
import { removeRunFile, writeRunFile } from './run-files.mjs'

const MAX_LOG_BYTES = 10 * 1024 * 1024
const KEPT_LOGS = 3
const usualPace = { firstDelayMs: 200, lastDelayMs: 5_000, steadyAfterMs: 10_000, patienceMs: 10_000 }

const LOOK_EVERY_MS = 1_000

/**
 * Makes room in a log that has grown large: `.1` is the newest of the old ones. Whoever writes it goes on doing so, at the
 * end of a file that is short again (it was opened for appending): what is written between copying and cutting is lost,
 * some lines at most. So a broker that is made to complain without end does not fill the disk.
 */
export function rotateLog(path, { maxBytes = MAX_LOG_BYTES, kept = KEPT_LOGS } = {}) {
  mkdirSync(dirname(path), { recursive: true })
  if (!existsSync(path) || statSync(path).size < maxBytes) return
  for (let n = kept - 1; n >= 1; n -= 1) {
    if (existsSync(`${path}.${n}`)) renameSync(`${path}.${n}`, `${path}.${n + 1}`)
  }
  copyFileSync(path, `${path}.1`)
  truncateSync(path)
}

/**
 * Keeps one program running: started at once, started again with growing delays when it ends, until stopped. It writes
 * its log file itself, so nothing of it depends on this process's pipes. Its pid file names it while it runs.
 * `onChange({kind: 'started', pid} | {kind: 'ended', how, againInMs, upMs})` is told what happens.
 */
export function superviseChild({
  command,
  args,
  env,
  cwd,
  logFile,
  pidFile,
  stopSignal = 'SIGTERM',
  onChange,
  pace = {},
  logs = {},
}) {
  const { firstDelayMs, lastDelayMs, steadyAfterMs, patienceMs } = { ...usualPace, ...pace }
  let child
  let delayMs = firstDelayMs
  let timer
  let stopping
  let onGone = () => {}
  const tidyLog = () => {
    try {
      rotateLog(logFile, logs)
    } catch (error) {
      // A full disk: what is old is no reason to stop what runs.
      if (!child) throw error
    }
  }
  const tidying = setInterval(tidyLog, logs.lookEveryMs ?? LOOK_EVERY_MS)
  tidying.unref()

  function start() {
    tidyLog()
    const log = openSync(logFile, 'a')
    const startedAt = Date.now()
    // In a process group of its own a Ctrl-C in the terminal reaches only us, and we stop the children in order.
    // On Windows that would open a window; there the system itself ends the children with us.
    const detached = process.platform !== 'win32'
    const current = spawn(command, args, { cwd, env, detached, windowsHide: true, stdio: ['ignore', log, log] })
    closeSync(log)
    child = current
    current.once('spawn', () => {
      writeRunFile(pidFile, current.pid)
      onChange({ kind: 'started', pid: current.pid })
    })
    let isOver = false
    const over = (how) => {
      if (isOver) return
      isOver = true
      child = undefined
      removeRunFile(pidFile)
      if (stopping) return onGone()
      const upMs = Date.now() - startedAt
      if (upMs >= steadyAfterMs) delayMs = firstDelayMs
      timer = setTimeout(start, delayMs)
      onChange({ kind: 'ended', how, againInMs: delayMs, upMs })
      delayMs = Math.min(delayMs * 2, lastDelayMs)
    }
    current.once('error', (error) => over(error.message))
    current.once('exit', (code, signal) => over(signal ? `signal ${signal}` : `exit ${code}`))
  }

  start()
  return {
    pid: () => child?.pid,
    /** Nothing where it does not run; on Windows, which knows no signals that do not end. */
    signal: (name) => process.platform !== 'win32' && child?.kill(name),
    /** Ends it for good: asks, waits, insists. Safe to call twice. */
    stop() {
      stopping ??= new Promise((done) => {
        clearTimeout(timer)
        clearInterval(tidying)
        if (!child) return done()
        const insist = setTimeout(() => child?.kill('SIGKILL'), patienceMs)
        onGone = () => {
          clearTimeout(insist)
          done()
        }
        child.kill(stopSignal)
      })
      return stopping
    },
    /** For the last moment of this process only, when nothing can be waited for. */
    killNow: () => child?.kill('SIGKILL'),
  }
}
