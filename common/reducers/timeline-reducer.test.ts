import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Role } from '../credential-scope.ts'
import { roles } from '../credential-scope.ts'
import type { EventId, RoomId, UserId } from '../ids.ts'
import type { Checkpoint, Message, RoomState } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'
import type { MemberEvent, WireEvent } from '../wire-event.ts'
import { foldEvent, targetOf } from './fold-event.ts'
import { buildCheckpoint, reduceRoom } from './room-reducer.ts'
import type { Timeline } from './timeline-reducer.ts'
import {
  addOwnEvent,
  buildTimeline,
  dropOwnEvent,
  loadMessages,
  moveCheckpoint,
  reduceTimeline,
  selectMessages,
  selectRefusals,
  selectTimelineRows,
  settleTimeline,
} from './timeline-reducer.ts'

const room = '3.aaaaaaaaaaaaaa' as RoomId
const users = ['a', 'b', 'c', 'd', 'e'].map((letter) => letter.repeat(16) as UserId)
const userAt = (index: number) => users[index % users.length] as UserId
const me = userAt(1)
const idOf = (kind: 'm' | 'x', index: number) => `01jd${kind}${String(index).padStart(21, '0')}` as EventId
const roleAt = (index: number) => roles[index % roles.length] as Role

/** What may happen, with small numbers so that people, messages and ids meet often, and wrongly. */
const happening = fc.record({
  what: fc.oneof(
    { weight: 5, arbitrary: fc.constant('post') },
    { weight: 6, arbitrary: fc.constantFrom('edit', 'remove', 'react', 'unreact', 'pin', 'unpin') },
    { weight: 3, arbitrary: fc.constantFrom('join', 'leave', 'kick', 'role', 'rename', 'recreate') },
    { weight: 1, arbitrary: fc.constant('unknown') },
  ),
  who: fc.nat({ max: 4 }),
  whom: fc.nat({ max: 4 }),
  message: fc.nat({ max: 5 }),
  pick: fc.nat({ max: 3 }),
  gap: fc.integer({ min: 1, max: 3 }),
})
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never

function wireEvent(one: Happening, seq: number): WireEvent {
  const id = one.pick === 0 ? idOf('x', one.message) : idOf('x', seq + 10)
  const base = { v: 1, id, at: 0 } as const
  const message = idOf('m', one.message)
  const user = userAt(one.whom)
  const by = userAt(one.who)
  switch (one.what) {
    case 'post':
      // Some pass on what another said: those are never edited, in whatever order they come.
      return {
        ...{ ...base, id: message, kind: 'message.posted', text: `text ${seq}`, format: 'plain' },
        ...(one.pick === 3 ? { forwarded: { room, message: idOf('x', 1), author: userAt(one.whom) } } : {}),
      }
    case 'edit':
      return { ...base, kind: 'message.edited', message, text: `edit ${seq}` }
    case 'remove':
      return { ...base, kind: 'message.removed', message }
    case 'react':
      return { ...base, kind: 'reaction.added', message, emoji: `e${one.pick}` }
    case 'unreact':
      return { ...base, kind: 'reaction.removed', message, emoji: `e${one.pick}` }
    case 'pin':
      return { ...base, kind: 'message.pinned', message }
    case 'unpin':
      return { ...base, kind: 'message.unpinned', message }
    case 'join':
      return { ...base, kind: 'member.joined', user, role: roleAt(one.pick), by }
    case 'leave':
      return { ...base, kind: 'member.left', user, by }
    case 'kick':
      return { ...base, kind: 'member.removed', user, by }
    case 'role':
      return { ...base, kind: 'member.role-changed', user, role: roleAt(one.pick), by }
    case 'rename':
      return { ...base, kind: 'room.changed', name: `name ${seq}`, by }
    case 'recreate':
      return { ...base, kind: 'room.created', roomKind: 'group', name: 'again', members: [{ user, role: 'owner' }], by }
    default:
      return { ...base, kind: 'unknown', named: 'poll.opened' }
  }
}

