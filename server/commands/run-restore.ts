import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { appendErasures, type Erasure, erasuresFolder, loadErasures } from '../erasures/erasure-list.ts'
import { ensureBrokerFolder } from '../nats/broker-folder.ts'
import { ensureNatsKeys, type NatsKeys } from '../secrets/nats-keys.ts'
import { embeddedStorePath, openStore } from '../store/open-store.ts'
import { type AppliedErasures, settleRestoredStore } from './apply-erasures.ts'
import { filesFolder } from './backup-files.ts'
import { type Manifest, verifyBackup } from './backup-manifest.ts'
import { restoreStreams } from './restore-streams.ts'

export type RestorePlace = {
  readonly dataDir: string
  /**
   * nats-server, which alone can read what it has written down. Undefined where the broker is run elsewhere: its streams
   * are put back by a command of their own, once it runs with the keys of the backup (`restore-streams.ts`).
   */
  readonly natsServer: string | undefined
  /** Of what was taken back since the backup, beside those that lie in the data folder already. */
  readonly erasures?: readonly string[]
}

export type Restored = { readonly manifest: Manifest; readonly applied: AppliedErasures | undefined }

/** All is made ready in here, so that a restore that dies half-way leaves nothing that could be started. */
const draftName = '.restoring'
const restoredParts: readonly string[] = ['store', 'nats', filesFolder, 'keys']
const hidden: readonly string[] = [draftName, 'erasures', 'logs', 'run', 'audit']
const stopWithinMs = 20_000

/**
 * Puts a backup into an empty data folder. Verifies every file first and touches nothing where one is not what was saved.
 * What was taken back since stays taken back, as far as the lists say it. Natter is then started on the folder as ever.
 */
export async function runRestore(from: string, place: RestorePlace): Promise<Result<Restored, readonly string[]>> {
  const { dataDir } = place
  const standing = existsSync(dataDir) ? readdirSync(dataDir).filter((name) => !hidden.includes(name)) : []
  if (standing.length > 0) {
    return err([
      `${dataDir} is not empty (${standing.slice(0, 5).join(', ')}), and nothing is written over.`,
      'Stop Natter and move that folder away, or name a new one in NATTER_DATA.',
    ])
  }
  const verified = await verifyBackup(from)
  if (!verified.ok) return verified
  const lists = [...(place.erasures ?? []), ...(existsSync(erasuresFolder(dataDir)) ? [erasuresFolder(dataDir)] : [])]
  const missing = lists.filter((path) => !existsSync(path))
  if (missing.length > 0) return err([`There is no list of erasures at ${missing.join(', ')}.`])
  const { erasures, unreadable } = loadErasures(lists)
  // One that was cut off by a crash is none; more of them are another file.
  if (unreadable > lists.length) return err([`${unreadable} lines of ${lists.join(', ')} are no erasures.`])
  const draft = join(dataDir, draftName)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  try {
    // Only what was verified, whatever else lies beside it.
    for (const { path } of verified.value.files) {
      if (restoredParts.includes(path.split('/')[0] ?? '')) copyClosed(join(from, path), join(draft, path))
    }
    const keys = ensureNatsKeys(draft)
    if (!keys.ok) return err([`${keys.error.file} ${keys.error.reason}`])
    const { natsServer } = place
    const restored =
      natsServer === undefined
        ? ok(undefined)
        : await restoreByOwnBroker(from, draft, keys.value, { natsServer, manifest: verified.value })
    if (!restored.ok) return restored
    const applied = await settleStore(draft, erasures)
    // Into the new folder's own list, for the restore after this one.
    if (place.erasures !== undefined && erasures.length > 0) await appendErasures(dataDir, erasures)
    // The keys last: without them nothing can be started on what is there half.
    for (const part of restoredParts) {
      if (existsSync(join(draft, part))) renameSync(join(draft, part), join(dataDir, part))
    }
    return ok({ manifest: verified.value, applied })
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

/** With MongoDB the store comes back by its own tools, and is settled by a command of its own afterwards. */
async function settleStore(dataDir: string, erasures: readonly Erasure[]): Promise<AppliedErasures | undefined> {
  if (!existsSync(embeddedStorePath(dataDir))) return undefined
  const store = await openStore({ dataDir })
  try {
    return await settleRestoredStore(store, erasures, Date.now())
  } finally {
    await store.close()
  }
}

function copyClosed(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  copyFileSync(from, to)
  chmodSync(to, 0o600)
}

/** By a broker of our own in the new folder, on ports that nobody knows. */
async function restoreByOwnBroker(
  from: string,
  draft: string,
  keys: NatsKeys,
  { natsServer, manifest }: { readonly natsServer: string; readonly manifest: Manifest },
): Promise<Result<void, readonly string[]>> {
  const [tcpPort, webSocketPort] = [await findPort(), await findPort()]
  const place = { serverName: 'natter-restore', host: '127.0.0.1', tcpPort, webSocketPort }
  const broker = startBroker(natsServer, ensureBrokerFolder(draft, keys, place))
  try {
    const restored = await restoreStreams(from, manifest, { servers: [`nats://127.0.0.1:${tcpPort}`], keys })
    const said = broker.said().trim()
    return restored.ok || said === '' ? restored : err([...restored.error, `${natsServer} said: ${said}`])
  } finally {
    await broker.stop()
  }
}

function startBroker(program: string, config: string) {
  const child: ChildProcess = spawn(program, ['-c', config], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr?.on('data', (part: Buffer) => {
    said = (said + part.toString()).slice(-2_000)
  })
  child.on('error', (fault) => {
    said += fault.message
  })
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  return {
    said: () => said,
    stop: async () => {
      process.removeListener('exit', endWithUs)
      if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGINT')
      const timer = setTimeout(() => child.kill('SIGKILL'), stopWithinMs)
      await gone
      clearTimeout(timer)
    },
  }
}

async function findPort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  await delay(0)
  return typeof address === 'object' && address !== null ? address.port : 0
}
