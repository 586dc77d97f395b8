import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import { openFileStorage } from '../files/open-file-storage.ts'
import { until } from '../rigs/archiver-test-rig.ts'
import { type ChatActor, signUpActor } from '../rigs/chat-test-actor.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { createServerProcess, isServerBuilt, type ServerProcess } from '../rigs/server-test-process.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { type Manifest, manifestName, verifyBackup } from './backup-manifest.ts'
import { runBackup } from './run-backup.ts'
import { runDoctor } from './run-doctor.ts'
import { runRestore } from './run-restore.ts'
import { createSealKey, parseSealKey, readOpeningKey, sealFolder, unsealFile } from './sealed-backup.ts'

/** That many write all the time, each as soon as the last one is acknowledged. */
const writers = 6
const enough = 300

describe.skipIf(natsServerBinary === undefined || !isServerBuilt)('a backup while people write', () => {
  let nats: TestNats
  let server: ServerProcess
  let folder: string
  let backup: string
  let manifest: Manifest
  const rooms: RoomId[] = []
  const acknowledged: { readonly id: string; readonly at: number }[] = []
  let acknowledgedMeanwhile = 0
  const natsServer = natsServerBinary ?? ''

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'natter-backup-'))
    backup = join(folder, 'backup')
    nats = await startTestNats()
    server = await createServerProcess(nats)
    await server.start()
    const people: ChatActor[] = []
    for (let n = 0; n < writers; n++) {
      const person = await signUpActor(server.url, `writer${n}`)
      const made = (await person.ask('POST', '/api/v1/rooms', { name: `Room ${n}`, members: [] })) as {
        room: { id: RoomId }
      }
      rooms.push(made.room.id)
      await person.join([made.room.id])
      people.push(person)
    }
    let isOver = false
    const writing = people.map(async (person, index) => {
      for (let n = 0; !isOver; n++) {
        const { id } = await person.post(rooms[index] as RoomId, `word ${n}`)
        acknowledged.push({ id, at: Date.now() })
      }
    })
    const heard = (count: number) =>
      until(
        () => acknowledged.length,
        (length) => length >= count,
        60_000,
      )
    await heard(enough)
    const storage = openFileStorage({ kind: 'folder', folder: join(nats.dataDir, 'files') })
    await storage.write('files/abcdefghijklmnop', Readable.from([Buffer.from('a file')]))
    const before = acknowledged.length
    const saved = await runBackup({ dataDir: nats.dataDir, mongodbUrl: undefined, natsUrls: [nats.tcpUrl] }, backup)
    acknowledgedMeanwhile = acknowledged.length - before
    await heard(acknowledged.length + 50)
    isOver = true
    await Promise.all(writing)
    await Promise.all(people.map((person) => person.close()))
    if (!saved.ok) throw new Error(saved.error.join('\n'))
    manifest = saved.value
  }, 180_000)
  afterAll(async () => {
    await server?.stop()
    await nats?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function loadIds(store: Store): Promise<ReadonlySet<string>> {
    const ids = new Set<string>()
    for (const room of rooms) {
      for (let after = 0, more = true; more; ) {
        const page = await store.history.loadPage({ room, after, limit: 500 })
        for (const { id } of page.messages) ids.add(id)
        after = page.messages.at(-1)?.seq ?? after
        more = page.hasMoreAfter
      }
    }
    return ids
  }

  it('has keys, claims, archive and streams, closed to others', () => {
    expect(acknowledgedMeanwhile).toBeGreaterThan(0)
    expect(readdirSync(backup).sort()).toEqual(['files', 'keys', 'manifest.json', 'nats', 'store', 'streams'])
    expect(manifest.streams.map(({ name }) => name)).toContain('EVENTS-7')
    for (const { path } of manifest.files) expect(statSync(join(backup, path)).mode & 0o077).toBe(0)
  })

  it('notes in the store how far it goes, for whoever trims', async () => {
    const store = await openStore({ dataDir: nats.dataDir })
    const shard = Number(rooms[0]?.split('.')[0])
    const { state } = await store.shards.loadShard(shard)
    await store.close()
    expect(state.backupSeq).toBe(manifest.streams.find(({ name }) => name === `EVENTS-${shard}`)?.lastSeq)
  })

  it('is put back in another folder, where everything acknowledged before its end is archived', {
    timeout: 120_000,
  }, async () => {
    const target = await startTestNats({}, nats.dataDir)
    await target.kill()
    for (const name of readdirSync(target.dataDir)) rmSync(join(target.dataDir, name), { recursive: true })
    const restored = await runRestore(backup, { dataDir: target.dataDir, natsServer })
    expect(restored).toMatchObject({ ok: true })
    expect(readdirSync(target.dataDir).sort()).toEqual(['files', 'keys', 'nats', 'store'])
    const file = join(target.dataDir, 'files', 'files', 'ab', 'abcdefghijklmnop')
    expect(readFileSync(file, 'utf8')).toBe('a file')
    await target.restart()
    const other = await createServerProcess(target)
    try {
      await other.start()
      const store = await openStore({ dataDir: target.dataDir })
      try {
        const must = acknowledged.filter(({ at }) => at < manifest.throughAt)
        expect(must.length).toBeGreaterThanOrEqual(enough)
        await until(
          async () => {
            const ids = await loadIds(store)
            return must.filter(({ id }) => !ids.has(id)).length
          },
          (lacking) => lacking === 0,
          60_000,
        )
        const rows = await store.shards.loadShards()
        expect(
          rows.flatMap(({ state }) => [...state.gaps, ...(state.repair === undefined ? [] : [state.repair])]),
        ).toEqual([])
      } finally {
        await store.close()
      }
      const files = { kind: 'folder', folder: join(target.dataDir, 'files') } as const
      const place = { dataDir: target.dataDir, mongodbUrl: undefined, natsUrls: [target.tcpUrl], shards: 8, files }
      await until(
        async () => (await runDoctor(place, true)).filter(({ kind }) => kind === 'trouble'),
        (troubles) => troubles.length === 0,
      )
    } finally {
      await other.stop()
      await target.stop()
    }
  })

  it('is not put back over anything that is there', async () => {
    const dataDir = join(folder, 'standing')
    mkdirSync(join(dataDir, 'store'), { recursive: true })
    const refused = await runRestore(backup, { dataDir, natsServer })
    expect(refused).toMatchObject({
      ok: false,
      error: [/is not empty \(store\)/, /move that folder away/].map((text) => expect.stringMatching(text)),
    })
    expect(readdirSync(dataDir)).toEqual(['store'])
  })

  it('is sealed for a key, and what is opened with it is the backup it was', async () => {
    const { publicKey, privatePem } = createSealKey()
    const to = parseSealKey(publicKey)
    if (to === undefined) throw new Error('no key')
    const sealed = join(folder, 'backup.sealed')
    await sealFolder(backup, [manifestName, ...manifest.files.map(({ path }) => path)], sealed, to)
    writeFileSync(join(folder, 'backup.key'), privatePem)
    const key = readOpeningKey(join(folder, 'backup.key'))
    if (!key.ok) throw new Error(key.error)
    expect((await unsealFile(sealed, join(folder, 'opened'), key.value)).ok).toBe(true)
    expect(await verifyBackup(join(folder, 'opened'))).toEqual({ ok: true, value: manifest })
  })

  it('is verified before anything is touched', async () => {
    const dataDir = join(folder, 'untouched')
    const path = join(backup, 'store', 'natter.db')
    const whole = readFileSync(path)
    const broken = Buffer.from(whole)
    broken[200] = (broken[200] ?? 0) ^ 1
    writeFileSync(path, broken)
    expect(await runRestore(backup, { dataDir, natsServer })).toEqual({
      ok: false,
      error: ['store/natter.db is not what was saved.'],
    })
    writeFileSync(path, whole)
    rmSync(join(backup, 'manifest.json'))
    expect(await runRestore(backup, { dataDir, natsServer })).toMatchObject({ ok: false })
    expect(existsSync(dataDir)).toBe(false)
  })

  it('is refused in words into a folder that has something, and while the broker is away', async () => {
    const place = { dataDir: nats.dataDir, mongodbUrl: undefined, natsUrls: [nats.tcpUrl] }
    expect(await runBackup(place, backup)).toMatchObject({ ok: false, error: [expect.stringContaining('not empty')] })
    await nats.kill()
    const refused = await runBackup(place, join(folder, 'other'))
    expect(refused).toMatchObject({ ok: false, error: [expect.stringContaining('start Natter'), expect.anything()] })
  })
})