const systemHappenings = new Set(['join', 'leave', 'kick', 'role', 'rename', 'recreate'])

/** A room's whole stream, in order. It begins with its creation; one founder never leaves, so that it goes on. */
const history: fc.Arbitrary<readonly StoredEvent[]> = fc
  .array(happening, { minLength: 1, maxLength: 60, size: 'max' })
  .map((happenings) => {
    let seq = 4
    const members = users.slice(0, 4).map((user, index) => ({ user, role: roleAt(index) }))
    const created: WireEvent = {
      v: 1,
      id: idOf('x', 0),
      at: 0,
      kind: 'room.created',
      roomKind: 'group',
      name: 'room',
      members,
      by: userAt(0),
    }
    const events: StoredEvent[] = [{ room, author: 'system', seq, storedAt: 40, event: created }]
    for (const one of happenings) {
      if ((one.what === 'leave' || one.what === 'kick') && one.whom % users.length === 0) continue
      seq += one.gap
      const author = systemHappenings.has(one.what) ? 'system' : userAt(one.who)
      events.push({ room, author, seq, storedAt: seq * 10, event: wireEvent(one, seq) })
    }
    return events
  })

/** The archiver's way: in order, one by one. What clients show must equal this. */
function archive(events: readonly StoredEvent[]) {
  const messages = new Map<EventId, Message>()
  const refused = new Map<number, string>()
  let state: RoomState | undefined
  for (const stored of events) {
    const target = targetOf(stored.event)
    const role = stored.author === 'system' ? undefined : state?.members.get(stored.author)?.role
    const verdict = foldEvent(role, target && messages.get(target), stored)
    if (verdict.kind === 'posted' || verdict.kind === 'changed') messages.set(verdict.message.id, verdict.message)
    if (verdict.kind === 'refused') refused.set(stored.seq, verdict.reason)
    state = reduceRoom(state, stored)
  }
  const seq = events.at(-1)?.seq ?? 0
  const checkpoint: Checkpoint = state === undefined ? { seq: 0, members: [] } : buildCheckpoint(state, seq)
  return {
    messages: [...messages.values()].sort((one, other) => one.seq - other.seq),
    refused,
    checkpoint,
    byId: messages,
  }
}

const start: Checkpoint = { seq: 0, members: [] }
const fold = (timeline: Timeline, events: readonly StoredEvent[]) => events.reduce(reduceTimeline, timeline)
const storedOf = (timeline: Timeline) =>
  selectMessages(timeline).flatMap(({ state, message }) => (state === 'stored' ? [message] : []))

/** Everything a screen can see, and who was refused what. */
function visible(timeline: Timeline) {
  return {
    rows: selectTimelineRows(timeline),
    refusals: selectRefusals(timeline).map(({ seq, reason }) => [seq, reason]),
    checkpoint: timeline.checkpoint,
    own: timeline.own,
    roles: timeline.steps.map(({ seq, members }) => [seq, [...members.values()].map((one) => [one.user, one.role])]),
  }
}

/** The events in any order, some of them several times. */
const inAnyOrder = (events: readonly StoredEvent[]) =>
  fc
    .tuple(fc.subarray([...events]), fc.constant(events))
    .chain(([again, once]) => fc.shuffledSubarray([...once, ...again], { minLength: once.length + again.length }))

const shuffled = history.chain((events) => fc.record({ events: fc.constant(events), arrival: inAnyOrder(events) }))
const cutHistory = history.chain((events) =>
  fc.record({
    events: fc.constant(events),
    first: fc.integer({ min: 1, max: events.length }),
    second: fc.integer({ min: 1, max: events.length }),
    heard: fc.subarray([...events]),
    arrival: inAnyOrder(events),
    loaded: fc.subarray([0, 1, 2, 3, 4, 5]),
  }),
)
const runs = { numRuns: 150 }

