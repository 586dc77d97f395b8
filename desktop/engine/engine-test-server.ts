import type { ChildProcess } from 'node:child_process'
import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, openSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accepts, endChild } from '../../test-kit/child-process.ts'
import { findFreePort } from '../../test-kit/free-port.ts'

/** For tests: a real nats-server and the built control plane, as two children, in a folder of their own. */
export type TestInstallation = {
  readonly origin: string
  stopServer(): Promise<void>
  startServer(): Promise<void>
  /** As when the machine takes its memory: nothing is said or written any more. */
  killServer(): Promise<void>
  killNats(): Promise<void>
  stopNats(): Promise<void>
  /** `refusing`: without the accounts of clients, as while a broker's resolver is not ready. */
  startNats(how?: { readonly refusing: boolean }): Promise<void>
  stop(): Promise<void>
}

/** On a machine that does much else. */
const startsWithinMs = 90_000
const serverMain = join('build', 'server', 'server-main.js')

export async function startTestInstallation(
  extraEnv: Readonly<Record<string, string>> = {},
): Promise<TestInstallation> {
  const natsServer = process.env.NATTER_NATS_SERVER
  if (natsServer === undefined) throw new Error('NATTER_NATS_SERVER must name a nats-server')
  if (!existsSync(serverMain)) throw new Error('the server is not built: npm run build')
  const folder = mkdtempSync(join(tmpdir(), 'natter-engine-'))
  const [port, wsPort, tcpPort] = await Promise.all([findFreePort(), findFreePort(), findFreePort()])
  const env = {
    ...process.env,
    NATTER_DATA: folder,
    NATTER_PORT: String(port),
    NATTER_NATS_WS_PORT: String(wsPort),
    NATTER_NATS_PORT: String(tcpPort),
    NATTER_SIGN_UPS_PER_MINUTE: '100000',
    NATTER_SIGN_INS_PER_MINUTE: '100000',
    NATTER_REQUESTS_PER_MINUTE: '1000000',
    NATTER_GUARD: 'off',
    // A fifth of the work.
    NATTER_PASSWORD_MEBIBYTES: '19',
    NATTER_CONTACTS: 'open',
    NATTER_LOG_LEVEL: 'warn',
    ...extraEnv,
  }
  const config = execFileSync(process.execPath, [join('build', 'server', 'prepare-main.js')], { env })
    .toString()
    .trim()
  const origin = `http://127.0.0.1:${port}`
  let nats: ChildProcess | undefined
  let server: ChildProcess | undefined

  function start(name: string, command: string, args: readonly string[]): ChildProcess {
    const log = openSync(join(folder, `${name}.log`), 'a')
    return spawn(command, args, { env, stdio: ['ignore', log, log] })
  }
  async function startNats({ refusing } = { refusing: false }) {
    hideClientsAccount(join(folder, 'nats', 'accounts'), refusing)
    nats = start('nats', natsServer ?? '', ['-c', config])
    await until('nats-server answers', async () => (await accepts(tcpPort)) && accepts(wsPort), startsWithinMs)
  }
  async function startServer() {
    const child = start('server', process.execPath, [serverMain])
    server = child
    await until(
      'the server is ready',
      async () => {
        if (child.exitCode !== null) throw new Error(readFileSync(join(folder, 'server.log'), 'utf8'))
        return fetch(`${origin}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        )
      },
      startsWithinMs,
    )
  }
  async function stopServer() {
    await endChild(server, 'SIGTERM')
  }
  async function stopNats() {
    await endChild(nats, 'SIGINT')
  }

  await startNats()
  await startServer()
  return {
    origin,
    killServer: () => endChild(server, 'SIGKILL'),
    killNats: () => endChild(nats, 'SIGKILL'),
    startServer,
    stopServer,
    startNats,
    stopNats,
    async stop() {
      await stopServer()
      await stopNats()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function hideClientsAccount(resolverFolder: string, hidden: boolean): void {
  const [from, to] = hidden ? ['.jwt', '.hidden'] : ['.hidden', '.jwt']
  for (const name of readdirSync(resolverFolder)) {
    if (!name.endsWith(from)) continue
    const path = join(resolverFolder, name)
    const [, claims = ''] = readFileSync(path, 'utf8').split('.')
    const account: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString()).name
    if (account === 'CLIENTS') renameSync(path, path.slice(0, -from.length) + to)
  }
}

/** Waits for a condition, never for a time. */
export async function until(what: string, holds: () => unknown, withinMs = 20_000): Promise<void> {
  const endAt = Date.now() + withinMs
  for (;;) {
    if (await holds()) return
    if (Date.now() > endAt) throw new Error(`not within ${withinMs} ms: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
