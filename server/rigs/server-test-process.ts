import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endChild } from '../../test-kit/child-process.ts'
import { findFreePort } from '../../test-kit/free-port.ts'
import type { TestNats } from './nats-test-server.ts'

/** For system tests: the built server as a process of its own, that can be killed as the kernel would. */
export type ServerProcess = {
  readonly url: string
  readonly start: () => Promise<void>
  /** `kill -9`. */
  readonly kill: () => Promise<void>
  /** As Ctrl-C would. */
  readonly stop: () => Promise<void>
  readonly pid: () => number | undefined
  /** The end of what it said so far. */
  readonly log: () => string
}

const repoFolder = findRepoFolder()
const mainFile = join(repoFolder, 'build/server/server-main.js')
/** `npm test` builds first; without a build these tests are skipped. */
export const isServerBuilt = existsSync(mainFile)
/** Alone it takes a second or two of a core. Where twenty processes wanted one core it was not there after thirty. */
const startWithinMs = 90_000
const keptLog = 1_000_000

export async function createServerProcess(
  nats: TestNats,
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const port = await findFreePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let said = ''
  const endWithUs = () => child?.kill('SIGKILL')
  process.once('exit', endWithUs)

  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    const ending = child
    child = undefined
    await endChild(ending, signal)
  }
  return {
    url,
    start: async () => {
      const started = spawn(process.execPath, [mainFile], {
        cwd: repoFolder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: process.env.PATH,
          NATTER_DATA: nats.dataDir,
          NATTER_PORT: String(port),
          NATTER_NATS_URL: nats.tcpUrl,
          NATTER_NATS_WS_URL: nats.wsUrl,
          NATTER_LOG_LEVEL: 'warn',
          NATTER_SIGN_UPS_PER_MINUTE: '100000',
          NATTER_REQUESTS_PER_MINUTE: '1000000',
          NATTER_GUARD: 'off',
          // A fifth of the work.
          NATTER_PASSWORD_MEBIBYTES: '19',
          NATTER_CONTACTS: 'open',
          ...env,
        },
      })
      child = started
      for (const stream of [started.stdout, started.stderr]) {
        stream.on('data', (chunk: Buffer) => {
          said = (said + chunk.toString()).slice(-keptLog)
        })
      }
      for (const deadline = Date.now() + startWithinMs; !(await isReady(url)); ) {
        if (started.exitCode !== null)
          throw new Error(`the server ended with ${started.exitCode}:\n${said.slice(-8_000)}`)
        if (Date.now() > deadline) throw new Error(`the server was not ready in time:\n${said.slice(-8_000)}`)
        await new Promise((next) => setTimeout(next, 50))
      }
    },
    kill: () => end('SIGKILL'),
    stop: async () => {
      process.removeListener('exit', endWithUs)
      await end('SIGTERM')
    },
    pid: () => child?.pid,
    log: () => said,
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) })).status === 200
  } catch {
    return false
  }
}

export function findRepoFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder)
  return folder
}
