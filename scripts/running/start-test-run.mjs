import { spawn } from 'node:child_process'
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
