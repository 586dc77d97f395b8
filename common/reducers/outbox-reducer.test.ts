import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../app-error.ts'
import { appError } from '../app-error.ts'
import type { EventId, RoomId, UserId } from '../ids.ts'
import type { Outbox, OutboxEntry, OutboxEvent } from './outbox-reducer.ts'
import {
  emptyOutbox,
  reduceOutbox,
  restoreOutbox,
  selectEntry,
  selectNextSends,
  selectNextTryAt,
} from './outbox-reducer.ts'

const author = 'a'.repeat(16) as UserId
const rooms = ['1.aaaaaaaaaaaaaa', '2.bbbbbbbbbbbbbb'] as RoomId[]
const room = rooms[0] as RoomId
const idOf = (index: number) => `01jd${String(index).padStart(22, '0')}` as EventId
const added = (index: number, where = room): OutboxEvent => ({
  kind: 'entry.added',
  room: where,
  author,
  event: { v: 1, kind: 'message.posted', id: idOf(index), at: index, text: `${index}`, format: 'plain' },
  at: index,
})
const which = (index: number) => ({ room, id: idOf(index) })
const failed = (index: number, code: ErrorCode, attempt = 1, more = {}): OutboxEvent => ({
  kind: 'send.failed',
  ...which(index),
  attempt,
  error: appError(code, more),
  now: 1_000,
  jitter: 0,
})
const run = (...events: readonly OutboxEvent[]) => events.reduce(reduceOutbox, emptyOutbox)
const opened: OutboxEvent = { kind: 'connection.opened' }
const closed: OutboxEvent = { kind: 'connection.closed' }
const started = (index: number): OutboxEvent => ({ kind: 'send.started', ...which(index) })
const unsentOf = ({ rooms: all }: Outbox) =>
  Object.values<readonly OutboxEntry[]>(all).flatMap((entries) => entries.filter(({ state }) => state !== 'stored'))
const nextIds = (outbox: Outbox, now = 0) => selectNextSends(outbox, now).map(({ id }) => id)

