import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import { streams } from '../../common/subjects.ts'
import { type ArchiverRig, createUserId, openArchiverRig, until } from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { createTestFolder } from '../rigs/test-server.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { defaultStreamOptions } from '../streams/event-streams.ts'
import { mendShard, rememberArchived } from './mend-shard.ts'
import { startShardLead } from './shard-lead.ts'

const never = () => new AbortController().signal
const range = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name} ${index}`)

describe.skipIf(natsServerBinary === undefined)('a store that was restored from an earlier backup', () => {
  const ann = createUserId()
  let rig: ArchiverRig
  let room: RoomId
  let store: Store
  let folder: ReturnType<typeof createTestFolder>

  beforeEach(async () => {
    folder = createTestFolder()
    rig = await openArchiverRig('sqlite', { ...defaultStreamOptions, shards: 1 })
    store = await openStore({ dataDir: join(folder.path, 'now') })
    room = await rig.createRoom([{ user: ann, role: 'owner' }])
  })
  afterEach(async () => {
    await store?.close()
    await rig?.close()
    folder.remove()
  })

  const ports = () => rig.buildPorts({ store })
  const postAll = async (texts: readonly string[]) => {
    for (const text of texts) await rig.say(room, ann, { kind: 'message.posted', text, format: 'plain' })
  }
  const texts = async () => (await store.history.loadPage({ room, limit: 1_000 })).messages.map(({ text }) => text)
  const state = async () => (await store.shards.loadShard(0)).state
  const lastSeq = async () => (await rig.broker.manager.streams.info(streams.events(0))).state.last_seq
  async function archive(): Promise<void> {
    const lead = startShardLead(ports())
    await until(async () => (await store.archive.loadPosition(0)) === (await lastSeq()), Boolean)
    await lead.stop()
  }

  /** Archived to the end and known to the broker, and then as it was when only `before` was archived. */
  async function restore(before: number, after: number): Promise<void> {
    await postAll(range(before, 'before'))
    await archive()
    await store.close()
    cpSync(join(folder.path, 'now'), join(folder.path, 'then'), { recursive: true })
    store = await openStore({ dataDir: join(folder.path, 'now') })
    await postAll(range(after, 'after'))
    await archive()
    await rememberArchived(ports(), { seq: await store.archive.loadPosition(0), epoch: (await state()).epoch })
    await store.close()
    store = await openStore({ dataDir: join(folder.path, 'then') })
  }

  it('refills from its position, under a new epoch that forks there', async () => {
    await restore(5, 10)
    expect(await texts()).toEqual(range(5, 'before'))
    await archive()
    await postAll(['and on'])
    await archive()
    expect(await texts()).toEqual([...range(5, 'before'), ...range(10, 'after'), 'and on'])
    const { epoch, forkSeq, gaps } = await state()
    expect([forkSeq, gaps]).toEqual([6, []])
    expect(epoch).toBeGreaterThan(0)
    await mendShard(ports(), never())
    expect((await state()).epoch).toBe(epoch)
  })

  it('states what the stream no longer has, once, and goes on behind it', async () => {
    await restore(5, 10)
    // Trimmed: it was archived then. Sequences 7 to 12 are in neither now.
    await rig.broker.manager.streams.purge(streams.events(0), { seq: 13 })
    await archive()
    expect(await texts()).toEqual([...range(5, 'before'), ...range(10, 'after').slice(6)])
    const { epoch, forkSeq, gaps } = await state()
    expect(gaps).toMatchObject([{ fromSeq: 7, toSeq: 12 }])
    expect(forkSeq).toBe(6)
    await archive()
    expect(await state()).toMatchObject({ epoch, gaps: [{ fromSeq: 7, toSeq: 12 }] })
  })

  it('states it too where the stream holds nothing any more', async () => {
    await restore(5, 10)
    await rig.broker.manager.streams.purge(streams.events(0))
    await archive()
    expect((await state()).gaps).toMatchObject([{ fromSeq: 7, toSeq: 16 }])
    await postAll(['and on'])
    await archive()
    expect(await texts()).toEqual([...range(5, 'before'), 'and on'])
  })

  it('is not what another copy has archived since the place was read, and said to the broker', async () => {
    await postAll(range(3, 'before'))
    await archive()
    const before = await state()
    const own = ports()
    const loadPlace = async (shard: number) => {
      const place = await store.shards.loadPlace(shard)
      // Meanwhile another copy goes on, further than we know.
      await rememberArchived(own, { seq: place.seq + 5, epoch: before.epoch })
      return place
    }
    await mendShard({ ...own, store: { ...store, shards: { ...store.shards, loadPlace } } }, never())
    expect(await state()).toEqual(before)
  })

  it('gives out no epoch that was given out before it was restored', async () => {
    await restore(2, 3)
    const later = Math.floor(Date.now() / 1_000) + 5_000
    await rememberArchived(ports(), { seq: await store.archive.loadPosition(0), epoch: later })
    await mendShard(ports(), never())
    expect((await state()).epoch).toBeGreaterThan(later)
  })
})
