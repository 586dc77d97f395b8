import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EventId, MessageId, RoomId, UserId } from '../ids.ts'
import type { Message } from '../message.ts'
import { isOnlyInThread } from '../thread.ts'
import type { StoredEvent } from '../wire-decode.ts'
import { foldAnswers, groupAnswers } from './thread-reducer.ts'
import type { Timeline } from './timeline-reducer.ts'
import { buildTimeline, loadMessages, reduceTimeline, selectMessage, selectMessages } from './timeline-reducer.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const people = ['a', 'b', 'c'].map((letter) => letter.repeat(16) as UserId)
const idOf = (n: number) => `01jd${String(n).padStart(22, '0')}` as EventId
const checkpoint = {
  seq: 0,
  members: people.map((user, index) => ({ user, role: index === 0 ? ('owner' as const) : ('member' as const) })),
}
const roots = [idOf(1), idOf(2)] as const

type Step =
  | { readonly kind: 'answer'; readonly root: number; readonly by: number; readonly also: boolean }
  | { readonly kind: 'remove' | 'pin' | 'unpin' | 'edit'; readonly nth: number; readonly by: number }

const stepSchema: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('answer' as const),
    root: fc.nat(1),
    by: fc.nat(2),
    also: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('remove' as const, 'pin' as const, 'unpin' as const, 'edit' as const),
    nth: fc.nat(12),
    by: fc.nat(2),
  }),
)

function eventsOf(steps: readonly Step[]): readonly StoredEvent[] {
  const base = (seq: number) => ({ v: 1 as const, id: idOf(seq), at: 0 })
  const said = (seq: number, by: number, event: object): StoredEvent =>
    ({ room, author: people[by], seq, storedAt: seq * 10, event: { ...base(seq), ...event } }) as StoredEvent
  const posts = roots.map((_, index) =>
    said(index + 1, index, { kind: 'message.posted', text: 'root', format: 'plain' }),
  )
  return [
    ...posts,
    ...steps.map((step, index) => {
      const seq = index + 3
      if (step.kind === 'answer') {
        const thread = roots[step.root]
        return said(seq, step.by, {
          ...{ kind: 'message.posted', text: 'answer', format: 'plain', thread },
          ...(step.also ? { replyTo: thread } : {}),
        })
      }
      const message = idOf(1 + (step.nth % (steps.length + 2)))
      const kinds = {
        remove: 'message.removed',
        pin: 'message.pinned',
        unpin: 'message.unpinned',
        edit: 'message.edited',
      }
      return said(seq, step.by, { kind: kinds[step.kind], message, ...(step.kind === 'edit' ? { text: 'new' } : {}) })
    }),
  ]
}

const fold = (events: readonly StoredEvent[], from: Timeline = buildTimeline(room, checkpoint, people[1])) =>
  events.reduce(reduceTimeline, from)
const threadsOf = (timeline: Timeline) => {
  const groups = groupAnswers(selectMessages(timeline))
  return roots.map((root) => foldAnswers(selectMessage(timeline, root)?.message.answers, groups.get(root) ?? []))
}
const pinsOf = (timeline: Timeline) =>
  selectMessages(timeline).flatMap(({ message }) =>
    message.pinnedAt === undefined ? [] : [[message.id, message.pinnedAt]],
  )

/** As history has it at a place: the messages, and what hangs on them as it was then. */
function snapshotAt(events: readonly StoredEvent[], upTo: number): readonly Message[] {
  const then = fold(events.filter(({ seq }) => seq <= upTo))
  const sums = threadsOf(then)
  return selectMessages(then).map(({ message }) => {
    const sum = sums[roots.indexOf(message.id as (typeof roots)[number])]
    return sum === undefined ? message : { ...message, answers: { ...sum, upTo } }
  })
}

describe('threads and pins', () => {
  it('fold the same in any order, again, and in pieces from any snapshot of history', () => {
    fc.assert(
      fc.property(
        fc.array(stepSchema, { maxLength: 14 }),
        fc.nat(16),
        fc.infiniteStream(fc.nat(1_000)),
        (steps, cut, order) => {
          const events = eventsOf(steps)
          const whole = fold(events)
          const shuffled = [...events, ...events]
            .map((event) => [order.next().value ?? 0, event] as const)
            .sort((a, b) => a[0] - b[0])
            .map(([, event]) => event)
          const mixed = fold(shuffled)
          expect(threadsOf(mixed)).toEqual(threadsOf(whole))
          expect(pinsOf(mixed)).toEqual(pinsOf(whole))
          // In pieces: all of the messages, or those of the newest page alone, from history; what came later as it was heard.
          const upTo = Math.min(cut, events.length)
          const snapshot = snapshotAt(events, upTo)
          const later = events.filter(({ seq }) => seq > upTo)
          const start = buildTimeline(room, { ...checkpoint, seq: upTo }, people[1])
          const split = fold(later, loadMessages(start, snapshot))
          expect(threadsOf(split)).toEqual(threadsOf(whole))
          expect(pinsOf(split)).toEqual(pinsOf(whole))
        },
      ),
    )
  })

  it('count what is not held by what history said of it', () => {
    const events = eventsOf([
      { kind: 'answer', root: 0, by: 1, also: false },
      { kind: 'answer', root: 0, by: 2, also: false },
      { kind: 'answer', root: 0, by: 0, also: true },
    ])
    // Nothing but the root is held of what was before the fourth.
    const [root] = snapshotAt(events, 4)
    const start = buildTimeline(room, { ...checkpoint, seq: 4 }, people[1])
    const timeline = fold(events.slice(4), loadMessages(start, root === undefined ? [] : [root]))
    expect(threadsOf(timeline)[0]).toMatchObject({ count: 3, lastAt: 50, by: [people[0], people[2], people[1]] })
  })

  it('are shown in the room only where the answer is one to what the thread hangs on', () => {
    const id = roots[0] as MessageId
    expect(isOnlyInThread({})).toBe(false)
    expect(isOnlyInThread({ replyTo: id })).toBe(false)
    expect(isOnlyInThread({ thread: id })).toBe(true)
    expect(isOnlyInThread({ thread: id, replyTo: idOf(9) })).toBe(true)
    expect(isOnlyInThread({ thread: id, replyTo: id })).toBe(false)
  })
})