describe('the outbox', () => {
  it('sends nothing without a connection, and the oldest of each room with one', () => {
    const outbox = run(added(1), added(2), added(3, rooms[1]))
    expect(nextIds(outbox)).toEqual([])
    expect(nextIds(reduceOutbox(outbox, opened))).toEqual([idOf(1), idOf(3)])
  })

  it('holds the second back until the first is stored', () => {
    const sending = run(added(1), added(2), opened, started(1))
    expect(nextIds(sending)).toEqual([])
    expect(reduceOutbox(sending, started(2))).toBe(sending)
    expect(nextIds(reduceOutbox(sending, { kind: 'send.stored', ...which(1), seq: 9 }))).toEqual([idOf(2)])
  })

  it('tries again by itself after the backoff, and says when', () => {
    const outbox = run(added(1), opened, started(1), failed(1, 'publish-timeout'))
    expect(selectEntry(outbox, which(1))).toMatchObject({ state: 'waiting', triedBefore: true, nextTryAt: 1_250 })
    expect(selectNextTryAt(outbox)).toBe(1_250)
    expect(nextIds(outbox, 1_249)).toEqual([])
    expect(nextIds(outbox, 1_250)).toEqual([idOf(1)])
  })

  it('waits as long as the server says, also over a new connection', () => {
    const outbox = run(
      added(1),
      opened,
      started(1),
      failed(1, 'rate-limited', 1, { retryAfterMs: 30_000 }),
      closed,
      opened,
    )
    expect(nextIds(outbox, 30_999)).toEqual([])
    expect(nextIds(outbox, 31_000)).toEqual([idOf(1)])
  })

  it('stops the room at a head that was refused, until a person retries or discards it', () => {
    const outbox = run(added(1), added(2), opened, started(1), failed(1, 'message-too-large'))
    expect(selectEntry(outbox, which(1))?.state).toBe('stuck')
    expect(nextIds(outbox, 1e12)).toEqual([])
    expect(nextIds(run(added(1), opened, started(1), failed(1, 'message-too-large'), closed, opened), 1e12)).toEqual([])
    expect(nextIds(reduceOutbox(outbox, { kind: 'entry.retried', ...which(1) }))).toEqual([idOf(1)])
    expect(nextIds(reduceOutbox(outbox, { kind: 'entry.discarded', ...which(1) }))).toEqual([idOf(2)])
  })

  it('tries once more with a renewed credential, and then takes the refusal for final', () => {
    const once = run(added(1), opened, started(1), failed(1, 'publish-refused'))
    expect(selectEntry(once, which(1))?.state).toBe('waiting')
    expect(nextIds(once, 1e12)).toEqual([])
    const renewed = [closed, opened].reduce(reduceOutbox, once)
    expect(nextIds(renewed)).toEqual([idOf(1)])
    const twice = [started(1), failed(1, 'publish-refused', 2)].reduce(reduceOutbox, renewed)
    expect(selectEntry(twice, which(1))?.state).toBe('stuck')
  })

  it('marks as tried before what was on its way when the connection or the app ended', () => {
    const sending = run(added(1), opened, started(1))
    expect(selectEntry(sending, which(1))?.triedBefore).toBe(false)
    expect(selectEntry(reduceOutbox(sending, closed), which(1))).toMatchObject({ state: 'queued', triedBefore: true })
    const restored = restoreOutbox(JSON.parse(JSON.stringify(unsentOf(sending))) as OutboxEntry[])
    expect(selectEntry(restored, which(1))).toMatchObject({ state: 'queued', triedBefore: true, attempts: 0 })
  })

  it('counts everything that comes back from disk as tried, and forgets why it waited', () => {
    const waiting = run(added(1), opened, started(1), failed(1, 'publish-timeout'), added(2, rooms[1]))
    const restored = restoreOutbox(unsentOf(waiting))
    for (const entry of unsentOf(restored)) {
      expect(entry).toMatchObject({ state: 'queued', triedBefore: true, attempts: 0 })
      expect(entry).not.toHaveProperty('error')
      expect(entry).not.toHaveProperty('nextTryAt')
    }
    const stuck = run(added(1), opened, started(1), failed(1, 'message-too-large'))
    expect(unsentOf(restoreOutbox(unsentOf(stuck)))[0]).toMatchObject({
      state: 'stuck',
      error: { code: 'message-too-large' },
    })
  })

  it('keeps what the archive refused to be told, and nothing waits for it', () => {
    const refusal = { kind: 'send.refused', ...which(1), error: appError('event-refused') } as const
    const stored = run(added(1), added(2), opened, started(1), { kind: 'send.stored', ...which(1), seq: 9 })
    const refused = reduceOutbox(stored, refusal)
    expect(selectEntry(refused, which(1))?.state).toBe('refused')
    expect(nextIds(refused)).toEqual([idOf(2)])
    expect(reduceOutbox(refused, { kind: 'entry.settled', ...which(1) })).toBe(refused)
    expect(reduceOutbox(refused, { kind: 'entry.retried', ...which(1) })).toBe(refused)
    expect(selectEntry(reduceOutbox(refused, { kind: 'entry.discarded', ...which(1) }), which(1))).toBeUndefined()
    const held = run(added(1), added(2), refusal, opened)
    expect(selectEntry(held, which(1))?.state).toBe('stuck')
    expect(nextIds(held)).toEqual([])
  })

  it('tells an edit that is outdated, lets nothing wait for it, and asks about what was made on its words', () => {
    const edited = (index: number, message: number): OutboxEvent => ({
      ...{ kind: 'entry.added', room, author, at: index },
      event: { v: 1, kind: 'message.edited', id: idOf(index), at: index, message: idOf(message), text: `${index}` },
    })
    const outdated: OutboxEvent = { kind: 'edit.outdated', ...which(1) }
    const before = run(edited(1, 9), added(2), edited(3, 9), edited(4, 8), opened)
    const after = reduceOutbox(before, outdated)
    expect(selectEntry(after, which(1))).toMatchObject({ state: 'refused', error: { code: 'edit-outdated' } })
    expect(nextIds(after)).toEqual([idOf(2)])
    expect([2, 3, 4].map((index) => selectEntry(after, which(index))?.triedBefore)).toEqual([false, true, false])
    // It was stored after all: nothing is left to tell.
    const heard = reduceOutbox(after, { kind: 'send.stored', ...which(1), seq: 9 })
    expect(selectEntry(heard, which(1))).toMatchObject({ state: 'stored' })
    for (const known of [heard, run(edited(1, 9), opened, started(1))])
      expect(reduceOutbox(known, outdated)).toBe(known)
  })

  it('does not wait for hours when the clock was put back, nor past the time the server named', () => {
    const outbox = run(added(1), opened, started(1), failed(1, 'publish-timeout'))
    expect(nextIds(outbox, 1_000)).toEqual([])
    expect(nextIds(outbox, 1_000 - 7_200_000)).toEqual([idOf(1)])
    const told = run(added(1), opened, started(1), failed(1, 'busy', 1, { retryAfterMs: 600_000 }))
    expect(nextIds(told, 1_000)).toEqual([])
    expect(nextIds(told, 1_000 - 7_200_000)).toEqual([idOf(1)])
  })

  it('believes an acknowledgement that comes late, and no failure of an attempt that was given up', () => {
    const again = run(added(1), opened, started(1), closed, opened, started(1))
    expect(reduceOutbox(again, failed(1, 'publish-timeout', 1))).toBe(again)
    expect(selectEntry(reduceOutbox(again, { kind: 'send.stored', ...which(1), seq: 9 }), which(1))).toMatchObject({
      state: 'stored',
      seq: 9,
    })
  })
})

