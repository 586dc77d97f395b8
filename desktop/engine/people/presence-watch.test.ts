import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { PresenceChange, ShownState } from '../../../common/presence-event.ts'
import type { PresenceView } from '../../engine-contract.ts'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildPresenceWatch } from './presence-watch.ts'

const ana = 'a'.repeat(16) as UserId
const ben = 'b'.repeat(16) as UserId
const [tea, work] = [`1.${'t'.repeat(14)}`, `1.${'w'.repeat(14)}`] as [RoomId, RoomId]
const is = (user: UserId, state: ShownState, more: Partial<PresenceChange> = {}) => ({ user, state, ...more })

function build({ blocked = new Set<UserId>() } = {}) {
  const clock = buildTestClock()
  const shown = new Map<UserId, PresenceView>()
  let gaps = 0
  let told = 0
  const known: boolean[] = []
  const watch = buildPresenceWatch({
    clock,
    isBlocked: (user) => blocked.has(user),
    onGap: () => gaps++,
    onKnown: (isKnown) => known.push(isKnown),
    onPresence(user, view) {
      told++
      if (view === undefined) shown.delete(user)
      else shown.set(user, view)
    },
  })
  const say = (room: RoomId, n: number, ...changes: PresenceChange[]) =>
    watch.hear(room, { v: 1, run: 'one', n, changes })
  return { clock, shown, watch, say, blocked, known, gaps: () => gaps, told: () => told }
}

test('what is heard in a room is shown, until that one is gone', () => {
  const { shown, say } = build()
  say(tea, 1, is(ana, 'online'), is(ben, 'dnd', { status: { text: 'Focus' } }))
  expect(shown.get(ana)).toEqual({ state: 'online' })
  expect(shown.get(ben)).toEqual({ state: 'dnd', status: { text: 'Focus' } })
  say(tea, 2, is(ana, 'offline'))
  expect([...shown.keys()]).toEqual([ben])
})

test('whoever leaves one of two rooms is still here by the other', () => {
  const { shown, say } = build()
  say(tea, 1, is(ana, 'online'))
  say(work, 1, is(ana, 'online'))
  say(tea, 2, is(ana, 'offline'))
  expect(shown.get(ana)?.state).toBe('online')
  say(work, 2, is(ana, 'offline'))
  expect(shown.has(ana)).toBe(false)
})

test('a room that I left says nothing any more', () => {
  const { shown, say, watch } = build()
  say(tea, 1, is(ana, 'away'))
  watch.forget(tea)
  expect(shown.has(ana)).toBe(false)
})

test('a jump in the count, and another run, ask again; the first word heard does not', () => {
  const { say, watch, gaps } = build()
  say(tea, 7, is(ana, 'online'))
  say(tea, 8)
  expect(gaps()).toBe(0)
  say(tea, 10)
  expect(gaps()).toBe(1)
  watch.hear(tea, { v: 1, run: 'two', n: 11, changes: [] })
  expect(gaps()).toBe(2)
  watch.onUp()
  say(tea, 30)
  expect(gaps()).toBe(2)
})

test('a sync is the truth for all but what was heard while it was under way', () => {
  const { shown, say, watch } = build()
  say(tea, 1, is(ana, 'online'))
  watch.onAsking()
  say(tea, 2, is(ben, 'away'))
  watch.onSync([is(ben, 'online')])
  expect(shown.has(ana)).toBe(false)
  expect(shown.get(ben)?.state).toBe('away')
  watch.onAsking()
  watch.onSync([is(ana, 'dnd')])
  expect(shown.get(ana)?.state).toBe('dnd')
  // Known by the sync alone: one room's word is enough to take it back.
  say(tea, 3, is(ana, 'offline'))
  expect(shown.size).toBe(0)
})

test('a status goes at its time, though nobody says so', async () => {
  const { clock, shown, say } = build()
  say(tea, 1, is(ana, 'online', { status: { text: 'Lunch', until: clock.now() + 60_000 } }))
  expect(shown.get(ana)?.status?.text).toBe('Lunch')
  await clock.advance(60_000)
  expect(shown.get(ana)).toEqual({ state: 'online' })
})

test('of somebody who is blocked nothing is shown, and all of it again afterwards', () => {
  const { shown, say, watch, blocked } = build()
  say(tea, 1, is(ana, 'online'))
  blocked.add(ana)
  watch.review(ana)
  expect(shown.has(ana)).toBe(false)
  blocked.delete(ana)
  watch.review(ana)
  expect(shown.get(ana)?.state).toBe('online')
})

test('without a connection nobody is said to be here for long; a short cut changes nothing', async () => {
  const { clock, shown, say, watch } = build()
  say(tea, 1, is(ana, 'online'))
  watch.onDown()
  await clock.advance(4_000)
  watch.onUp()
  await clock.advance(60_000)
  expect(shown.size).toBe(1)
  watch.onDown()
  await clock.advance(5_000)
  expect(shown.size).toBe(0)
})

test('of somebody who is gone it is known since when, until they come back', () => {
  const { shown, say, watch } = build()
  watch.onSync([{ user: ana, state: 'offline', lastSeenAt: 5_000 }])
  expect(shown.get(ana)).toEqual({ state: 'offline', lastSeenAt: 5_000 })
  say(tea, 1, is(ana, 'online'))
  expect(shown.get(ana)).toEqual({ state: 'online' })
  watch.onSync([])
  expect(shown.has(ana)).toBe(false)
})

test('when somebody was here last is forgotten once they are here again: it would tell of the time before', () => {
  const { shown, say, watch } = build()
  watch.onSync([{ user: ana, state: 'offline', lastSeenAt: 5_000 }])
  say(tea, 1, is(ana, 'online'))
  say(tea, 2, is(ana, 'offline'))
  expect(shown.get(ana)).toBeUndefined()
})

test('who is here is known once `/sync` has said it, and no more once the line is gone or nobody speaks', async () => {
  const { watch, say, known, clock, gaps } = build()
  say(tea, 1, is(ana, 'online'))
  expect(known).toEqual([])
  watch.onSync([])
  expect(known).toEqual([true])
  // Somebody speaks now and then: it stays known, and is told once.
  for (let n = 2; n < 8; n++) {
    await clock.advance(30_000)
    say(tea, n)
  }
  expect(known).toEqual([true])
  await clock.advance(91_000)
  expect(known).toEqual([true, false])
  // A room's word alone is not everybody's: `/sync` is asked for that.
  say(tea, 8, is(ben, 'online'))
  expect(known).toEqual([true, false])
  expect(gaps()).toBe(1)
  watch.onSync([])
  watch.onDown()
  await clock.advance(6_000)
  expect(known).toEqual([true, false, true, false])
})
