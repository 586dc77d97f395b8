import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { roles } from '../credential-scope.ts'
import type { EventId, RoomId, UserId } from '../ids.ts'
import type { RoomState } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'
import type { WireEvent } from '../wire-event.ts'
import { buildCheckpoint, buildMemberSteps, reduceRoom, roleBefore, withMemberStep } from './room-reducer.ts'

const room = '1.aaaaaaaaaaaaaa' as RoomId
const [ana, bo, cy] = ['a'.repeat(16), 'b'.repeat(16), 'c'.repeat(16)] as [UserId, UserId, UserId]
const base = { v: 1, id: `01jd${'0'.repeat(22)}` as EventId, at: 5, by: ana } as const
const said = (seq: number, event: WireEvent, author: UserId | 'system' = 'system'): StoredEvent => ({
  ...{ room, author, seq, storedAt: seq * 10, event },
})
const created = said(3, {
  ...base,
  kind: 'room.created',
  roomKind: 'group',
  name: 'Boats',
  members: [
    { user: ana, role: 'owner' },
    { user: bo, role: 'member' },
  ],
})
const joined = (user: UserId, role: 'member' | 'admin' = 'member') =>
  ({ ...base, kind: 'member.joined', user, role }) as const
const left = (user: UserId) => ({ ...base, kind: 'member.left', user }) as const
const fold = (...events: readonly StoredEvent[]) => events.reduce<RoomState | undefined>(reduceRoom, undefined)
const rolesOf = (state: RoomState | undefined) =>
  [...(state?.members.values() ?? [])].map(({ user, role }) => [user, role])

describe('a room', () => {
  it('begins with its creation', () => {
    expect(fold(said(1, joined(cy)))).toBeUndefined()
    expect(fold(created)).toEqual({
      ...{ room, roomKind: 'group', name: 'Boats', topic: '', createdAt: 30, createdBy: ana, version: 3 },
      members: new Map([
        [ana, { user: ana, role: 'owner', joinedSeq: 3 }],
        [bo, { user: bo, role: 'member', joinedSeq: 3 }],
      ]),
    })
  })

  it.each<[string, WireEvent, unknown]>([
    [
      'somebody joins',
      joined(cy),
      [
        [ana, 'owner'],
        [bo, 'member'],
        [cy, 'member'],
      ],
    ],
    ['somebody leaves', left(bo), [[ana, 'owner']]],
    ['somebody is removed', { ...base, kind: 'member.removed', user: bo }, [[ana, 'owner']]],
    [
      'a role changes',
      { ...base, kind: 'member.role-changed', user: bo, role: 'admin' },
      [
        [ana, 'owner'],
        [bo, 'admin'],
      ],
    ],
    [
      'somebody who is in joins again, in another role',
      joined(bo, 'admin'),
      [
        [ana, 'owner'],
        [bo, 'member'],
      ],
    ],
    [
      'a role changes of somebody who is not in',
      { ...base, kind: 'member.role-changed', user: cy, role: 'admin' },
      [
        [ana, 'owner'],
        [bo, 'member'],
      ],
    ],
    [
      'somebody leaves who is not in',
      left(cy),
      [
        [ana, 'owner'],
        [bo, 'member'],
      ],
    ],
    [
      'it is created again',
      { ...created.event } as WireEvent,
      [
        [ana, 'owner'],
        [bo, 'member'],
      ],
    ],
    [
      'something happens that this version does not know',
      { ...base, kind: 'unknown', named: 'room.archived' },
      [
        [ana, 'owner'],
        [bo, 'member'],
      ],
    ],
  ])('when %s', (_, event, wanted) => {
    const state = fold(created, said(7, event))
    expect(rolesOf(state)).toEqual(wanted)
    // The control plane expects the last sequence on the system subject, whatever was said there.
    expect(state?.version).toBe(7)
  })

  it('changes its name or its topic, each alone', () => {
    const named = fold(created, said(4, { ...base, kind: 'room.changed', name: 'Ships' }))
    expect(named).toMatchObject({ name: 'Ships', topic: '', version: 4 })
    const topic = reduceRoom(named, said(5, { ...base, kind: 'room.changed', topic: 'of wood' }))
    expect(topic).toMatchObject({ name: 'Ships', topic: 'of wood' })
    expect(reduceRoom(topic, said(6, { ...base, kind: 'room.changed', topic: '' }))).toMatchObject({ topic: '' })
  })

  it('may be created with a topic', () => {
    expect(fold(said(3, { ...(created.event as WireEvent & { kind: 'room.created' }), topic: 'of wood' }))?.topic).toBe(
      'of wood',
    )
  })

  it('gives somebody who comes back a new day of joining', () => {
    const state = fold(created, said(4, left(bo)), said(9, joined(bo)))
    expect(state?.members.get(bo)?.joinedSeq).toBe(9)
  })

  it('is the same state after a redelivery, or what members say', () => {
    const state = fold(created, said(4, left(bo)))
    expect(reduceRoom(state, created)).toBe(state)
    expect(reduceRoom(state, said(4, left(ana)))).toBe(state)
    expect(reduceRoom(state, said(9, { ...base, kind: 'message.removed', message: base.id }, bo))).toBe(state)
    expect(reduceRoom(state, said(9, left(ana), bo))).toBe(state)
  })
})

describe('roles step by step', () => {
  const change = fc.oneof(
    fc.record({
      kind: fc.constant('member.joined' as const),
      user: fc.constantFrom(ana, bo, cy),
      role: fc.constantFrom(...roles),
    }),
    fc.record({
      kind: fc.constantFrom('member.left' as const, 'member.removed' as const),
      user: fc.constantFrom(bo, cy),
    }),
    fc.record({
      kind: fc.constant('member.role-changed' as const),
      user: fc.constantFrom(ana, bo, cy),
      role: fc.constantFrom(...roles),
    }),
  )

  it('are those that the room had just before each sequence, from any checkpoint', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20, size: 'max' }), fc.nat({ max: 20 }), (changes, cut) => {
        const stream = [created, ...changes.map((one, index) => said(5 + index * 2, { ...base, ...one }))]
        const states = stream.map((_, index) => fold(...stream.slice(0, index + 1)))
        const from = Math.min(cut, stream.length - 1)
        const state = states[from]
        if (state === undefined) throw new Error('a room begins with its creation')
        const checkpoint = buildCheckpoint(state, stream[from]?.seq ?? 0)
        const all = buildMemberSteps(checkpoint, stream)
        expect(all).toEqual(stream.reduce(withMemberStep, buildMemberSteps(checkpoint, [])))
        for (const [index, { seq }] of stream.entries()) {
          if (index < from) continue
          for (const user of [ana, bo, cy]) {
            const role = states[index]?.members.get(user)?.role
            expect(roleBefore(all, user, { seq: seq + 1, at: 0 })).toBe(role)
            // Just before a change, the change does not count yet.
            if (index > from)
              expect(roleBefore(all, user, { seq, at: 0 })).toBe(states[index - 1]?.members.get(user)?.role)
          }
        }
      }),
    )
  })
})
