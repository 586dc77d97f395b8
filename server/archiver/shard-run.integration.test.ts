import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { RoomId, UserId } from '../../common/ids.ts'
import { buildRoomId } from '../../common/ids.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import {
  type ArchiverRig,
  createEventId,
  createUserId,
  forgetIdsSoon,
  openArchiverRig,
  testStores,
  until,
} from '../rigs/archiver-test-rig.ts'
import { natsServerBinary } from '../rigs/nats-test-server.ts'
import { type Store, StoreUnavailableError } from '../store/store-port.ts'
import type { ShardPorts } from './archiver-ports.ts'
import { buildFaultWatch, maxInRow } from './fault-watch.ts'
import type { RoomTally } from './judge-batch.ts'
import type { RefusedEvent } from './refusal-notices.ts'
import { startShardLead } from './shard-lead.ts'
import { runShard } from './shard-run.ts'

describe.skipIf(natsServerBinary === undefined).each(testStores)('the archiver of a shard, on %s', (kind) => {
  let rig: ArchiverRig
  const [ann, ben, cara] = [createUserId(), createUserId(), createUserId()]
  const members = [
    { user: ann, role: 'owner' },
    { user: ben, role: 'member' },
  ] as const

  beforeAll(async () => {
    rig = await openArchiverRig(kind)
  })
  afterAll(async () => rig?.close())

  /** Runs the shard until it has archived up to `seq`. */
  async function archiveTo(seq: number, more: Partial<ShardPorts> = {}): Promise<void> {
    const lead = startShardLead(rig.buildPorts(more))
    try {
      await until(
        () => rig.store.archive.loadPosition(more.shard ?? 0),
        (at) => at >= seq,
      )
    } finally {
      await lead.stop()
    }
  }
  const pageOf = async (room: RoomId, store: Store = rig.store) =>
    (await store.history.loadPage({ room, limit: 200 })).messages
  const headOf = async (room: RoomId) => (await rig.store.archive.loadArchivedRooms([room]))[0]?.head
  const post = (room: RoomId, user: UserId, text: string) =>
    rig.say(room, user, { kind: 'message.posted', text, format: 'plain' })

  it('keeps what was said in the order of the stream, folded with its changes', async () => {
    const room = await rig.createRoom(members)
    const id = createEventId()
    const first = await rig.say(room, ann, { kind: 'message.posted', text: 'Hello', format: 'plain', id })
    await post(room, ben, 'Hi')
    await rig.say(room, ben, { kind: 'reaction.added', message: id, emoji: '👋' })
    const last = await rig.say(room, ann, { kind: 'message.edited', message: id, text: 'Hello all' })
    await archiveTo(last)
    const messages = await pageOf(room)
    expect(messages.map(({ text, author }) => [author, text])).toEqual([
      [ann, 'Hello all'],
      [ben, 'Hi'],
    ])
    expect(messages[0]).toMatchObject({ seq: first, version: last, reactions: [{ user: ben, emoji: '👋' }] })
    expect(await headOf(room)).toBe(last)
  })

  it('gives the same archive when all of it is delivered again', async () => {
    const room = await rig.createRoom(members)
    const id = createEventId()
    await rig.say(room, ann, { kind: 'message.posted', text: 'one', format: 'plain', id })
    await rig.say(room, 'system', { kind: 'member.joined', by: ann, user: cara, role: 'member' })
    await rig.say(room, cara, { kind: 'reaction.added', message: id, emoji: '1' })
    await rig.say(room, 'system', { kind: 'member.removed', by: ann, user: cara })
    const last = await rig.say(room, cara, { kind: 'reaction.added', message: id, emoji: '2' })
    await archiveTo(last)
    const before = [await pageOf(room), await rig.store.archive.loadArchivedRooms([room])]
    // As after a crash between the write and the advance: the store says position 0, the rows are there.
    const { archive } = rig.store
    const again = {
      ...rig.store,
      archive: { ...archive, loadPosition: async () => 0, advancePosition: async () => true },
    }
    let archivedTo = 0
    const onAdvanced = (_: number, seq: number) => {
      archivedTo = seq
    }
    const lead = startShardLead(rig.buildPorts({ store: again, onAdvanced }))
    await until(
      () => archivedTo,
      (at) => at >= last,
    )
    await lead.stop()
    expect([await pageOf(room), await rig.store.archive.loadArchivedRooms([room])]).toEqual(before)
    expect(before[0]).toMatchObject([{ reactions: [{ user: cara, emoji: '1' }] }])
  })

  it('lets the lowest sequence of an id win, whoever sends it again', async () => {
    const shard = 5
    await forgetIdsSoon(rig.broker, shard)
    const room = await rig.createRoom(members, shard)
    const id = createEventId()
    await rig.say(room, ann, { kind: 'message.posted', text: 'mine', format: 'plain', id })
    const between = await post(room, ann, 'between')
    await archiveTo(between, { shard })
    const stolen = await until(
      () => rig.say(room, ben, { kind: 'message.posted', text: 'stolen', format: 'plain', id }),
      (seq) => seq > between,
    )
    const last = await rig.say(room, ben, { kind: 'message.edited', message: id, text: 'stolen and edited' })
    expect(last).toBe(stolen + 1)
    await archiveTo(last, { shard })
    expect((await pageOf(room)).map(({ text, author }) => [author, text])).toEqual([
      [ann, 'mine'],
      [ann, 'between'],
    ])
  })

  it('brings the position over sequences that are gone', async () => {
    const room = await rig.createRoom(members)
    await post(room, ann, 'stays')
    await archiveTo(await post(room, ann, 'stays too'))
    const gone = await post(room, ann, 'gone')
    const lastSeq = await post(room, ann, 'gone too')
    await rig.broker.manager.streams.purge('EVENTS-0', { seq: lastSeq + 1 })
    await archiveTo(lastSeq)
    expect(await rig.store.archive.loadPosition(0)).toBe(lastSeq)
    expect(gone).toBeLessThan(lastSeq)
    const next = await post(room, ann, 'after the gap')
    await archiveTo(next)
    expect((await pageOf(room)).map(({ text }) => text)).toEqual(['stays', 'stays too', 'after the gap'])
  })

  it('lets a stream that was made anew count on from the archive, so that nothing new passes for old', async () => {
    const room = await rig.createRoom(members)
    await archiveTo(await post(room, ann, 'before'))
    const { streams } = rig.broker.manager
    const { config } = await streams.info('EVENTS-0')
    await streams.delete('EVENTS-0')
    await streams.add(config)
    const end = async () => (await streams.info('EVENTS-0')).state.last_seq
    const positionSeq = await rig.store.archive.loadPosition(0)
    const lead = startShardLead(rig.buildPorts())
    await until(end, (seq) => seq === positionSeq)
    // It is fenced until then, and an outbox tries again.
    const last = await until(
      () => post(room, ann, 'after').catch(() => 0),
      (seq) => seq > 0,
    )
    expect(last).toBe(positionSeq + 1)
    await until(
      () => rig.store.archive.loadPosition(0),
      (at) => at >= last,
    )
    await lead.stop()
    expect((await pageOf(room)).map(({ text }) => text)).toEqual(['before', 'after'])
  })

  it('writes everything once although the store fails in the middle, and sets nothing aside for it', async () => {
    const room = await rig.createRoom(members)
    let last = 0
    for (let n = 0; n < 30; n++) last = await post(room, ann, `message ${n}`)
    const asideBefore = await rig.store.archive.countSetAside()
    // Each of the first four calls: the write before and after it was done, then the advance of the position likewise.
    let calls = 0
    const failing = <Args extends unknown[], T>(act: (...args: Args) => Promise<T>) => {
      return async (...args: Args) => {
        const call = ++calls
        if (call === 1 || call === 3) throw new StoreUnavailableError('gone for a moment')
        const result = await act(...args)
        if (call === 2 || call === 4) throw new StoreUnavailableError('gone before it answered')
        return result
      }
    }
    const { archive } = rig.store
    const { writeBatch, advancePosition } = archive
    await archiveTo(last, {
      store: {
        ...rig.store,
        archive: { ...archive, writeBatch: failing(writeBatch), advancePosition: failing(advancePosition) },
      },
    })
    expect(calls).toBeGreaterThanOrEqual(4)
    expect((await pageOf(room)).map(({ text }) => text)).toEqual(Array.from({ length: 30 }, (_, n) => `message ${n}`))
    expect(await rig.store.archive.countSetAside()).toBe(asideBefore)
  })

  it('halves a batch that cannot be written until the one event stands alone, and goes on behind it', async () => {
    const room = await rig.createRoom(members)
    let last = 0
    for (let n = 0; n < 20; n++) last = await post(room, ann, n === 7 ? 'poison' : `message ${n}`)
    const asideBefore = await rig.store.archive.countSetAside()
    const writeBatch: Store['archive']['writeBatch'] = async (batch) => {
      if (batch.posted.some(({ text }) => text === 'poison')) throw new TypeError('this value cannot be bound')
      await rig.store.archive.writeBatch(batch)
    }
    await archiveTo(last, { store: { ...rig.store, archive: { ...rig.store.archive, writeBatch } } })
    expect(await pageOf(room)).toHaveLength(19)
    expect(await rig.store.archive.countSetAside()).toBe(asideBefore + 1)
    expect((await rig.store.archive.loadSetAside(1))[0]).toMatchObject({ reason: 'unwritable', detail: 'TypeError' })
  })

  it('stops at an event that decides rights and cannot be written, instead of going on without it', async () => {
    const shard = 2
    const room = await rig.createRoom(members, shard)
    await archiveTo(await post(room, ann, 'before'), { shard })
    const joined = await rig.say(room, 'system', { kind: 'member.joined', by: ann, user: cara, role: 'member' })
    const last = await post(room, ann, 'after')
    const faults = buildFaultWatch()
    let isBroken = true
    const writeBatch: Store['archive']['writeBatch'] = async (batch) => {
      if (isBroken && batch.rooms.some(({ state }) => state.members.has(cara))) throw new TypeError('not to be bound')
      await rig.store.archive.writeBatch(batch)
    }
    const lead = startShardLead(
      rig.buildPorts({ shard, faults, store: { ...rig.store, archive: { ...rig.store.archive, writeBatch } } }),
    )
    await until(faults.stoppedAtSeq, (seq) => seq === joined)
    expect(await rig.store.archive.loadPosition(shard)).toBeLessThan(joined)
    // Seen to, as by a version that knows how: it goes on by itself.
    isBroken = false
    await until(
      () => rig.store.archive.loadPosition(shard),
      (at) => at >= last,
    )
    await lead.stop()
    expect(faults.stoppedAtSeq()).toBeUndefined()
    expect((await pageOf(room)).map(({ text }) => text)).toEqual(['before', 'after'])
  })

  it('stops after a few that cannot be written in a row, and loses none once they can', async () => {
    const shard = 3
    const room = await rig.createRoom(members, shard)
    await archiveTo(await post(room, ann, 'before'), { shard })
    const asideBefore = await rig.store.archive.countSetAside()
    let last = 0
    for (let n = 0; n < 40; n++) last = await post(room, ann, `message ${n}`)
    const faults = buildFaultWatch()
    let isBroken = true
    const writeBatch: Store['archive']['writeBatch'] = async (batch) => {
      if (isBroken && batch.posted.length > 0) throw new TypeError('no such column')
      await rig.store.archive.writeBatch(batch)
    }
    const ports = rig.buildPorts({
      shard,
      faults,
      store: { ...rig.store, archive: { ...rig.store.archive, writeBatch } },
    })
    const lead = startShardLead(ports)
    const stoppedAt = await until(faults.stoppedAtSeq, (seq) => seq !== undefined)
    expect(await rig.store.archive.countSetAside()).toBe(asideBefore + maxInRow)
    expect(await rig.store.archive.loadPosition(shard)).toBeLessThan(stoppedAt ?? 0)
    // It is tried again, and still nothing more is set aside.
    const ended = () =>
      ports.metrics.runsEnded.get().then(({ values }) => values.reduce((sum, one) => sum + one.value, 0))
    const before = await ended()
    await until(ended, (count) => count > before + 1)
    expect(await rig.store.archive.countSetAside()).toBe(asideBefore + maxInRow)
    isBroken = false
    await until(
      () => rig.store.archive.loadPosition(shard),
      (at) => at >= last,
    )
    await lead.stop()
    expect(await pageOf(room)).toHaveLength(1 + 40 - maxInRow)
  })

  it('names what it set aside in the head of its room, and tells its author', async () => {
    const shard = 4
    const room = await rig.createRoom(members, shard)
    await archiveTo(await post(room, ann, 'before'), { shard })
    const id = createEventId()
    const poison = await rig.say(room, ben, { kind: 'message.posted', text: 'poison', format: 'plain', id })
    const last = await post(room, ann, 'after')
    const writeBatch: Store['archive']['writeBatch'] = async (batch) => {
      if (batch.posted.some(({ text }) => text === 'poison')) throw new TypeError('this value cannot be bound')
      await rig.store.archive.writeBatch(batch)
    }
    const told: RefusedEvent[] = []
    const tallies: RoomTally[] = []
    const stopping = new AbortController()
    const ports = rig.buildPorts({
      shard,
      store: { ...rig.store, archive: { ...rig.store.archive, writeBatch } },
      tellAuthors: (all) => told.push(...all),
    })
    const run = runShard(ports, { onArchived: (all) => tallies.push(...all) }, stopping.signal)
    await until(
      () => rig.store.archive.loadPosition(shard),
      (at) => at >= last,
    )
    stopping.abort()
    await run
    expect(told).toEqual([{ room, author: ben, seq: poison, id, reason: 'unwritable' }])
    expect(tallies.flatMap(({ refused }) => refused)).toEqual([poison])
    expect(tallies.reduce((sum, { count }) => sum + count, 0)).toBe(2)
  })

  it('does no harm when a stalled archiver wakes up with an old batch in its hands', async () => {
    const room = await rig.createRoom(members)
    const id = createEventId()
    const first = await rig.say(room, ann, { kind: 'message.posted', text: 'first', format: 'plain', id })
    let release = () => {}
    const stalled = new Promise<void>((go) => {
      release = go
    })
    let reached = false
    const writeBatch: Store['archive']['writeBatch'] = async (batch) => {
      reached = true
      await stalled
      await rig.store.archive.writeBatch(batch)
    }
    const sleeper = runShard(
      rig.buildPorts({ store: { ...rig.store, archive: { ...rig.store.archive, writeBatch } } }),
      { onArchived: () => {} },
      new AbortController().signal,
    )
    const outcome = sleeper.then(
      () => 'ended',
      (fault: unknown) => (fault instanceof Error ? fault.name : 'unknown'),
    )
    await until(
      () => reached,
      (is) => is,
    )
    await rig.say(room, ann, { kind: 'message.edited', message: id, text: 'edited' })
    const last = await rig.say(room, ann, { kind: 'message.removed', message: id })
    await archiveTo(last)
    const before = [
      await pageOf(room),
      await rig.store.archive.loadArchivedRooms([room]),
      await rig.store.archive.loadPosition(0),
    ]
    release()
    expect(await outcome).toBe('LeadershipLostError')
    expect([
      await pageOf(room),
      await rig.store.archive.loadArchivedRooms([room]),
      await rig.store.archive.loadPosition(0),
    ]).toEqual(before)
    expect(before[0]).toMatchObject([{ seq: first, version: last, text: '' }])
  })

  it('writes nothing once its lease may have passed on', async () => {
    const room = await rig.createRoom(members)
    const positionSeq = await rig.store.archive.loadPosition(0)
    await post(room, ann, 'too late')
    const run = runShard(
      rig.buildPorts({ isLeading: () => false }),
      { onArchived: () => {} },
      new AbortController().signal,
    )
    await expect(run).rejects.toMatchObject({ name: 'LeadershipLostError' })
    expect(await rig.store.archive.loadPosition(0)).toBe(positionSeq)
    expect(await pageOf(room)).toEqual([])
  })

  it('brings system events to the directory of rooms, again after a crash', async () => {
    const room = await rig.createRoom(members)
    const last = await rig.say(room, 'system', { kind: 'room.changed', by: ann, name: 'Pantry' })
    const applied: StoredEvent[] = []
    let failed = false
    await archiveTo(last, {
      applySystemEvent: async (stored) => {
        if (stored.room !== room) return
        if (!failed) {
          failed = true
          throw new Error('the directory is gone for a moment')
        }
        applied.push(stored)
      },
    })
    expect(applied.map(({ event }) => event.kind)).toEqual(['room.created', 'room.changed'])
  })

  it('lets nobody speak in a room that was never made', async () => {
    const room = buildRoomId(0, crypto.getRandomValues(new Uint8Array(32)))
    await archiveTo(await post(room, ann, 'hello?'))
    expect(await pageOf(room)).toEqual([])
    expect(await headOf(room)).toBeUndefined()
  })
})
