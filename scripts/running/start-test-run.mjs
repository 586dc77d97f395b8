import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findFreePort } from '../../test-kit/free-port.ts'
import { inRepo } from '../repo-paths.mjs'
import { waitUntil } from '../wait-until.mjs'

export const PATIENCE_MS = 60_000

/** Runs start.mjs as a person would, and keeps what it says. */
export function startRun(script, env) {
  const child = spawn(process.execPath, [script], { env })
  const run = { process: child, output: '', code: undefined }
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => {
      run.output += text
    })
  }
  run.ended = new Promise((done) => {
    child.once('close', (code) => {
      run.code = code
      done(code)
    })
  })
  run.says = (text) => waitUntil(() => run.output.includes(text) || run.code !== undefined, PATIENCE_MS)
  return run
}

/** The real Natter, ready, on ports and data of its own, with `settings` besides. */
export async function startReal(settings = {}) {
  const data = mkdtempSync(join(tmpdir(), 'natter-real-start-'))
  const [web, ws, tcp] = await Promise.all([findFreePort(), findFreePort(), findFreePort()])
  const run = startRun(inRepo('scripts', 'start.mjs'), {
    ...process.env,
    NATTER_DATA: data,
    NATTER_HOST: '127.0.0.1',
    NATTER_PORT: String(web),
    NATTER_NATS_WS_PORT: String(ws),
    NATTER_NATS_PORT: String(tcp),
    NATTER_OPEN: 'no',
    NATTER_NATS_URL: '',
    MONGODB_URL: '',
    ...settings,
  })
  const stop = async () => {
    run.process.kill('SIGTERM')
    await run.ended
    rmSync(data, { recursive: true, force: true })
  }
  await run.says('Natter is ready at ')
  return { run, data, ports: { web, ws }, stop }
}