describe('a timeline', () => {
  it('equals what the archiver folds in order', () => {
    fc.assert(
      fc.property(history, (events) => {
        const whole = archive(events)
        const timeline = fold(buildTimeline(room, start), events)
        expect(storedOf(timeline)).toEqual(whole.messages)
        // A change to a message that never came is still waiting here; the archive knows there is none.
        const judged = events.filter(
          ({ seq, event }) =>
            whole.refused.has(seq) &&
            (event.kind === 'message.posted' || whole.byId.has(targetOf(event) ?? idOf('x', 0))),
        )
        expect(selectRefusals(timeline).map(({ seq, reason }) => [seq, reason])).toEqual(
          judged.map(({ seq }) => [seq, whole.refused.get(seq)]),
        )
      }),
      runs,
    )
  })

  it('is the same in any order and with any duplication', () => {
    fc.assert(
      fc.property(shuffled, ({ events, arrival }) => {
        expect(visible(fold(buildTimeline(room, start, me), arrival))).toEqual(
          visible(fold(buildTimeline(room, start, me), events)),
        )
      }),
      runs,
    )
  })

  it('is the same object when an event comes again', () => {
    fc.assert(
      fc.property(shuffled, ({ events, arrival }) => {
        const timeline = fold(buildTimeline(room, start, me), events)
        expect(fold(timeline, arrival)).toBe(timeline)
      }),
      runs,
    )
  })

  it('shows the same messages without the events that were refused', () => {
    fc.assert(
      fc.property(history, (events) => {
        const { refused } = archive(events)
        const allowed = events.filter(({ seq }) => !refused.has(seq))
        const shown = selectTimelineRows(fold(buildTimeline(room, start), allowed))
        expect(selectTimelineRows(fold(buildTimeline(room, start), events))).toEqual(shown)
      }),
      runs,
    )
  })

  it('equals the whole when folded from a checkpoint and the snapshots at it, in any order', () => {
    fc.assert(
      fc.property(cutHistory, ({ events, first, arrival }) => {
        const before = archive(events.slice(0, first))
        const from = buildTimeline(room, before.checkpoint)
        const whole = archive(events).messages
        expect(storedOf(fold(loadMessages(from, before.messages), arrival))).toEqual(whole)
        expect(storedOf(loadMessages(fold(from, arrival), before.messages))).toEqual(whole)
      }),
      runs,
    )
  })

  it('equals the whole when snapshots of any age come between the events', () => {
    fc.assert(
      fc.property(cutHistory, ({ events, first, second, arrival }) => {
        const [early, late] = [archive(events.slice(0, first)), archive(events.slice(0, second))]
        const half = arrival.length >> 1
        let timeline = fold(loadMessages(buildTimeline(room, start), late.messages), arrival.slice(0, half))
        timeline = fold(loadMessages(timeline, early.messages), arrival.slice(half))
        expect(storedOf(timeline)).toEqual(archive(events).messages)
      }),
      runs,
    )
  })

  it('equals the whole after a fill, whatever was missed before it, changes of roles included', () => {
    fc.assert(
      fc.property(cutHistory, ({ events, first, second, heard, arrival }) => {
        const [low, high] = [Math.min(first, second), Math.max(first, second)]
        const [early, late] = [archive(events.slice(0, low)), archive(events.slice(0, high))]
        const gappy = fold(loadMessages(buildTimeline(room, early.checkpoint), early.messages), heard)
        const changed = late.messages.filter(({ version }) => version > early.checkpoint.seq)
        const filled = moveCheckpoint(loadMessages(gappy, changed), late.checkpoint)
        expect(storedOf(fold(filled, arrival))).toEqual(archive(events).messages)
      }),
      runs,
    )
  })

  it('equals the whole when it goes on from its own fold', () => {
    fc.assert(
      fc.property(cutHistory, ({ events, first, arrival }) => {
        const complete = fold(buildTimeline(room, start), events.slice(0, first))
        const settled = settleTimeline(complete, events[first - 1]?.seq ?? 0)
        expect(storedOf(settled)).toEqual(storedOf(complete))
        expect(storedOf(fold(settled, arrival))).toEqual(archive(events).messages)
        const late = settleTimeline(fold(buildTimeline(room, start), arrival), events[first - 1]?.seq ?? 0)
        expect(storedOf(late)).toEqual(archive(events).messages)
      }),
      runs,
    )
  })

  it('keeps changes to a message that is not loaded until it is', () => {
    fc.assert(
      fc.property(cutHistory, ({ events, first, arrival, loaded }) => {
        const before = archive(events.slice(0, first))
        const isLoaded = (one: Message) => loaded.some((index) => idOf('m', index) === one.id)
        const missing = new Set(before.messages.filter((one) => !isLoaded(one)).map(({ id }) => id))
        // A copy of a post can be told from the post only by who has seen the first: that is history's to say.
        const heard = arrival.filter(({ event }) => event.kind !== 'message.posted' || !missing.has(event.id))
        const window = loadMessages(buildTimeline(room, before.checkpoint), before.messages.filter(isLoaded))
        const partly = fold(window, heard)
        const whole = archive(events).messages
        expect(storedOf(partly)).toEqual(whole.filter(({ id }) => !missing.has(id)))
        expect(storedOf(loadMessages(partly, before.messages))).toEqual(whole)
      }),
      runs,
    )
  })

  it('leaves the timeline it was given as it was', () => {
    fc.assert(
      fc.property(cutHistory, ({ events, first, arrival }) => {
        const given = fold(buildTimeline(room, start, me), arrival.slice(0, first))
        const before = JSON.stringify(visible(given))
        const { checkpoint, messages } = archive(events.slice(0, first))
        moveCheckpoint(loadMessages(fold(given, arrival), messages), checkpoint)
        expect(JSON.stringify(visible(given))).toBe(before)
      }),
      runs,
    )
  })
})

