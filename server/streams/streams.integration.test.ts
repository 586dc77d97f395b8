import { randomBytes } from 'node:crypto'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import type { NatsConnection } from 'nats'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { buildEventId } from '../../common/ids.ts'
import { streams, subjects } from '../../common/subjects.ts'
import { connectBackbone } from '../nats/broker-connection.ts'
import { buildTestJwt, connectTestClient, createTestIdentity, createTestRoom } from '../rigs/nats-test-client.ts'
import { natsServerBinary, startTestNats, type TestNats } from '../rigs/nats-test-server.ts'
import { countServedShards, ensureStreams } from './ensure-streams.ts'
import { defaultStreamOptions } from './event-streams.ts'
import { fenceStream, openStream } from './stream-fence.ts'
import { buildStreamReader } from './stream-reader.ts'
import { buildSystemPublisher } from './system-publisher.ts'

const newId = () => buildEventId(Date.now(), randomBytes(10))

describe.skipIf(natsServerBinary === undefined)('the streams', () => {
  let nats: TestNats
  let backbone: NatsConnection
  beforeAll(async () => {
    nats = await startTestNats()
    const connected = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
    if (!connected.ok) throw connected.error.cause
    backbone = connected.value
    expect(await ensureStreams(backbone, defaultStreamOptions)).toEqual({ ok: true, value: undefined })
  })
  afterAll(async () => {
    await backbone?.close()
    await nats?.stop()
  })

  it('are made once, and are left alone by the next start', async () => {
    const manager = await jetstreamManager(backbone)
    const names: string[] = []
    for await (const name of manager.streams.names()) names.push(name)
    expect(names).toHaveLength(16)
    let updates = 0
    const watch = backbone.subscribe('$JS.EVENT.ADVISORY.STREAM.>', { callback: () => void updates++ })
    await backbone.flush()
    expect((await ensureStreams(backbone, defaultStreamOptions)).ok).toBe(true)
    await backbone.flush()
    watch.unsubscribe()
    expect(updates).toBe(0)
  })

  it('are all served, also where fewer are asked for than stand', async () => {
    expect(await countServedShards(backbone, 3)).toEqual({ ok: true, value: defaultStreamOptions.shards })
    expect(await countServedShards(backbone, 12)).toEqual({ ok: true, value: 12 })
  })

  it('keep all they hold where the size that is asked for is less', async () => {
    const room = createTestRoom(3)
    for (let n = 0; n < 20; n++)
      await jetstream(backbone).publish(subjects.sendEvent(room, 'system'), 'x'.repeat(1_000))
    const small = { ...defaultStreamOptions, eventsMaxBytes: 5_000 }
    expect((await ensureStreams(backbone, small)).ok).toBe(true)
    const manager = await jetstreamManager(backbone)
    const { config, state } = await manager.streams.info(streams.events(3))
    expect([config.max_bytes, state.messages]).toEqual([5_000, 20])
    expect((await ensureStreams(backbone, defaultStreamOptions)).ok).toBe(true)
    await manager.streams.purge(streams.events(3))
  })

  it('answer people at once where they are full, or fenced: the outbox keeps what it has and says why', async () => {
    const manager = await jetstreamManager(backbone)
    const alice = createTestIdentity()
    const room = createTestRoom(4)
    const client = await connectTestClient(nats, alice, buildTestJwt(nats, alice, [{ room, role: 'member' }]))
    const send = () => client.request(subjects.sendEvent(room, alice.user), 'x'.repeat(900), { timeout: 4_000 })
    await manager.streams.update(streams.events(4), { max_bytes: 3_000 })
    let answer = await send()
    for (let sent = 0; sent < 10 && !answer.string().includes('error'); sent++) answer = await send()
    // What the client's `publish-event.ts` knows as `stream-full`.
    expect(answer.json()).toMatchObject({ error: { err_code: 10077 } })
    await fenceStream(manager, 4)
    const beganAt = Date.now()
    await expect(send()).rejects.toThrow(/no responders/)
    expect(Date.now() - beganAt).toBeLessThan(3_000)
    await openStream(manager, 4)
    await manager.streams.purge(streams.events(4))
    expect((await ensureStreams(backbone, defaultStreamOptions)).ok).toBe(true)
    expect((await send()).json()).toMatchObject({ stream: streams.events(4) })
    await client.close()
  })

  it('are left alone while they are fenced, whatever the settings', async () => {
    const manager = await jetstreamManager(backbone)
    await fenceStream(manager, 2)
    const larger = { ...defaultStreamOptions, eventsMaxBytes: defaultStreamOptions.eventsMaxBytes * 2 }
    expect((await ensureStreams(backbone, larger)).ok).toBe(true)
    const fenced = (await manager.streams.info(streams.events(2))).config
    expect([fenced.subjects, fenced.max_bytes]).toEqual([
      [streams.repairSubject(2)],
      defaultStreamOptions.eventsMaxBytes,
    ])
    await openStream(manager, 2)
    expect((await ensureStreams(backbone, defaultStreamOptions)).ok).toBe(true)
    expect((await manager.streams.info(streams.events(2))).config.subjects).toEqual([streams.eventsSubject(2)])
  })

  it('follow a changed setting and say in words what cannot be changed', async () => {
    const larger = { ...defaultStreamOptions, eventsMaxBytes: defaultStreamOptions.eventsMaxBytes * 2 }
    expect((await ensureStreams(backbone, larger)).ok).toBe(true)
    const manager = await jetstreamManager(backbone)
    expect((await manager.streams.info(streams.events(0))).config.max_bytes).toBe(larger.eventsMaxBytes)
    const impossible = await ensureStreams(backbone, { ...defaultStreamOptions, replicas: 3 })
    expect(impossible.ok ? undefined : impossible.error.detail).toMatch(/^The stream EVENTS-0 cannot be changed/)
  })

  it('take no header that would change what they hold', async () => {
    const manager = await jetstreamManager(backbone)
    for (const name of [streams.events(3), streams.reads(3)]) {
      const { config } = await manager.streams.info(name)
      expect(config.allow_rollup_hdrs).toBe(false)
      expect(config.allow_msg_ttl ?? false).toBe(false)
      expect(config.allow_msg_schedules ?? false).toBe(false)
      expect(config.allow_msg_counter ?? false).toBe(false)
      expect(config.allow_atomic ?? false).toBe(false)
      expect(config.allow_batched ?? false).toBe(false)
    }
  })

  it('store an event, say it to the room with its sequence, and drop the same id sent again', async () => {
    const alice = createTestIdentity()
    const bob = createTestIdentity()
    const room = createTestRoom(5)
    const speaker = await connectTestClient(nats, alice, buildTestJwt(nats, alice, [{ room, role: 'member' }]))
    const member = await connectTestClient(nats, bob, buildTestJwt(nats, bob, [{ room, role: 'listener' }]))
    const heard = member.subscribe(subjects.roomAll(room))
    await member.flush()
    const client = jetstream(speaker)
    const id = newId()
    const first = await client.publish(subjects.sendEvent(room, alice.user), 'once', { msgID: id })
    const again = await client.publish(subjects.sendEvent(room, alice.user), 'once', { msgID: id })
    expect(again).toMatchObject({ seq: first.seq, duplicate: true })
    const read = await client.publish(subjects.sendRead(room, alice.user), '{"v":1,"seq":1}')
    expect(read.stream).toBe(streams.reads(5))
    const said: string[] = []
    for await (const message of heard) {
      expect(message.headers?.get('Nats-Sequence')).toBe(String(said.length === 0 ? first.seq : read.seq))
      expect(Number.isNaN(Date.parse(message.headers?.get('Nats-Time-Stamp') ?? ''))).toBe(false)
      said.push(message.subject)
      if (said.length === 2) break
    }
    expect(said).toEqual([subjects.roomEvent(room, alice.user), `room.${room}.${alice.user}.read`])
    await speaker.close()
    await member.close()
  })

  it('keep the last receipt of each reader only', async () => {
    const room = createTestRoom(6)
    const client = jetstream(backbone)
    const readers = [createTestIdentity(), createTestIdentity()]
    for (const seq of [1, 2, 3]) {
      for (const { user } of readers) await client.publish(subjects.sendRead(room, user), JSON.stringify({ v: 1, seq }))
    }
    const manager = await jetstreamManager(backbone)
    expect((await manager.streams.info(streams.reads(6))).state.messages).toBe(2)
    for (const { user } of readers) {
      const last = await manager.streams.getMessage(streams.reads(6), { last_by_subj: subjects.sendRead(room, user) })
      expect(last?.json()).toEqual({ v: 1, seq: 3 })
    }
  })

  it('hold what they acknowledged when the broker is killed', async () => {
    const room = createTestRoom(7)
    const user = createTestIdentity().user
    const sent = Array.from({ length: 200 }, newId)
    const acks = await Promise.all(
      sent.map((id) => jetstream(backbone).publish(subjects.sendEvent(room, user), id, { msgID: id })),
    )
    await nats.restart()
    // What is asked while the library is not connected is lost, and then found missing after five seconds only.
    await vi.waitFor(() => backbone.flush(), { timeout: 20_000 })
    const manager = await jetstreamManager(backbone)
    for (const [index, ack] of acks.entries()) {
      const stored = await manager.streams.getMessage(streams.events(7), { seq: ack.seq })
      expect(stored?.string()).toBe(sent[index])
    }
    expect((await ensureStreams(backbone, defaultStreamOptions)).ok).toBe(true)
    // What was stored before the kill is still known as a duplicate.
    const [first = ''] = sent
    const again = await jetstream(backbone).publish(subjects.sendEvent(room, user), first, { msgID: first })
    expect(again).toMatchObject({ duplicate: true, seq: acks[0]?.seq })
  })

  it('refuse when full and lose nothing', async () => {
    const small = { ...defaultStreamOptions, shards: 1, eventsMaxBytes: 3_000 }
    const manager = await jetstreamManager(backbone)
    await manager.streams.delete(streams.events(0))
    expect((await ensureStreams(backbone, small)).ok).toBe(true)
    const reader = buildStreamReader(backbone)
    const publish = buildSystemPublisher(backbone, reader.loadSystemEventsAfter)
    const room = createTestRoom(0)
    let lastSeq = 0
    for (;;) {
      const stored = await publish({ room, event: { id: newId() }, lastSeq })
      if (!stored.ok) {
        expect(stored.error.code).toBe('stream-full')
        break
      }
      lastSeq = stored.value.seq
    }
    const state = (await manager.streams.info(streams.events(0))).state
    expect(state).toMatchObject({ first_seq: 1, last_seq: lastSeq, messages: lastSeq })
    await manager.streams.delete(streams.events(0))
    expect((await ensureStreams(backbone, defaultStreamOptions)).ok).toBe(true)
  })

  describe('a system event', () => {
    it('is stored for the first and refused for the second of two that build on the same state', async () => {
      const reader = buildStreamReader(backbone)
      const publish = buildSystemPublisher(backbone, reader.loadSystemEventsAfter)
      const room = createTestRoom(1)
      const created = await publish({ room, event: { id: newId() }, lastSeq: 0 })
      if (!created.ok) throw created.error.cause
      const { seq } = created.value
      const racers = await Promise.all([newId(), newId()].map((id) => publish({ room, event: { id }, lastSeq: seq })))
      expect(racers.filter((one) => one.ok)).toHaveLength(1)
      expect(racers.find((one) => !one.ok)).toMatchObject({ error: { code: 'room-changed' } })
      const later = await reader.loadSystemEventsAfter(room, seq)
      expect(later.ok && later.value.map((event) => event.seq)).toEqual([racers.find((one) => one.ok)?.value.seq])
    })

    it('answers with its sequence when it is published again', async () => {
      const reader = buildStreamReader(backbone)
      const publish = buildSystemPublisher(backbone, reader.loadSystemEventsAfter)
      const room = createTestRoom(1)
      const event = { id: newId() }
      const first = await publish({ room, event, lastSeq: 0 })
      expect(await publish({ room, event, lastSeq: 0 })).toEqual(first)
      const next = await publish({ room, event: { id: newId() }, lastSeq: first.ok ? first.value.seq : -1 })
      expect(next.ok).toBe(true)
      expect(await publish({ room, event, lastSeq: 0 })).toEqual(first)
    })

    it('builds on one that was trimmed', async () => {
      const reader = buildStreamReader(backbone)
      const publish = buildSystemPublisher(backbone, reader.loadSystemEventsAfter)
      const room = createTestRoom(2)
      const created = await publish({ room, event: { id: newId() }, lastSeq: 0 })
      if (!created.ok) throw created.error.cause
      const manager = await jetstreamManager(backbone)
      await manager.streams.purge(streams.events(2), { seq: created.value.seq + 1 })
      const next = await publish({ room, event: { id: newId() }, lastSeq: created.value.seq })
      expect(next.ok && next.value.seq).toBeGreaterThan(created.value.seq)
      const stale = await publish({ room, event: { id: newId() }, lastSeq: created.value.seq })
      expect(stale).toMatchObject({ ok: false, error: { code: 'room-changed' } })
    })

    it('is found among others of its shard, and the shard tells its last sequence', async () => {
      const reader = buildStreamReader(backbone)
      const publish = buildSystemPublisher(backbone, reader.loadSystemEventsAfter)
      const [room, other] = [createTestRoom(4), createTestRoom(4)]
      const seqs: number[] = []
      const others: number[] = []
      for (const [into, before] of [
        [room, seqs],
        [other, others],
        [room, seqs],
        [other, others],
        [room, seqs],
      ] as const) {
        const stored = await publish({ room: into, event: { id: newId() }, lastSeq: before.at(-1) ?? 0 })
        if (!stored.ok) throw stored.error.cause
        before.push(stored.value.seq)
      }
      const loaded = await reader.loadSystemEventsAfter(room, 0)
      expect(loaded.ok && loaded.value.map((event) => event.seq)).toEqual(seqs)
      const bounded = await reader.loadSystemEventsAfter(room, 0, 2)
      expect(bounded.ok && bounded.value.map((event) => event.seq)).toEqual(seqs.slice(0, 2))
      expect(await reader.loadStreamLastSeq(4)).toEqual({ ok: true, value: seqs.at(-1) })
    })

    it('is an error in words when the broker is gone', async () => {
      const alone = await connectBackbone({ servers: nats.tcpUrl, keys: nats.keys, name: 'test' })
      if (!alone.ok) throw alone.error.cause
      const reader = buildStreamReader(alone.value)
      await alone.value.close()
      expect(await reader.loadStreamLastSeq(0)).toMatchObject({ ok: false, error: { code: 'nats-unavailable' } })
    })
  })
})
