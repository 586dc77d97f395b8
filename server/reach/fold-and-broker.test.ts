import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roles } from '../../common/credential-scope.ts'
import type { EventId, RoomId, UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import { reduceRoom, roleIn } from '../../common/reducers/room-reducer.ts'
import type { StoredEvent } from '../../common/wire-decode.ts'
import type { SystemEvent } from '../../common/wire-event.ts'
import { placeOf, reachIn } from './room-reach.ts'

const room = '1.aaaaaaaaaaaaaa' as RoomId
const people = ['a', 'b', 'c'].map((letter) => letter.repeat(16)) as [UserId, UserId, UserId]
const base = { v: 1, id: `01jd${'0'.repeat(22)}` as EventId, at: 0, by: people[0] } as const
const stepMs = 1_000

const someone = fc.constantFrom(...people)
const change = fc.oneof(
  fc.record({ kind: fc.constant('member.joined' as const), user: someone, role: fc.constantFrom(...roles) }),
  fc.record({ kind: fc.constant('member.role-changed' as const), user: someone, role: fc.constantFrom(...roles) }),
  fc.record({
    kind: fc.constantFrom('member.left', 'member.removed', 'member.banned', 'member.unbanned', 'member.unmuted'),
    user: someone,
  }),
  fc.record({ kind: fc.constant('room.owner-changed' as const), user: someone }),
  fc.record({ kind: fc.constant('member.muted' as const), user: someone, until: fc.nat(12 * stepMs) }),
  fc.record(
    {
      kind: fc.constant('room.changed' as const),
      posting: fc.constantFrom('members', 'admins'),
      archived: fc.boolean(),
      history: fc.constantFrom('all', 'joined'),
    },
    { requiredKeys: ['kind'] },
  ),
  fc.record({ kind: fc.constant('contact.ended' as const), reach: fc.constantFrom('listen', 'hear') }),
  fc.record({ kind: fc.constant('contact.restored' as const) }),
)

const said = (event: object, seq: number): StoredEvent => ({
  ...{ room, author: 'system', seq, storedAt: seq * stepMs },
  event: { ...base, ...event } as SystemEvent,
})
const created = said(
  { kind: 'room.created', roomKind: 'group', name: 'Tea', members: [{ user: people[0], role: 'owner' }] },
  1,
)

describe('the fold and the broker', () => {
  it('let the same people speak at any time, whatever happened in the room', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.nat(14 * stepMs), (changes, later) => {
        const events = changes.map((event, index) => said(event, index + 2))
        const state = events.reduce<RoomState | undefined>(reduceRoom, reduceRoom(undefined, created))
        if (state === undefined) throw new Error('a room begins with its creation')
        const nowAt = (events.at(-1)?.storedAt ?? stepMs) + later
        for (const user of people) {
          const role = roleIn(state, user, nowAt)
          const { scope } = reachIn(placeOf(user, state), {}, nowAt)
          const isBanned = state.bans?.includes(user) ?? false
          expect([user, scope === 'room']).toEqual([user, role !== undefined && role !== 'listener' && !isBanned])
          if (state.members.get(user) === undefined) expect(scope).toBe('none')
        }
      }),
    )
  })

  it('agree that nobody is in a room and banned from it', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
        // As the rights judge it: nobody joins who is banned.
        let state = reduceRoom(undefined, created)
        for (const [index, event] of changes.entries()) {
          if (event.kind === 'member.joined' && state?.bans?.includes(event.user)) continue
          state = reduceRoom(state, said(event, index + 2))
        }
        for (const user of state?.bans ?? []) expect(state?.members.has(user)).toBe(false)
      }),
    )
  })

  it('show who came back what was said while they were there, and no more', () => {
    const [, ben] = people
    const history = said({ kind: 'room.changed', history: 'joined' }, 5)
    const came = (seq: number) => said({ kind: 'member.joined', user: ben, role: 'member' }, seq)
    const went = (seq: number) => said({ kind: 'member.left', user: ben }, seq)
    const state = [history, came(10), went(20), came(30)].reduce<RoomState | undefined>(
      reduceRoom,
      reduceRoom(undefined, created),
    )
    expect(state?.past).toEqual([{ user: ben, stays: [{ fromSeq: 10, toSeq: 20 }] }])
    expect(state && reachIn(placeOf(ben, state), {}, 0).seen).toEqual([
      { fromSeq: 0, toSeq: 4 },
      { fromSeq: 10, toSeq: 20 },
      { fromSeq: 30, toSeq: Number.POSITIVE_INFINITY },
    ])
  })
})
