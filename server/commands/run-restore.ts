import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import { ensureBrokerFolder } from '../nats/broker-folder.ts'
import { ensureNatsKeys, type NatsKeys } from '../secrets/nats-keys.ts'
import { listStoredStreams, restoreStream } from '../streams/stream-snapshot.ts'
import { type Manifest, streamFile, streamHeadFile, verifyBackup } from './backup-manifest.ts'

export type RestorePlace = {
  readonly dataDir: string
  /** nats-server, which alone can read what it has written down. */
  readonly natsServer: string
}

/** All is made ready in here, so that a restore that dies half-way leaves nothing that could be started. */
const draftName = '.restoring'
const restoredParts: readonly string[] = ['store', 'nats', 'keys']
const hidden: readonly string[] = [draftName, 'logs', 'run']
const stopWithinMs = 20_000

/**
 * Puts a backup into an empty data folder. Verifies every file first and touches nothing where one is not what was saved.
 * Natter is then started on the folder as ever.
 */
export async function runRestore(from: string, place: RestorePlace): Promise<Result<Manifest, readonly string[]>> {
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
    const restored = await restoreStreams(
      from,
      { draft, keys: keys.value, natsServer: place.natsServer },
      verified.value,
    )
    if (!restored.ok) return restored
    // The keys last: without them nothing can be started on what is there half.
    for (const part of restoredParts) {
      if (existsSync(join(draft, part))) renameSync(join(draft, part), join(dataDir, part))
    }
    return verified
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

function copyClosed(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  copyFileSync(from, to)
  chmodSync(to, 0o600)
}

type Draft = { readonly draft: string; readonly keys: NatsKeys; readonly natsServer: string }

/** By a broker of our own in the new folder, on ports that nobody knows. */
async function restoreStreams(
  from: string,
  { draft, keys, natsServer }: Draft,
  manifest: Manifest,
): Promise<Result<void, readonly string[]>> {
  const [tcpPort, webSocketPort] = [await findPort(), await findPort()]
  const place = { serverName: 'natter-restore', host: '127.0.0.1', tcpPort, webSocketPort }
  const broker = startBroker(natsServer, ensureBrokerFolder(draft, keys, place))
  try {
    const servers = `nats://127.0.0.1:${tcpPort}`
    const connected = await connectBackbone({ servers, keys, name: 'natter-restore' })
    if (!connected.ok) return err([`${natsServer} does not come up on the restored folder: ${broker.said().trim()}`])
    const backbone = connected.value
    try {
      const there = await listStoredStreams(backbone)
      if (there.length > 0) return err([`The broker that was started has streams already: ${there.join(', ')}.`])
      for (const { name, lastSeq } of manifest.streams) {
        const head = JSON.parse(readFileSync(streamHeadFile(from, name), 'utf8'))
        const restoredTo = await restoreStream(backbone, name, head, createReadStream(streamFile(from, name)))
        if (restoredTo < lastSeq) return err([`${name} came back only to ${restoredTo}, but was saved to ${lastSeq}.`])
      }
    } finally {
      await backbone.close()
    }
    return ok(undefined)
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
