import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RoomId, UserId } from '../../common/ids.ts'
import { streams, subjects } from '../../common/subjects.ts'
import { type ArchiverRig, createEventId, createUserId, openArchiverRig, until } from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { type SavedStreams, saveStreamsFolder } from '../rigs/streams-folder.ts'
import { defaultStreamOptions } from '../streams/event-streams.ts'
import { isFenced } from '../streams/stream-fence.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { mendShard } from './mend-shard.ts'
import type { RefusedEvent } from './refusal-notices.ts'
import { startShardLead } from './shard-lead.ts'
import { doRepairStep, type RepairPorts } from './shard-repair.ts'

const never = () => new AbortController().signal
const range = (count: number, name: string) => Array.from({ length: count }, (_, index) => `${name} ${index}`)

describe.skipIf(natsServerBinary === undefined)('a stream that is younger than its archive', () => {
  const [ann, ben] = [createUserId(), createUserId()]
  let rig: ArchiverRig
  let room: RoomId
  let saved: SavedStreams | undefined

  beforeEach(async () => {
    rig = await openArchiverRig('sqlite', { ...defaultStreamOptions, shards: 1 })
    room = await rig.createRoom([
      { user: ann, role: 'owner' },
      { user: ben, role: 'member' },
    ])
  })
  afterEach(async () => {
    saved?.remove()
    await rig?.close()
  })

  const answering = () =>
    until(
      () =>
        rig.backbone.flush().then(
          () => true,
          () => false,
        ),
      Boolean,
    )
  const post = async (text: string, author: UserId = ann) =>
    await rig.say(room, author, { kind: 'message.posted', text, format: 'plain' })
  const postAll = async (texts: readonly string[]) => {
    for (const text of texts) await post(text)
  }
  const texts = async () => (await rig.store.history.loadPage({ room, limit: 1_000 })).messages.map(({ text }) => text)
  const state = async () => (await rig.store.shards.loadShard(0)).state
  const streamOf = async (name = streams.events(0)) => await rig.broker.manager.streams.info(name)
  const lastSeq = async () => (await streamOf()).state.last_seq

  async function archive(more: Partial<ShardPorts> = {}): Promise<void> {
    let hasBegun = false
    const lead = startShardLead(
      rig.buildPorts({
        onAdvanced: () => {
          hasBegun = true
        },
        ...more,
      }),
    )
    const isThere = async () => hasBegun && (await rig.store.archive.loadPosition(0)) === (await lastSeq())
    await until(() => isThere().catch(() => false), Boolean)
    await lead.stop()
  }

  /** Archived up to `before`, saved, archived up to `after`, and then as it was saved, with `since` said into it. */
  async function loseTail(before: number, after: number, since: readonly string[]): Promise<number> {
    await postAll(range(before, 'before'))
    await archive()
    saved = await saveStreamsFolder(rig.nats)
    await answering()
    await postAll(range(after, 'after'))
    await archive()
    const positionSeq = await rig.store.archive.loadPosition(0)
    await saved.restore()
    await answering()
    await postAll(since)
    return positionSeq
  }

  async function expectMended(positionSeq: number, forkSeq: number, said: readonly string[]): Promise<void> {
    const { epoch, repair, ...rest } = await state()
    expect(repair).toBeUndefined()
    expect(epoch).toBeGreaterThan(0)
    expect(rest.forkSeq).toBe(forkSeq)
    await expect(streamOf(streams.rescue(0))).rejects.toThrow(/not found/)
    expect(isFenced((await streamOf()).config)).toBe(false)
    await archive()
    expect(await texts()).toEqual(said)
    const next = await post('and on')
    expect(next).toBeGreaterThan(positionSeq)
    await archive()
    expect(await texts()).toEqual([...said, 'and on'])
  }

  it.each([
    ['ends before the archive', 0],
    ['has grown again, not as far as the archive', 5],
    ['has grown past the archive', 40],
  ])('is found and mended where it %s', async (_, count) => {
    const since = range(count, 'since')
    const positionSeq = await loseTail(10, 20, since)
    await archive()
    await expectMended(positionSeq, 11, [...range(10, 'before'), ...range(20, 'after'), ...since])
  })

  it('is mended where it was made anew', async () => {
    await postAll(range(10, 'before'))
    await archive()
    const { config } = await streamOf()
    await rig.broker.manager.streams.delete(streams.events(0))
    await rig.broker.manager.streams.add(config)
    await postAll(['new 0', 'new 1'])
    await archive()
    await expectMended(11, 0, [...range(10, 'before'), 'new 0', 'new 1'])
  })

  it('tells its author of what is put back and the rights of now refuse', async () => {
    await postAll(['before'])
    await archive()
    saved = await saveStreamsFolder(rig.nats)
    await answering()
    await rig.say(room, 'system', { kind: 'member.removed', by: ann, user: ben })
    await archive()
    await saved.restore()
    await answering()
    // The stream has forgotten that Ben was taken out; the archive has not.
    const id = createEventId()
    await rig.say(room, ben, { kind: 'message.posted', text: 'still in?', format: 'plain', id })
    const told: RefusedEvent[] = []
    await archive({ tellAuthors: (refused) => void told.push(...refused) })
    expect(await texts()).toEqual(['before'])
    expect(told).toEqual([{ author: ben, room, seq: 4, id, reason: 'not-a-member' }])
  })

  it('brings no edit back that the archive has overtaken', async () => {
    const id = createEventId()
    await rig.say(room, ann, { kind: 'message.posted', text: 'first', format: 'plain', id })
    await archive()
    saved = await saveStreamsFolder(rig.nats)
    await answering()
    await rig.say(room, ann, { kind: 'message.edited', message: id, text: 'second' })
    // In the same batch as the one that is lost: no mark lies between the two.
    const both = await saveStreamsFolder(rig.nats)
    await answering()
    await rig.say(room, ann, { kind: 'message.edited', message: id, text: 'third' })
    await archive()
    await both.restore()
    both.remove()
    await answering()
    await post('since')
    await archive()
    expect(await texts()).toEqual(['third', 'since'])
    expect((await state()).forkSeq).toBe(3)
  })

  it('is put back without what was erased, and in the order of old', async () => {
    await postAll(['before'])
    await archive()
    saved = await saveStreamsFolder(rig.nats)
    await answering()
    await post('after')
    await archive()
    await saved.restore()
    await answering()
    const [erased, kept] = [createEventId(), createEventId()]
    await rig.say(room, ann, { kind: 'message.posted', text: 'erased', format: 'plain', id: erased })
    await rig.say(room, ann, { kind: 'message.edited', message: erased, text: 'erased, edited' })
    await rig.say(room, ben, { kind: 'message.posted', text: 'kept', format: 'plain', id: kept })
    await rig.say(room, ben, { kind: 'message.edited', message: kept, text: 'kept, edited' })
    await rig.store.shards.putErased([{ room, id: erased, seq: 3 }])
    await archive()
    expect(await texts()).toEqual(['before', 'after', 'kept, edited'])
    const { state: after } = await streamOf()
    expect(after.messages).toBe(2)
  })

  it('takes nothing by its old subject while it is mended, and says again what is put back', async () => {
    const positionSeq = await loseTail(3, 6, ['since'])
    const heard: string[] = []
    rig.backbone.subscribe(subjects.roomAll(room), {
      callback: (_, said) => void heard.push(said.json<{ text: string }>().text),
    })
    await rig.backbone.flush()
    const ports = rig.buildPorts()
    const persist = async () => {
      const row = await rig.store.shards.loadShard(0)
      await rig.store.shards.putShard({ ...row, state: await doRepairStep(ports, row, never()) })
    }
    await rig.store.shards.putShard({
      shard: 0,
      turn: 0,
      state: { epoch: 0, forkSeq: 0, gaps: [], repair: { id: 'r', step: 'fenced', startedAt: 1 } },
    })
    await persist()
    await expect(post('too early')).rejects.toThrow()
    expect((await state()).repair).toMatchObject({
      step: 'measured',
      forkSeq: 4,
      lastSeq: 5,
      resumeSeq: 11,
      rescueCount: 1,
    })
    for (const step of ['rescued', 'purged', 'opened'] as const) {
      await persist()
      expect((await state()).repair?.step).toBe(step)
    }
    expect(heard).toEqual(['since'])
    await persist()
    await expectMended(positionSeq, 4, [...range(3, 'before'), ...range(6, 'after'), 'since'])
  })

  it('is mended although each step was done before, and then its copy killed', async () => {
    const since = range(6, 'since')
    const positionSeq = await loseTail(5, 10, since)
    const ports = rig.buildPorts()
    // The lead finds it; then every step is done by one that dies before it can say so, and again by the next one.
    const doomed: RepairPorts = { ...ports, isLeading: () => true }
    await rig.store.shards.putShard({
      shard: 0,
      turn: 0,
      state: { epoch: 0, forkSeq: 0, gaps: [], repair: { id: 'r', step: 'fenced', startedAt: 1 } },
    })
    for (let steps = 0; (await state()).repair !== undefined; steps++) {
      expect(steps).toBeLessThan(10)
      const row = await rig.store.shards.loadShard(0)
      await doRepairStep(doomed, row, never())
      const next = await doRepairStep(ports, row, never())
      expect(await rig.store.shards.putShard({ ...row, state: next })).toBe(true)
    }
    await expectMended(positionSeq, 6, [...range(5, 'before'), ...range(10, 'after'), ...since])
    expect((await streamOf()).state.messages).toBe(since.length + 1)
  })

  it('is mended where the one who put it back died in the middle of it', async () => {
    const since = range(6, 'since')
    const positionSeq = await loseTail(5, 10, since)
    const ports = rig.buildPorts()
    await expect(mendShard(dieOncePurged(ports), never())).rejects.toMatchObject({ name: 'LeadershipLostError' })
    expect((await state()).repair?.step).toBe('purged')
    await mendShard(ports, never())
    await expectMended(positionSeq, 6, [...range(5, 'before'), ...range(10, 'after'), ...since])
  })

  it('is mended to the end where the store was restored meanwhile and knows nothing of it', async () => {
    const since = range(6, 'since')
    await loseTail(5, 10, since)
    const ports = rig.buildPorts()
    await expect(mendShard(dieOncePurged(ports), never())).rejects.toMatchObject({ name: 'LeadershipLostError' })
    // From before: the archive has what it had, and no repair was ever begun.
    const { turn } = await rig.store.shards.loadShard(0)
    await rig.store.shards.putShard({ shard: 0, turn, state: { epoch: 0, forkSeq: 0, gaps: [] } })
    await archive()
    expect(await texts()).toEqual([...range(5, 'before'), ...range(10, 'after'), ...since])
    expect(await state()).toMatchObject({ gaps: [] })
    await expect(streamOf(streams.rescue(0))).rejects.toThrow(/not found/)
    expect((await streamOf()).state.messages).toBe(since.length)
  })

  const freezes = [
    ['fencing', 'update', 1],
    ['copying', 'add', 1],
    ['purging', 'purge', 1],
    ['putting back the first', 'publish', 1],
    ['putting back the fourth', 'publish', 4],
    ['fencing for the second time', 'update', 2],
    ['opening', 'update', 3],
    ['deleting the copy', 'delete', 1],
  ] as const
  it.each(freezes)('is mended by another while the first one froze when %s, and woke at last', async (_, call, nth) => {
    const since = range(6, 'since')
    const positionSeq = await loseTail(5, 10, since)
    const ports = rig.buildPorts()
    const frozen = freezeAt(ports, call, nth)
    const first = mendShard(frozen.ports, never()).then(
      () => 'done',
      (fault: unknown) => (fault instanceof Error ? fault.name : 'unknown'),
    )
    await until(frozen.isFrozen, Boolean)
    await mendShard(ports, never())
    await archive()
    await post('between')
    frozen.wake()
    // The last: its subject finds nobody any more.
    expect(['done', 'LeadershipLostError', 'JetStreamNotEnabled']).toContain(await first)
    // What the lead does every few seconds: one that woke may have closed what was open.
    await mendShard(ports, never())
    await expectMended(positionSeq, 6, [...range(5, 'before'), ...range(10, 'after'), ...since, 'between'])
  })

  it('does not wait for minutes until the broker has forgotten the ids that it purged, and knows ids again afterwards', async () => {
    const positionSeq = await loseTail(2, 4, ['since'])
    expect((await streamOf()).config.duplicate_window).toBe(120_000_000_000)
    await mendShard(rig.buildPorts(), never())
    expect((await streamOf()).config.duplicate_window).toBe(120_000_000_000)
    const id = createEventId()
    const seqs = [1, 2].map(() => rig.say(room, ann, { kind: 'message.posted', text: 'twice', format: 'plain', id }))
    expect(new Set(await Promise.all(seqs)).size).toBe(1)
    await expectMended(positionSeq, 3, [...range(2, 'before'), ...range(4, 'after'), 'since', 'twice'])
  })

  /** A copy of the archiver that leads until it has purged the stream, and three looks longer: in the midst of putting back. */
  function dieOncePurged(ports: RepairPorts): RepairPorts {
    let left = Number.POSITIVE_INFINITY
    const { shards } = ports.store
    const putShard: typeof shards.putShard = async (row) => {
      const isPut = await shards.putShard(row)
      if (row.state.repair?.step === 'purged') left = 3
      return isPut
    }
    return {
      ...ports,
      isLeading: () => ports.isLeading() && left-- > 0,
      store: { ...ports.store, shards: { ...shards, putShard } },
    }
  }

  /** A copy of the archiver that stops before the nth call of a kind that changes the broker, until it is woken. */
  function freezeAt(ports: RepairPorts, call: (typeof freezes)[number][1], nth: number) {
    let count = 0
    let frozen = false
    let wake = () => {}
    const woken = new Promise<void>((go) => {
      wake = go
    })
    const gate = <Target extends object>(target: Target): Target =>
      new Proxy(target, {
        get: (inner, name) => {
          const value: unknown = Reflect.get(inner, name, inner)
          if (typeof value !== 'function') return value
          return async (...values: unknown[]) => {
            if (name === call && ++count === nth) {
              frozen = true
              await woken
            }
            return await Reflect.apply(value, inner, values)
          }
        },
      })
    const { manager, jetstream } = ports.broker
    const broker = {
      ...ports.broker,
      manager: new Proxy(manager, {
        get: (inner, name) => (name === 'streams' ? gate(inner.streams) : Reflect.get(inner, name, inner)),
      }),
      jetstream: new Proxy(jetstream, {
        get: (inner, name) => {
          if (name !== 'publish') return Reflect.get(inner, name, inner)
          return gate({ publish: inner.publish.bind(inner) }).publish
        },
      }),
    }
    return { ports: { ...ports, broker }, isFrozen: () => frozen, wake }
  }
})
