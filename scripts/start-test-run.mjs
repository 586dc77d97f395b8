import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { waitUntil } from './wait-until.mjs'

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

/** Ports that are free now, all different. */
export async function findFreePorts(count) {
  const servers = await Promise.all(
    Array.from({ length: count }, () => {
      const server = createServer()
      return new Promise((done) => server.listen(0, '127.0.0.1', () => done(server)))
    }),
  )
  const ports = servers.map((server) => server.address().port)
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))))
  return ports
}
