import { Registry } from 'prom-client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EventId, RoomId, UserId } from '../../common/ids.ts'
import { streams } from '../../common/subjects.ts'
import { mapNatsError } from '../nats/nats-error.ts'
import {
  type ArchiverRig,
  createEventId,
  createUserId,
  openArchiverRig,
  quietLog,
  until,
} from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { noFiles } from '../rigs/no-files.ts'
import { untouchedShard } from '../store/shard-store.ts'
import { defaultStreamOptions } from '../streams/event-streams.ts'
import { fenceStream } from '../streams/stream-fence.ts'
import { startArchiver } from './archiver-service.ts'
import { defaultTrimAges, type TrimAges, trimShard } from './stream-trimmer.ts'

const shardBytes = 2 * 2 ** 20
const day = 24 * 3_600_000

describe.skipIf(natsServerBinary === undefined)('trimming a stream', () => {
  const [ann, ben] = [createUserId(), createUserId()]
  let rig: ArchiverRig
  let room: RoomId

  beforeEach(async () => {
    rig = await openArchiverRig('sqlite', { ...defaultStreamOptions, shards: 1, eventsMaxBytes: shardBytes })
    room = await rig.createRoom([
      { user: ann, role: 'owner' },
      { user: ben, role: 'member' },
    ])
  })
  afterEach(() => rig?.close())

  const post = (text: string, author: UserId = ann, id: EventId = createEventId()) =>
    rig.say(room, author, { kind: 'message.posted', text, format: 'plain', id })
  const streamState = async () => (await rig.broker.manager.streams.info(streams.events(0))).state
  const fillOf = async () => (await streamState()).bytes / shardBytes
  /** Large ones first, as when somebody sent pictures' worth of text; answers the last sequence. */
  async function fillTo(part: number): Promise<number> {
    let last = 0
    while ((await fillOf()) < part) last = await post('x'.repeat(last < 20 ? 60_000 : 15_000))
    return last
  }
  /** As if the archiver had been there; trimming asks the store alone. */
  const archived = async (seq: number) => {
    await rig.store.archive.advancePosition(0, await rig.store.archive.loadPosition(0), seq)
  }
  const trim = (nowAt: number, ages: TrimAges = defaultTrimAges) => trimShard(rig, { shard: 0, nowAt, ages })

  it('leaves all of it where there is room, until it is seven days old', async () => {
    await archived(await fillTo(0.6))
    expect(await trim(Date.now() + 6 * day)).toMatchObject({ purged: 0 })
    expect((await trim(Date.now() + 8 * day)).purged).toBeGreaterThan(0)
    expect((await streamState()).messages).toBe(0)
  })

  it('takes the oldest of what is archived, down to half, where it is more than 70 % full', async () => {
    await archived(await fillTo(0.75))
    expect(await trim(Date.now())).toMatchObject({ purged: 0 })
    const { fill } = await trim(Date.now() + 2 * 3_600_000)
    expect(fill).toBeLessThanOrEqual(0.5)
    // Large ones lie first, so whoever counts messages takes too many.
    expect(fill).toBeGreaterThan(0.4)
    expect(await fillOf()).toBe(fill)
  })

  it('takes the last hour only above 90 %, and the last two minutes never', async () => {
    await archived(await fillTo(0.88))
    expect(await trim(Date.now() + 1_800_000)).toMatchObject({ purged: 0 })
    await archived(await fillTo(0.93))
    expect(await trim(Date.now() + 60_000)).toMatchObject({ purged: 0 })
    const { fill } = await trim(Date.now() + 1_800_000)
    expect(fill).toBeLessThanOrEqual(0.7)
    expect(fill).toBeGreaterThan(0.55)
  })

  it('takes nothing that is not archived, and then the stream refuses and says so', async () => {
    await archived(await fillTo(0.3))
    const [archivedTo, last] = [await rig.store.archive.loadPosition(0), await fillTo(0.95)]
    await trim(Date.now() + 9 * day)
    expect(await streamState()).toMatchObject({ first_seq: archivedTo + 1, last_seq: last })
    const refused = await (async () => {
      for (;;) await post('y'.repeat(60_000))
    })().catch((cause: unknown) => mapNatsError(cause))
    expect(refused).toMatchObject({ code: 'stream-full' })
  })

  it('goes past the last backup only above 90 %', async () => {
    await archived(await fillTo(0.8))
    await rig.store.shards.putShard({ shard: 0, turn: 0, state: { ...untouchedShard, backupSeq: 5 } })
    await trim(Date.now() + 2 * 3_600_000)
    expect((await streamState()).first_seq).toBe(6)
    await archived(await fillTo(0.93))
    expect((await trim(Date.now() + 2 * 3_600_000)).fill).toBeLessThanOrEqual(0.5)
  })

  it('leaves a stream alone that is fenced, or another one than was archived', async () => {
    await archived(await fillTo(0.8))
    const { last_seq: last } = await streamState()
    const later = Date.now() + 9 * day
    await rig.store.archive.advancePosition(0, last, last, [{ seq: last, at: 5 }])
    expect(await trim(later)).toMatchObject({ purged: 0 })
    await rig.store.archive.advancePosition(0, last, last, [])
    await fenceStream(rig.broker.manager, 0)
    expect(await trim(later)).toMatchObject({ purged: 0 })
  })

  it('keeps a shard open that one account fills at full speed, and loses nothing that was acknowledged', async () => {
    const registry = new Registry()
    const archiver = await startArchiver({
      backbone: rig.backbone,
      store: rig.store,
      shards: 1,
      shardBytes,
      registry,
      log: quietLog,
      applySystemEvent: async () => {},
      onAdvanced: () => {},
      noteErased: async () => {},
      files: noFiles,
      isProvenForward: () => true,
      // The test's own clock runs faster: what is a minute here would take hours to fill.
      ages: { keptMs: 7 * day, pressedMs: 400, lastMs: 200 },
    })
    const acknowledged = new Map<EventId, number>()
    /** As an outbox: refused is tried again, acknowledged is gone. */
    const send = async (author: UserId, text: string) => {
      const id = createEventId()
      await until(
        () =>
          post(text, author, id).then(
            (seq) => acknowledged.set(id, seq),
            () => undefined,
          ),
        (sent) => sent !== undefined,
      )
    }
    let flooding = true
    const flood = Array.from({ length: 4 }, async () => {
      for (let sent = 0; sent < 500; sent++) await send(ann, 'f'.repeat(4_000))
    })
    let waits: number[] = []
    const others = (async () => {
      while (flooding) {
        const beganAt = Date.now()
        await send(ben, 'still here')
        waits = [...waits, Date.now() - beganAt]
      }
    })()
    await Promise.all(flood)
    flooding = false
    await others
    const last = Math.max(...acknowledged.values())
    await until(
      () => rig.store.archive.loadPosition(0),
      (at) => at >= last,
    )
    const figures = await registry.metrics()
    await archiver.stop()
    expect(last).toBeGreaterThan(2_000)
    // Four times what it holds went through, and what is left is below the limit.
    expect((await streamState()).first_seq).toBeGreaterThan(1_000)
    const keys = [...acknowledged.keys()].map((id) => ({ room, id }))
    const messages = await rig.store.archive.loadMessages(keys)
    expect(messages).toHaveLength(acknowledged.size)
    for (const { id, seq } of messages) expect(acknowledged.get(id)).toBe(seq)
    expect(waits.length).toBeGreaterThan(5)
    expect(figures).toMatch(/natter_stream_fill_ratio\{shard="0"\} 0\.\d/)
  })
})
