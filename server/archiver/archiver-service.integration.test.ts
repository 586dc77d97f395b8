import { Registry } from 'prom-client'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { subjects } from '../../common/subjects.ts'
import { encodeBody } from '../../common/wire-decode.ts'
import { roomHeadSchema } from '../../common/wire-event.ts'
import {
  type ArchiverRig,
  connectTestBackbone,
  createUserId,
  openArchiverRig,
  quietLog,
  testStores,
  until,
} from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { noFiles } from '../rigs/no-files.ts'
import { defaultStreamOptions } from '../streams/event-streams.ts'
import { type Archiver, startArchiver } from './archiver-service.ts'
import { defaultTrimAges, trimShard } from './stream-trimmer.ts'

const shards = 8

describe.skipIf(natsServerBinary === undefined).each(testStores)('copies of the archiver, on %s', (kind) => {
  let rig: ArchiverRig
  const running: { stop: () => Promise<void> }[] = []
  const [ann, ben] = [createUserId(), createUserId()]
  const members = [
    { user: ann, role: 'owner' },
    { user: ben, role: 'member' },
  ] as const

  beforeAll(async () => {
    rig = await openArchiverRig(kind)
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((one) => one.stop()))
  })
  afterAll(async () => rig?.close())

  /** Each with a connection of its own, as another process would have. `cut` is what `kill -9` leaves: nothing is given back. */
  async function startCopy(): Promise<Archiver & { cut: () => Promise<void> }> {
    const backbone = await connectTestBackbone(rig.nats)
    let isCut = false
    const { leases } = rig.store
    const archiver = await startArchiver({
      backbone,
      store: {
        ...rig.store,
        leases: { ...leases, takeLease: async (want) => (isCut ? undefined : await leases.takeLease(want)) },
      },
      shards,
      shardBytes: defaultStreamOptions.eventsMaxBytes,
      registry: new Registry(),
      log: quietLog,
      applySystemEvent: async () => {},
      onAdvanced: () => {},
      noteErased: async () => {},
      files: noFiles,
      isProvenForward: () => true,
    })
    const copy = {
      ...archiver,
      stop: async () => {
        if (!isCut) await archiver.stop()
        await backbone.close()
      },
      cut: async () => {
        isCut = true
        await backbone.close()
      },
    }
    running.push(copy)
    return copy
  }
  const post = (room: Awaited<ReturnType<ArchiverRig['createRoom']>>, text: string) =>
    rig.say(room, ann, { kind: 'message.posted', text, format: 'plain' })

  it('share the shards, one archiver each, and the other takes over within ten seconds when one is gone', async () => {
    const first = await startCopy()
    await until(
      () => first.leading().length,
      (count) => count === shards,
    )
    const second = await startCopy()
    await until(
      () => [first.leading().length, second.leading().length],
      ([one, two]) => one === 4 && two === 4,
    )
    expect(new Set([...first.leading(), ...second.leading()]).size).toBe(shards)

    const orphans = first.leading()
    await first.cut()
    const cutAt = Date.now()
    await until(
      () => second.leading().length,
      (count) => count === shards,
    )
    const [orphan = 0] = orphans
    const room = await rig.createRoom(members, orphan)
    const seq = await post(room, 'after the take-over')
    await until(
      () => rig.store.archive.loadPosition(orphan),
      (at) => at >= seq,
    )
    expect(Date.now() - cutAt).toBeLessThan(10_000)
  })

  it('say two seconds after a room fell quiet what the archive has of it', async () => {
    const room = await rig.createRoom(members)
    await startCopy()
    await until(
      () => rig.store.archive.loadArchivedRooms([room]),
      ([archived]) => archived !== undefined,
    )
    const heard: { prev: number; head: number; count: number; refused: number[] }[] = []
    const listening = rig.backbone.subscribe(subjects.roomHead(room), {
      callback: (_, message) => {
        heard.push(roomHeadSchema.parse(message.json()))
      },
    })
    await rig.backbone.flush()
    await post(room, 'one')
    const refused = await rig.say(room, createUserId(), { kind: 'message.posted', text: 'a stranger', format: 'plain' })
    await rig.sayRaw(subjects.sendEvent(room, ann), encodeBody({ v: 1, kind: 'nonsense' }))
    const last = await post(room, 'two')
    await until(
      () => heard,
      (all) => all.at(-1)?.head === last,
    )
    // The first range holds `room.created` too, if it was still open.
    expect(heard.reduce((sum, { count }) => sum + count, 0)).toBe(heard[0]?.prev === 0 ? 4 : 3)
    expect(heard.flatMap((range) => range.refused)).toEqual([refused])
    listening.unsubscribe()
  })

  it('keep receipts of members, cut at the head of the room, never going back', async () => {
    const room = await rig.createRoom(members)
    const seq = await post(room, 'read me')
    const mark = (user: typeof ann, body: object) => rig.sayRaw(subjects.sendRead(room, user), encodeBody(body))
    await mark(createUserId(), { v: 1, seq })
    await mark(ann, { v: 1, seq: '1' })
    await mark(ben, { v: 1, seq })
    await startCopy()
    const receipts = () => rig.store.receipts.loadReceiptsOfRoom(room)
    await until(receipts, (all) => all.length === 1 && all[0]?.seq === seq)
    await mark(ben, { v: 1, seq: 1 })
    // Of a sequence that is not there yet: it counts once the archive has reached it.
    await mark(ann, { v: 1, seq: seq + 2 })
    await post(room, 'two')
    const third = await post(room, 'three')
    await until(receipts, (all) => all.length === 2)
    const bySeq = (one: { seq: number }, two: { seq: number }) => one.seq - two.seq
    expect([...(await receipts())].sort(bySeq)).toEqual([
      { user: ben, seq },
      { user: ann, seq: third },
    ])
  })

  it('trim what is old and archived, and nothing else', async () => {
    const room = await rig.createRoom(members, 3)
    const archived = await post(room, 'archived')
    const copy = await startCopy()
    await until(
      () => rig.store.archive.loadPosition(3),
      (at) => at >= archived,
    )
    await copy.stop()
    running.splice(0)
    await post(room, 'not archived')
    const stateOf = async () => (await rig.broker.manager.streams.info('EVENTS-3')).state
    const before = await stateOf()
    const trimOlderThan = async (at: number) => {
      const ages = { ...defaultTrimAges, keptMs: 1_000 }
      return (await trimShard(rig, { shard: 3, nowAt: at + 1_000, ages })).purged
    }
    expect(await trimOlderThan(Date.parse(before.first_ts) - 1)).toBe(0)
    expect(await trimOlderThan(Date.now() + 60_000)).toBeGreaterThan(0)
    expect(await stateOf()).toMatchObject({ first_seq: archived + 1, last_seq: archived + 1, messages: 1 })
    // By time: both stand now between old and new.
    const second = await post(room, 'later')
    const again = await startCopy()
    await until(
      () => rig.store.archive.loadPosition(3),
      (at) => at >= second,
    )
    await again.stop()
    running.splice(0)
    const storedAt = (await rig.broker.manager.streams.getMessage('EVENTS-3', { seq: second }))?.time.getTime() ?? 0
    await trimOlderThan(storedAt)
    expect((await stateOf()).first_seq).toBeGreaterThanOrEqual(archived + 1)
    expect((await stateOf()).last_seq).toBe(second)
  })
})
