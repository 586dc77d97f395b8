import '../check-node.mjs'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { findFreePort } from '../../test-kit/free-port.ts'
import { startTurnstile } from '../../test-kit/mongo-turnstile.ts'
import { repoRoot } from '../repo-paths.mjs'
import { findOnPath } from '../run-command.mjs'
import { accepts } from '../running/port-check.mjs'
import { say, seconds } from '../say.mjs'
import { waitUntil } from '../wait-until.mjs'

const START_TIMEOUT_MS = 60_000
const BUILD_TIMEOUT_MS = 400_000

/**
 * A MongoDB for tests: MONGODB_URL, else a mongod of this machine, else a compatible test server kept beside the
 * repository. Answers `{url, stop}`, or `{skipped: reason}` where there is none: what needs it is then skipped.
 */
export async function startTestMongo(env = process.env) {
  if (env.MONGODB_URL) return { url: env.MONGODB_URL, stop: async () => {} }
  const mongod = findOnPath('mongod', env)
  if (mongod) {
    return launch(mongod, (folder, port) => ['--dbpath', folder, '--bind_ip', '127.0.0.1', '--port', String(port)], env)
  }
  const beside = resolve(repoRoot, '..', 'shared', 'mongo', 'start')
  if (process.platform !== 'win32' && existsSync(beside)) {
    const args = (folder, port) => [beside, '-data', folder, '-listen', `127.0.0.1:${port}`]
    return behindTurnstile(await launch('/bin/sh', args, env))
  }
  return { skipped: 'no MongoDB here: set MONGODB_URL, or put mongod on the PATH' }
}

async function behindTurnstile(mongo) {
  if (mongo.skipped) return mongo
  const turnstile = await startTurnstile({ host: '127.0.0.1', port: Number(new URL(mongo.url).port) })
  const stop = async () => {
    await turnstile.stop()
    await mongo.stop()
  }
  return { url: `mongodb://127.0.0.1:${turnstile.port}`, stop }
}

async function launch(command, buildArgs, env) {
  const folder = mkdtempSync(join(tmpdir(), 'natter-mongo-'))
  const port = await findFreePort()
  const startedAt = Date.now()
  const child = spawn(command, buildArgs(folder, port), { env, stdio: ['ignore', 'ignore', 'pipe'], windowsHide: true })
  let stderr = ''
  let ended
  const gone = new Promise((done) => {
    child.once('error', (error) => done(error.message))
    child.once('exit', (code, signal) => done(`it ended (${signal ?? `exit ${code}`})`))
  }).then((how) => {
    ended = how
  })
  const forget = () => child.kill('SIGKILL')
  process.on('exit', forget)
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr = (stderr + text).slice(-4_000)
    if (/building/.test(text)) say(`  … ${text.trim()}`)
  })
  const stop = async () => {
    process.off('exit', forget)
    if (ended === undefined) child.kill('SIGTERM')
    const insist = setTimeout(forget, 10_000)
    await gone
    clearTimeout(insist)
    rmSync(folder, { recursive: true, force: true })
  }
  const lifeSign = setInterval(
    () => say(`  … waiting for the test MongoDB, ${seconds(Date.now() - startedAt)}`),
    10_000,
  )
  const isUp = () => ended !== undefined || accepts('127.0.0.1', port)
  await waitUntil(isUp, START_TIMEOUT_MS + (command === '/bin/sh' ? BUILD_TIMEOUT_MS : 0), 100)
  clearInterval(lifeSign)
  if (ended === undefined && (await accepts('127.0.0.1', port))) return { url: `mongodb://127.0.0.1:${port}`, stop }
  await stop()
  return { skipped: `the test MongoDB did not start: ${stderr.trim().split('\n').at(-1) || ended || 'no answer'}` }
}
