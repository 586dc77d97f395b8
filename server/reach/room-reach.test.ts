import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roles } from '../../common/credential-scope.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { buildScope, type PersonStanding, placeOf, type RoomPlace, reachIn } from './room-reach.ts'
import { everything } from './visible-spans.ts'

const nowAt = 1_800_000_000_000
const room = '1.aaaaaaaaaaaaaa' as RoomId
const scopeOf = (place: Omit<RoomPlace, 'room'>, person: PersonStanding = {}) =>
  reachIn({ room, ...place }, person, nowAt).scope

describe('how far somebody reaches in a room', () => {
  it.each([
    ['owner', 'room'],
    ['admin', 'room'],
    ['member', 'room'],
    ['listener', 'listen'],
    [undefined, 'none'],
  ] as const)('as %s is %s', (role, scope) => {
    expect(scopeOf({ role })).toBe(scope)
  })

  it.each([
    ['a ban', { banned: true }, 'none'],
    ['a mute that is not over', { mutedUntil: nowAt + 1 }, 'listen'],
    ['a mute that is over', { mutedUntil: nowAt }, 'room'],
    ['an archived room', { archived: true }, 'listen'],
    ['a contact that ended', { ended: 'listen' }, 'listen'],
    ['a block', { ended: 'hear' }, 'hear'],
    ['a room where members post', { posting: 'members' }, 'room'],
    ['a room where admins post', { posting: 'admins' }, 'listen'],
  ] as const)('with %s', (_, limit, scope) => {
    expect(scopeOf({ role: 'member', ...limit })).toBe(scope)
    // Who is no member reaches nothing, whatever else is said of them.
    expect(scopeOf(limit)).toBe('none')
  })

  it.each(['owner', 'admin'] as const)(
    'as %s goes on posting where admins post, and not in an archived room',
    (role) => {
      expect(scopeOf({ role, posting: 'admins' })).toBe('room')
      expect(scopeOf({ role, archived: true })).toBe('listen')
    },
  )

  it('is nothing for whoever is suspended, and hearing for whoever says too much', () => {
    expect(scopeOf({ role: 'owner' }, { suspended: true })).toBe('none')
    expect(scopeOf({ role: 'owner' }, { mutedUntil: nowAt + 1 })).toBe('hear')
    expect(scopeOf({ role: 'owner' }, { mutedUntil: nowAt })).toBe('room')
  })

  it('says when the first limit ends by itself, and nothing of those that are over', () => {
    const place = { room, role: 'member', mutedUntil: nowAt + 500 } as const
    expect(reachIn(place, {}, nowAt)).toEqual({ scope: 'listen', until: nowAt + 500, seen: everything })
    expect(reachIn(place, { mutedUntil: nowAt + 100 }, nowAt)).toMatchObject({ scope: 'hear', until: nowAt + 100 })
    expect(reachIn(place, { mutedUntil: nowAt - 100 }, nowAt + 500)).toEqual({ scope: 'room', seen: everything })
  })

  const limits = fc.record(
    {
      mutedUntil: fc.integer({ min: nowAt - 5, max: nowAt + 5 }),
      banned: fc.boolean(),
      posting: fc.constantFrom('members', 'admins'),
      archived: fc.boolean(),
      ended: fc.constantFrom('listen', 'hear'),
    },
    { requiredKeys: [] },
  )
  const standings = fc.record(
    { suspended: fc.boolean(), mutedUntil: fc.integer({ min: nowAt - 5, max: nowAt + 5 }) },
    { requiredKeys: [] },
  )
  const rank = (scope: string) => ['none', 'hear', 'listen', 'room'].indexOf(scope)

  it('is never more for one limit more, and never outlives what limits it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...roles), limits, limits, standings, (role, some, more, person) => {
        const [few, many] = [
          { room, role, ...some },
          { room, role, ...more, ...some },
        ]
        expect(rank(reachIn(many, person, nowAt).scope)).toBeLessThanOrEqual(rank(reachIn(few, person, nowAt).scope))
        expect(rank(reachIn(few, person, nowAt).scope)).toBeLessThanOrEqual(rank(reachIn(few, {}, nowAt).scope))
        const { scope, until, seen } = reachIn(many, person, nowAt)
        if (until !== undefined) expect(until).toBeGreaterThan(nowAt)
        expect(seen.length > 0).toBe(scope !== 'none')
      }),
    )
  })
})

describe('a place in a room', () => {
  const [ann, ben] = ['a'.repeat(16), 'b'.repeat(16)] as [UserId, UserId]
  const memberOf = (user: UserId, role: 'owner' | 'member', joinedSeq: number) =>
    [user, { user, role, joinedSeq }] as const
  const state = { room, members: new Map([memberOf(ann, 'owner', 4)]) }

  it('is what the room’s state says of the person, and no membership of somebody who is not in it', () => {
    expect(placeOf(ann, state)).toMatchObject({ role: 'owner', stays: [{ fromSeq: 4 }] })
    expect(reachIn(placeOf(ben, state), {}, nowAt)).toEqual({ scope: 'none', seen: [] })
  })

  it('carries what limits them there, and them alone', () => {
    const members = new Map([ann, ben].map((user) => memberOf(user, 'member', 1)))
    const limited = { ...state, members, limits: { mutes: [{ user: ann, until: nowAt + 9 }] }, bans: [ben] }
    expect(reachIn(placeOf(ann, limited), {}, nowAt)).toMatchObject({ scope: 'listen', until: nowAt + 9 })
    expect(reachIn(placeOf(ben, limited), {}, nowAt)).toMatchObject({ scope: 'none' })
  })

  it('knows the stays of those who were there before', () => {
    const past = [{ user: ann, stays: [{ fromSeq: 4, toSeq: 9 }] }]
    const members = new Map([memberOf(ann, 'owner', 20)])
    const history = [{ fromSeq: 0, shows: 'joined' }] as const
    expect(reachIn(placeOf(ann, { ...state, members, past, history }), {}, nowAt).seen).toEqual([
      { fromSeq: 4, toSeq: 9 },
      { fromSeq: 20, toSeq: Number.POSITIVE_INFINITY },
    ])
  })
})

describe('what a credential says', () => {
  it('is without a direct room that ended more than a day ago', () => {
    const place = { room, role: 'member', ended: 'listen' } as const
    const day = 86_400_000
    expect(buildScope([{ ...place, endedAt: nowAt - day }], {}, nowAt).rooms).toEqual([{ room, reach: 'listen' }])
    expect(buildScope([{ ...place, endedAt: nowAt - day - 1 }], {}, nowAt).rooms).toEqual([])
  })

  it('is every room that is reached, and the first end of all', () => {
    const other = '2.bbbbbbbbbbbbbb' as RoomId
    const gone = '3.cccccccccccccc' as RoomId
    const places = [
      { room, role: 'member', mutedUntil: nowAt + 50 },
      { room: other, role: 'owner', mutedUntil: nowAt + 20 },
      { room: gone, role: 'member', banned: true },
    ] as const
    expect(buildScope(places, {}, nowAt)).toEqual({
      rooms: [
        { room, reach: 'listen' },
        { room: other, reach: 'listen' },
      ],
      until: nowAt + 20,
    })
    expect(buildScope(places, {}, nowAt + 50)).toEqual({
      rooms: [
        { room, reach: 'room' },
        { room: other, reach: 'room' },
      ],
    })
    expect(buildScope([], { mutedUntil: nowAt + 1 }, nowAt)).toEqual({ rooms: [] })
  })
})