/**
 * Anything that may happen, well-timed or not: a number picks which entry, another which error. `crash` goes through JSON.
 */
const codes: readonly ErrorCode[] = ['publish-timeout', 'busy', 'publish-refused', 'message-too-large', 'rate-limited']
const step = fc.record({
  what: fc.constantFrom(
    ...(['add', 'add', 'pump', 'pump', 'pump', 'ack', 'ack', 'lost ack', 'fail', 'late ack', 'stale fail'] as const),
    ...(['retry', 'retry all', 'discard', 'settle', 'open', 'open', 'close', 'crash', 'wrong start'] as const),
  ),
  pick: fc.nat({ max: 20 }),
  where: fc.nat({ max: 1 }),
})
type Flight = { readonly room: RoomId; readonly id: EventId; readonly attempt: number }

/** An engine and a stream around the reducer, keeping book of what the outbox must never do. */
function simulate(steps: readonly (typeof step extends fc.Arbitrary<infer T> ? T : never)[]) {
  let outbox: Outbox = emptyOutbox
  let now = 0
  const insertions: Flight[] = []
  const gone = new Set<EventId>()
  const acked = new Set<EventId>()
  const inStream: Flight[] = []
  const flights = new Map<RoomId, Flight>()
  const given: Flight[] = []
  const store = (flight: Flight) => inStream.some(({ id }) => id === flight.id) || inStream.push(flight)
  const seqOf = (id: EventId) => inStream.findIndex((one) => one.id === id) + 1
  const tell = (event: OutboxEvent) => {
    outbox = reduceOutbox(outbox, event)
  }
  const land = (where: RoomId) => {
    const flight = flights.get(where)
    if (flight !== undefined) {
      flights.delete(where)
      given.push(flight)
    }
    return flight
  }
  const loseAll = () => [...flights.keys()].forEach(land)
  const fail = ({ attempt, ...entry }: Flight, pick: number) =>
    tell({
      kind: 'send.failed',
      ...entry,
      attempt,
      error: appError(codes[pick % codes.length] ?? 'busy'),
      now,
      jitter: 0.5,
    })

  for (const { what, pick, where: index } of steps) {
    const where = rooms[index] as RoomId
    now += pick * 2_000
    const known = insertions[pick % Math.max(1, insertions.length)]
    const past = given[pick % Math.max(1, given.length)]
    if (what === 'add') {
      const id = idOf(insertions.length)
      insertions.push({ room: where, id, attempt: 0 })
      tell(added(insertions.length - 1, where))
    } else if (what === 'pump') {
      for (const entry of selectNextSends(outbox, now)) {
        // Every other time history can be asked, and holds what is in the stream.
        if (entry.triedBefore && seqOf(entry.id) > 0 && pick % 2 === 0) {
          tell({ kind: 'send.stored', room: entry.room, id: entry.id, seq: seqOf(entry.id) })
          acked.add(entry.id)
          continue
        }
        expect(acked).not.toContain(entry.id)
        expect(flights.has(entry.room)).toBe(false)
        tell({ kind: 'send.started', room: entry.room, id: entry.id })
        const attempt = entry.attempts + 1
        expect(selectEntry(outbox, entry)).toMatchObject({ state: 'sending', attempts: attempt })
        if (inStream.some(({ id }) => id === entry.id)) expect(entry.triedBefore).toBe(true)
        flights.set(entry.room, { room: entry.room, id: entry.id, attempt })
      }
    } else if (what === 'wrong start' && known !== undefined) {
      const before = outbox
      if (selectEntry(outbox, known)?.state === 'stored' || flights.has(known.room)) {
        tell({ kind: 'send.started', room: known.room, id: known.id })
        expect(outbox).toBe(before)
      }
    } else if (what === 'ack' || what === 'lost ack' || what === 'fail') {
      const flight = land(where)
      if (flight !== undefined && what !== 'fail') store(flight)
      if (flight !== undefined && what === 'ack') {
        tell({ kind: 'send.stored', room: flight.room, id: flight.id, seq: seqOf(flight.id) })
        acked.add(flight.id)
      } else if (flight !== undefined) fail(flight, what === 'lost ack' ? 0 : pick)
    } else if (what === 'late ack' && past !== undefined && seqOf(past.id) > 0) {
      tell({ kind: 'send.stored', room: past.room, id: past.id, seq: seqOf(past.id) })
      acked.add(past.id)
      if (flights.get(past.room)?.id === past.id) land(past.room)
    } else if (what === 'stale fail' && past !== undefined) {
      const before = outbox
      if (flights.get(past.room)?.attempt !== past.attempt || flights.get(past.room)?.id !== past.id) {
        fail(past, pick)
        expect(outbox).toBe(before)
      }
    } else if (what === 'retry' && known !== undefined) {
      tell({ kind: 'entry.retried', room: known.room, id: known.id })
    } else if (what === 'retry all') tell({ kind: 'outbox.retried' })
    else if ((what === 'discard' || what === 'settle') && known !== undefined) {
      const entry = selectEntry(outbox, known)
      const may =
        what === 'settle' ? entry?.state === 'stored' : entry?.state !== 'sending' && entry?.state !== 'stored'
      if (what === 'discard' || may) {
        tell({ kind: what === 'discard' ? 'entry.discarded' : 'entry.settled', room: known.room, id: known.id })
        if (may) gone.add(known.id)
      }
    } else if (what === 'open') tell(opened)
    else if (what === 'close') {
      loseAll()
      tell(closed)
    } else if (what === 'crash') {
      loseAll()
      outbox = restoreOutbox(
        JSON.parse(JSON.stringify(rooms.flatMap((one) => outbox.rooms[one] ?? []))) as OutboxEntry[],
      )
      // Nobody knows any more what was acknowledged: that is not on disk.
      acked.clear()
    }
    checkBooks()
  }

  function checkBooks() {
    for (const where of rooms) {
      const entries = outbox.rooms[where] ?? []
      expect(entries.map(({ id }) => id)).toEqual(
        insertions.filter((one) => one.room === where && !gone.has(one.id)).map(({ id }) => id),
      )
      expect(entries.filter(({ state }) => state === 'sending').map(({ id }) => id)).toEqual(
        flights.has(where) ? [flights.get(where)?.id] : [],
      )
      for (const { id, state } of entries) if (acked.has(id)) expect(state).toBe('stored')
    }
  }
  return { outbox, insertions, inStream, gone, now }
}

