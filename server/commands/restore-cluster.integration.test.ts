import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { streams } from '../../common/subjects.ts'
import { findFreePort } from '../../test-kit/free-port.ts'
import { buildCluster } from '../nats/prepare-broker.ts'
import { connectTestBackbone, createUserId, openArchiverRig } from '../rigs/archiver-test-rig.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { ensureNatsKeys } from '../secrets/nats-keys.ts'
import { embeddedStorePath, openStore } from '../store/open-store.ts'
import { defaultStreamOptions } from '../streams/event-streams.ts'
import { restoreStreams } from './restore-streams.ts'
import { runBackup } from './run-backup.ts'
import { runRestore } from './run-restore.ts'

describe.skipIf(natsServerBinary === undefined)('a backup of one server', () => {
  const nodes: TestNats[] = []
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'natter-cluster-'))
  })
  afterAll(async () => {
    for (const node of nodes) await node.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  async function saveOne(backup: string) {
    const rig = await openArchiverRig('sqlite', { ...defaultStreamOptions, shards: 2 })
    const ann = createUserId()
    const room = await rig.createRoom([{ user: ann, role: 'owner' }], 1)
    const say = (text: string) => rig.say(room, ann, { kind: 'message.posted', text, format: 'plain' })
    for (let n = 0; n < 20; n++) await say(`word ${n}`)
    await (await openStore({ dataDir: rig.nats.dataDir })).close()
    const place = { dataDir: rig.nats.dataDir, mongodbUrl: undefined, natsUrls: [rig.nats.tcpUrl] }
    const saved = await runBackup(place, backup)
    await rig.close()
    if (!saved.ok) throw new Error(saved.error.join(' '))
    return saved.value
  }

  it('is put into a cluster of three, with three copies of each stream, and goes on where it broke off', {
    timeout: 120_000,
  }, async () => {
    const backup = join(folder, 'backup')
    const manifest = await saveOne(backup)
    const dataDir = join(folder, 'restored')
    expect(await runRestore(backup, { dataDir, natsServer: undefined })).toMatchObject({ ok: true })
    expect(existsSync(embeddedStorePath(dataDir))).toBe(true)

    const keys = ensureNatsKeys(dataDir)
    if (!keys.ok) throw new Error(keys.error.reason)
    const ports = await Promise.all([1, 2, 3].map(() => findFreePort()))
    const routes = ports.map((port) => `127.0.0.1:${port}`)
    for (const [index, port] of ports.entries()) {
      const place = { serverName: `nats-${index + 1}`, cluster: buildCluster(keys.value, port, routes) }
      nodes.push(await startTestNats(place, dataDir))
    }
    const into = { servers: nodes.map(({ tcpUrl }) => tcpUrl), keys: keys.value, replicas: 3 }
    // Broken off after the first: run again, it goes on with the rest.
    const half = { ...manifest, streams: manifest.streams.slice(0, 1) }
    expect(await restoreStreams(backup, half, into)).toEqual({ ok: true, value: undefined })
    expect(await restoreStreams(backup, manifest, into)).toEqual({ ok: true, value: undefined })
    const [first] = nodes
    if (first === undefined) throw new Error('no node')
    const backbone = await connectTestBackbone(first)
    const manager = await jetstreamManager(backbone)
    const { config, state } = await manager.streams.info(streams.events(1))
    expect([config.num_replicas, state.messages, state.last_seq]).toEqual([3, 21, 21])
    await manager.streams.purge(streams.events(1), { seq: 30 })
    expect(await restoreStreams(backup, manifest, into)).toMatchObject({
      ok: false,
      error: [expect.stringContaining('has streams already')],
    })
    await backbone.close()
  })
})
