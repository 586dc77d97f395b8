import './check-node.mjs'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBuilt } from './build.mjs'
import { demoOf } from './demo/demo-run.mjs'
import { ensureNatsServer } from './fetching/nats-server.mjs'
import { ensureInstalled } from './install.mjs'
import { inRepo, repoRoot } from './repo-paths.mjs'
import { beginNatter, releaseRun, runFolder } from './running/natter-run.mjs'
import { openApp } from './running/open-app.mjs'
import { claimRunFile } from './running/run-files.mjs'
import { parseStartConfig } from './running/start-config.mjs'
import { complain, PlainError, runMain, say, seconds } from './say.mjs'

const PARENT_CHECK_MS = 250
const startedAt = Date.now()

async function main() {
  const config = parseStartConfig(process.env)
  if (config.faults.length > 0) {
    throw new PlainError(describeFaults([...config.faults, ...(await loadFurtherFaults(config.faults))]))
  }
  claimData(config)
  const session = { run: undefined, closeWindow: () => {}, demo: demoOf(config) }
  const ending = watchForTheEnd(session)
  process.on('exit', () => {
    session.run?.killNow()
    releaseRun(config.data)
  })
  try {
    await bringUp(config, session, ending)
    await ending.promise
  } catch (error) {
    // A step that fails because we are being stopped has nothing to say.
    if (!ending.isNear()) throw error
  } finally {
    session.closeWindow()
    await session.demo?.stop()
    if (session.run) {
      say('Stopping Natter …')
      await session.run.stop()
      say('Stopped.')
    }
  }
  // Electron's download or an open socket must not keep a stopped Natter alive.
  process.exit(ending.code())
}

async function bringUp(config, session, ending) {
  await ensureInstalled()
  const natsServer = config.natsUrl ? undefined : await ensureNatsServer(config.childEnv)
  if (natsServer) config.childEnv.NATTER_NATS_SERVER = natsServer
  await ensureBuilt(wantsDesktop(config) ? ['server', 'web', 'desktop'] : ['server', 'web'])
  await requireServerConfig(config)
  if (ending.isNear()) return
  say('• Starting Natter …')
  session.run = beginNatter(config, natsServer, session.demo?.live)
  await session.run.ready
  say(`  up after ${seconds(Date.now() - startedAt)}; its data is in ${config.data}. Ctrl-C stops it.`)
  if (config.lacksTls) say(`  ${insecureWords}`)
  say(`Natter is ready at ${config.publicUrl}`)
  if (session.demo) return session.demo.show()
  session.closeWindow = await openApp({ url: config.publicUrl, mode: config.open, env: config.childEnv })
}

const insecureWords =
  'Browsers on other machines need https for it: set NATTER_TLS_CERT and NATTER_TLS_KEY, or put a proxy in front (docs/operate.md, TLS).'

/** The server reads more of the environment than we do; what it would refuse is told here, not in a log. */
async function requireServerConfig(config) {
  const faults = await loadServerFaults(config.childEnv)
  if (faults.length > 0) throw new PlainError(describeFaults(faults))
}

/** What the server would refuse besides what we do, so that all is put right at once. A new clone has no server to ask. */
async function loadFurtherFaults(faults) {
  if (!existsSync(inRepo('build', 'server', 'server-config.js'))) return []
  const said = faults.join('\n')
  const ofServer = await loadServerFaults(process.env)
  return ofServer.filter((each) => (each.match(/\b[A-Z]+_[A-Z_]+/g) ?? []).every((name) => !said.includes(name)))
}

async function loadServerFaults(env) {
  const { parseServerConfig } = await import('../build/server/server-config.js')
  const parsed = parseServerConfig(env, repoRoot)
  return parsed.ok ? [] : parsed.error
}

const describeFaults = (faults) =>
  ['Natter is not started. Please put this right:', ...faults.map((each) => `  - ${each}`)].join('\n')

const wantsDesktop = ({ open }) =>
  open !== 'no' && open !== 'browser' && existsSync(inRepo('desktop', 'main', 'electron', 'electron-main.ts'))

function claimData(config) {
  const holder = claimRunFile(join(runFolder(config.data), 'supervisor.pid'), config.url)
  if (!holder) return
  throw new PlainError(
    `Natter already runs with this data, at ${holder.url} (process ${holder.pid}). ` +
      'Stop that one first (Ctrl-C where it runs), or set NATTER_DATA and the ports for a second one.',
  )
}

/** The first signal (or bug) ends the run in order, the second one at once. */
function watchForTheEnd(session) {
  let code
  let resolveEnd = () => {}
  const promise = new Promise((done) => {
    resolveEnd = done
  })
  const end = (exitCode) => {
    if (code !== undefined) {
      session.run?.killNow()
      process.exit(1)
    }
    code = exitCode
    resolveEnd()
    // Ends the wait for readiness, if that is where we are; a run that is up is stopped by main.
    void session.run?.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(0))
  watchForParent(() => code === undefined && end(0))
  for (const kind of ['uncaughtException', 'unhandledRejection']) {
    process.on(kind, (error) => {
      complain(String(error?.stack ?? error))
      end(1)
    })
  }
  return { promise, isNear: () => code !== undefined, code: () => code ?? 0 }
}

// npm hands a signal to the shell it runs us in, and that shell dies without handing it on: we would run on, unseen.
function watchForParent(onGone) {
  if (!process.env.npm_lifecycle_event || process.platform === 'win32') return
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    onGone()
  }, PARENT_CHECK_MS)
  timer.unref()
}

await runMain(main)
