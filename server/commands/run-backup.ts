import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { parseEventsStream } from '../../common/subjects.ts'
import { parseClientsJwt } from '../nats/account-claims.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import { ensureNatsKeys, keysFolder, resolverFolder } from '../secrets/nats-keys.ts'
import type { ServerConfig } from '../server-config.ts'
import { copyEmbeddedStore, embeddedStorePath, openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { listStoredStreams, type SnapshotHead, saveStream } from '../streams/stream-snapshot.ts'
import { copyFiles } from './backup-files.ts'
import {
  buildManifest,
  type Manifest,
  streamFile,
  streamHeadFile,
  streamsFolder,
  writeManifest,
} from './backup-manifest.ts'

export type BackupConfig = Pick<ServerConfig, 'dataDir' | 'mongodbUrl' | 'natsUrls'> &
  Partial<Pick<ServerConfig, 'natsTls'>>
type Backbone = Extract<Awaited<ReturnType<typeof connectBackbone>>, { ok: true }>['value']

/**
 * Writes keys, claims, archive, streams and files into a new folder while people go on writing. The archive first and the
 * streams after it: a stream then always reaches back to where the archive ends, and whatever was acknowledged before
 * the first stream was asked for is in one of the two. The other way round the streams would be younger than the archive,
 * and a restore would have to mend them.
 */
export async function runBackup(config: BackupConfig, to: string): Promise<Result<Manifest, readonly string[]>> {
  const { dataDir, mongodbUrl } = config
  if (existsSync(to) && readdirSync(to).length > 0)
    return err([`${to} is not empty; name a new folder for each backup.`])
  if (!existsSync(keysFolder(dataDir)) || (mongodbUrl === undefined && !existsSync(embeddedStorePath(dataDir)))) {
    return err([`There is nothing to save in ${dataDir}; set NATTER_DATA or MONGODB_URL as for the server.`])
  }
  const keys = ensureNatsKeys(dataDir)
  if (!keys.ok) return err([`${keys.error.file} ${keys.error.reason}`])
  const connected = await connectBackbone({
    servers: config.natsUrls,
    ...(config.natsTls === undefined ? {} : { tls: config.natsTls }),
    keys: keys.value,
    name: 'natter-backup',
    waitMs: 0,
  })
  if (!connected.ok) {
    const where = config.natsUrls.join(', ')
    return err([
      `The broker at ${where} does not answer: start Natter and run this again, it need not be stopped for a backup.`,
      `With everything stopped, a copy of ${dataDir} as a whole is a backup too.`,
    ])
  }
  const backbone = connected.value
  try {
    mkdirSync(to, { recursive: true, mode: 0o700 })
    copySecrets(keysFolder(dataDir), keysFolder(to))
    const saved = await saveArchiveAndStreams(config, backbone, to)
    if (!saved.ok) return saved
    copyClaims(resolverFolder(dataDir), resolverFolder(to), keys.value.clientsAccount.publicKey)
    await copyFiles(dataDir, to)
    const store = mongodbUrl === undefined ? 'sqlite' : 'mongo'
    const manifest = await buildManifest(to, { ...saved.value, store })
    writeManifest(to, manifest)
    if (mongodbUrl === undefined) await noteBackup(dataDir, manifest)
    return ok(manifest)
  } finally {
    await backbone.close()
  }
}

async function saveArchiveAndStreams(
  { dataDir, mongodbUrl }: BackupConfig,
  backbone: Backbone,
  to: string,
): Promise<Result<Pick<Manifest, 'throughAt' | 'storeAt' | 'streams'>, readonly string[]>> {
  const storeAt = Date.now()
  const archived = mongodbUrl === undefined ? await loadPositions(dataDir) : undefined
  if (archived !== undefined) await copyEmbeddedStore(dataDir, to)
  const throughAt = Date.now()
  const streams: Manifest['streams'] = []
  /** Whose stream begins above where the saved archive ends. */
  const gone: number[] = []
  mkdirSync(join(to, streamsFolder), { mode: 0o700 })
  for (const name of await listStoredStreams(backbone)) {
    const { state } = await saveOne(backbone, name, to)
    const shard = parseEventsStream(name)
    if (archived !== undefined && shard !== undefined && state.first_seq > (archived.get(shard) ?? 0) + 1)
      gone.push(shard)
    streams.push({ name, lastSeq: state.last_seq })
  }
  if (gone.length === 0) return ok({ throughAt, storeAt, streams })
  const what = `The streams of shard ${gone.join(', ')} were trimmed while they were saved`
  return err([`${what}: run this again into a new folder; if it happens often, raise NATTER_SHARD_BYTES.`])
}

async function saveOne(backbone: Backbone, name: string, to: string): Promise<SnapshotHead> {
  const file = createWriteStream(streamFile(to, name), { mode: 0o600, flags: 'wx', flush: true })
  const head = await saveStream(backbone, name, file)
  file.end()
  await finished(file)
  writeFileSync(streamHeadFile(to, name), JSON.stringify(head), { mode: 0o600, flag: 'wx' })
  return head
}

/** How far each shard is archived; the copy that is made afterwards is as far at least. */
async function loadPositions(dataDir: string): Promise<ReadonlyMap<number, number>> {
  const store = await openStore({ dataDir })
  try {
    return await store.sync.loadPositions()
  } finally {
    await store.close()
  }
}

function copySecrets(from: string, to: string): void {
  mkdirSync(to, { mode: 0o700 })
  for (const name of readdirSync(from)) {
    // A key that is just being made has no name yet.
    if (name.endsWith('.draft')) continue
    writeFileSync(join(to, name), readFileSync(join(from, name)), { mode: 0o600, flag: 'wx' })
  }
}

/** Where the broker is run elsewhere there is no such folder: a restored server puts its revocations in again. */
function copyClaims(from: string, to: string, clients: string): void {
  if (!existsSync(from)) return
  mkdirSync(to, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(from).filter((each) => each.endsWith('.jwt'))) {
    const text = readWhole(join(from, name), name === `${clients}.jwt`)
    writeFileSync(join(to, name), text, { mode: 0o600, flag: 'wx' })
  }
}

/** The broker writes over this file when somebody is revoked: half of it is none. */
function readWhole(file: string, isClients: boolean): string {
  for (let tries = 0; ; tries++) {
    const text = readFileSync(file, 'utf8')
    if (!isClients || parseClientsJwt(text) !== undefined) return text
    if (tries === 100) throw new Error(`${file} holds no claims`)
  }
}

/** What the last backup does not have is not trimmed before it has to be. */
async function noteBackup(dataDir: string, { streams }: Manifest): Promise<void> {
  const store = await openStore({ dataDir })
  try {
    for (const { name, lastSeq } of streams) {
      const shard = parseEventsStream(name)
      if (shard !== undefined) await noteShard(store.shards, shard, lastSeq)
    }
  } finally {
    await store.close()
  }
}

async function noteShard(shards: Store['shards'], shard: number, backupSeq: number): Promise<void> {
  for (;;) {
    const row = await shards.loadShard(shard)
    if (await shards.putShard({ ...row, state: { ...row.state, backupSeq } })) return
  }
}
