// One run of Natter: nats-server and the server as two children, each kept up alone, and both gone when we are.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRepo, repoRoot } from '../repo-paths.mjs'
import { runTool, tail } from '../run-command.mjs'
import { complain, PlainError, say, seconds } from '../say.mjs'
import { waitUntil } from '../wait-until.mjs'
import { askAnyCertificate } from './https-question.mjs'
import { startOrphanGuard } from './orphan-guard.mjs'
import { accepts, findPortFaults } from './port-check.mjs'
import { removeRunFile, stopLeftover } from './run-files.mjs'
import { superviseChild } from './supervised-child.mjs'
import { watchFiles } from './watched-files.mjs'

const FAILED_STARTS_TO_GIVE_UP = 5
const SAY_EVERY_MS = 5_000
const STOPPED = 'Stopped before it was ready.'

export const runFolder = (data) => join(data, 'run')

/**
 * Begins a run: `ready` is kept when all is up and broken when it can't be (or was stopped on the way). Whoever begins
 * one holds `<data>/run/supervisor.pid`; leftovers of an earlier run are stopped first. `beforeServer`: done once the broker
 * is up and before anybody is served.
 */
export function beginNatter(config, natsServer, beforeServer = async () => {}) {
  const run = createRun(config)
  const ready = (async () => {
    await clearLeftovers(config)
    await requirePorts(config)
    if (!config.natsUrl) {
      await prepare(config)
      run.startNats(natsServer)
      await run.whenUp('nats-server', () => natsAnswers(config))
    }
    await beforeServer()
    run.startServer()
    await run.whenUp('server', () => serverIsReady(config))
    run.settle()
  })()
  return { ready, stop: run.stop, killNow: run.killNow }
}

function createRun(config) {
  const children = new Map()
  const guard = startOrphanGuard()
  // The server looks at its certificate itself; nats-server reads it again when it is told to.
  const endWatch = watchFiles(config.tlsFiles, () => children.get('nats-server')?.signal('SIGHUP'))
  let failedStarts = 0
  let isSettled = false
  let isStopped = false

  function supervise(name, command, args, stopSignal) {
    if (isStopped) throw new PlainError(STOPPED)
    const logFile = join(config.data, 'logs', `${name}.log`)
    const child = superviseChild({
      command,
      args,
      env: config.childEnv,
      cwd: repoRoot,
      logFile,
      pidFile: join(runFolder(config.data), `${name}.pid`),
      stopSignal,
      onChange: (change) => {
        // The server first: it still has things to say to NATS while it closes.
        guard.watch(['server', 'nats-server'].map((each) => children.get(each)?.pid()))
        if (change.kind === 'started') {
          if (isSettled) say(`${name} is started again (process ${change.pid}).`)
          return
        }
        if (!isSettled) failedStarts += 1
        complain(
          `${name} ended (${change.how}) after ${seconds(change.upMs)}; trying again in ${seconds(change.againInMs)}.`,
        )
        complain(`  ${logFile} says: ${lastWords(logFile)}`)
      },
    })
    children.set(name, child)
  }

  return {
    startNats: (program) => supervise('nats-server', program, ['-c', natsConfig(config)], 'SIGINT'),
    startServer: () => supervise('server', process.execPath, [inRepo('build', 'server', 'server-main.js')], 'SIGTERM'),
    settle() {
      isSettled = true
    },
    async whenUp(name, ask) {
      failedStarts = 0
      let said = ''
      let saidAt = Date.now()
      await waitUntil(async () => {
        if (isStopped) throw new PlainError(STOPPED)
        if (failedStarts >= FAILED_STARTS_TO_GIVE_UP) {
          throw new PlainError(
            `${name} does not come up. Its log is ${join(config.data, 'logs', `${name}.log`)}; the lines above name the reason.`,
          )
        }
        const waitingFor = await ask()
        if (waitingFor && (waitingFor !== said || Date.now() - saidAt > SAY_EVERY_MS) && Date.now() - saidAt > 1_000) {
          said = waitingFor
          saidAt = Date.now()
          say(`  … waiting for ${waitingFor}`)
        }
        return !waitingFor
      }, Number.POSITIVE_INFINITY)
    },
    async stop() {
      isStopped = true
      endWatch()
      await children.get('server')?.stop()
      await children.get('nats-server')?.stop()
      guard.watch([])
      guard.end()
    },
    killNow() {
      for (const child of children.values()) child.killNow()
    },
  }
}

const natsConfig = (config) => join(config.data, 'nats', 'nats-server.conf')

async function clearLeftovers(config) {
  for (const name of ['server', 'nats-server']) {
    if (await stopLeftover(join(runFolder(config.data), `${name}.pid`))) {
      say(`Stopped the ${name} that an earlier run had left behind.`)
    }
  }
}

async function requirePorts(config) {
  const { NATTER_PORT, ...natsPorts } = config.ports
  const wanted = { NATTER_PORT, ...(config.natsUrl ? {} : natsPorts) }
  const faults = await findPortFaults(config.host, Object.entries(wanted))
  if (faults.length > 0) throw new PlainError(faults.join('\n'))
}

/** Keys and nats-server's configuration are the server code's to write; it does so before nats-server starts. */
async function prepare(config) {
  const ran = await runTool(inRepo('build', 'server', 'prepare-main.js'), [], { env: config.childEnv })
  if (ran.code !== 0)
    throw new PlainError(`Natter's keys and settings could not be prepared:\n${tail(ran.stderr || ran.stdout)}`)
  if (!existsSync(natsConfig(config))) throw new Error(`prepare-main ended well but wrote no ${natsConfig(config)}`)
}

/** What is still missing, in words, or undefined when nothing is. */
async function natsAnswers(config) {
  const ports = [config.ports.NATTER_NATS_WS_PORT, config.ports.NATTER_NATS_PORT]
  for (const port of ports) if (!(await accepts(config.host, port))) return `nats-server on port ${port}`
  return undefined
}

async function serverIsReady(config) {
  try {
    const { status, body } = await askAnyCertificate(`${config.url}/readyz`, 3_000)
    return status === 200 ? undefined : `the server: ${failingParts(body)}`
  } catch {
    return 'the server to answer'
  }
}

/** `/readyz` names the failing part: its own words where it is JSON with a detail, else the text as it is. */
function failingParts(body) {
  try {
    const { detail, title, failing, parts } = JSON.parse(body)
    return String(detail ?? (failing ? [failing].flat().join(', ') : parts ? JSON.stringify(parts) : (title ?? body)))
  } catch {
    return body.slice(0, 200)
  }
}

/** The line of a log that most likely says why: the last one that speaks of an error, else the very last. */
export function lastWords(logFile) {
  const text = existsSync(logFile) ? readFileSync(logFile, 'utf8').slice(-8_000) : ''
  const lines = text.split('\n').filter((line) => line.trim() && !/^\s+at |^Node\.js v|^\s*\^/.test(line))
  const telling = lines.findLast((line) => /error|fatal|panic|cannot|can't|refused|denied|\[FTL\]/i.test(line))
  return (telling ?? lines.at(-1) ?? 'none').trim().slice(0, 400)
}

export const releaseRun = (data) => removeRunFile(join(runFolder(data), 'supervisor.pid'))