describe('the outbox, whatever happens', () => {
  it('loses nothing, sends one at a time a room, and never again what is stored', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80, size: 'max' }), (steps) => void simulate(steps)),
      { numRuns: 200 },
    )
  })

  it('brings each entry into the stream once, in the order of insertion, when all is well again', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60, size: 'max' }), (steps) => {
        const { outbox: left, insertions, inStream, gone, now } = simulate(steps)
        let outbox = [closed, opened, { kind: 'outbox.retried' } as const].reduce(reduceOutbox, left)
        const stream = [...inStream]
        for (let next = selectNextSends(outbox, now); next.length > 0; next = selectNextSends(outbox, now)) {
          for (const { room: where, id, attempts } of next) {
            outbox = reduceOutbox(outbox, { kind: 'send.started', room: where, id })
            if (!stream.some((one) => one.id === id)) stream.push({ room: where, id, attempt: attempts + 1 })
            outbox = reduceOutbox(outbox, { kind: 'send.stored', room: where, id, seq: 1 })
          }
        }
        expect(unsentOf(outbox)).toEqual([])
        for (const where of rooms) {
          const ids = stream.filter((one) => one.room === where).map(({ id }) => id)
          const wanted = insertions.filter((one) => one.room === where && (!gone.has(one.id) || ids.includes(one.id)))
          expect(ids).toEqual(wanted.map(({ id }) => id))
        }
      }),
      { numRuns: 200 },
    )
  })
})