describe('own events', () => {
  const isMine = ({ author, event }: StoredEvent): boolean => author === me && event.kind !== 'unknown'
  const ownOf = ({ event }: StoredEvent) => ({ event: event as MemberEvent, author: me, at: 7 })

  it('come last, in the order of insertion, and are gone once their stored copies are here', () => {
    fc.assert(
      fc.property(cutHistory, ({ events, first, arrival }) => {
        const before = fold(buildTimeline(room, start, me), events.slice(0, first))
        const mine = events.slice(first).filter(isMine)
        const queued = mine.map(ownOf).reduce(addOwnEvent, before)
        const rows = selectMessages(queued)
        const last = rows.findLastIndex(({ state }) => state !== 'queued')
        const ids = [...new Set(mine.flatMap(({ event }) => (event.kind === 'message.posted' ? [event.id] : [])))]
        const known = new Set([
          ...storedOf(before).map(({ id }) => id),
          ...events
            .slice(0, first)
            .filter(isMine)
            .map(({ event }) => event.id),
        ])
        expect(rows.slice(last + 1).map(({ message }) => message.id)).toEqual(ids.filter((id) => !known.has(id)))
        expect(visible(fold(queued, arrival))).toEqual(visible(fold(buildTimeline(room, start, me), events)))
      }),
      runs,
    )
  })

  it('leave nothing behind when they are dropped', () => {
    fc.assert(
      fc.property(cutHistory, ({ events, first }) => {
        const before = fold(buildTimeline(room, start, me), events.slice(0, first))
        const mine = events.slice(first).filter(isMine).map(ownOf)
        const after = mine.map(({ event }) => event.id).reduce(dropOwnEvent, mine.reduce(addOwnEvent, before))
        expect(visible(after)).toEqual(visible(before))
      }),
      runs,
    )
  })
})
