import { describe, expect, it } from 'vitest'
import type { Role } from '../../common/credential-scope.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import { judgeWish, type RoomWish } from './room-rights.ts'

const user = (name: string) => name.padEnd(16, '0') as UserId
const stranger = user('stranger')

function roomOf(roles: Readonly<Record<string, Role>>, roomKind: RoomState['roomKind'] = 'group'): RoomState {
  const members = Object.entries(roles).map(([name, role]) => [user(name), { user: user(name), role, joinedSeq: 1 }])
  return {
    room: '0.aaaaaaaaaaaaaa' as RoomId,
    roomKind,
    name: 'Tea',
    topic: '',
    members: new Map(members as [UserId, { user: UserId; role: Role; joinedSeq: number }][]),
    createdAt: 0,
    createdBy: user('owner'),
    version: 1,
  }
}

const everyone = roomOf({
  owner: 'owner',
  owner2: 'owner',
  admin: 'admin',
  admin2: 'admin',
  member: 'member',
  member2: 'member',
  listener: 'listener',
})

function verdictOf(state: RoomState, by: UserId, wish: RoomWish, cap = 100): string {
  const verdict = judgeWish(state, by, wish, cap)
  return verdict.ok ? (verdict.value?.kind ?? 'unchanged') : verdict.error.code
}

const put = (name: string, role?: Role): RoomWish => ({ kind: 'put-member', user: user(name), role })
const remove = (name: string): RoomWish => ({ kind: 'remove-member', user: user(name) })
const rename: RoomWish = { kind: 'change', name: 'Coffee' }

describe('rights in a room', () => {
  const joined = 'member.joined'
  const changed = 'member.role-changed'
  const removed = 'member.removed'
  const no = 'not-allowed'
  // Rows: what is asked. Columns: who asks.
  const askers = ['owner', 'admin', 'member', 'listener'] as const
  it.each<[string, RoomWish, Record<(typeof askers)[number], string>]>([
    ['rename', rename, { owner: 'room.changed', admin: 'room.changed', member: no, listener: no }],
    ['join somebody', put('new'), { owner: joined, admin: joined, member: no, listener: no }],
    ['join a listener', put('new', 'listener'), { owner: joined, admin: joined, member: no, listener: no }],
    ['join an admin', put('new', 'admin'), { owner: joined, admin: no, member: no, listener: no }],
    ['join an owner', put('new', 'owner'), { owner: joined, admin: no, member: no, listener: no }],
    ['silence a member', put('member2', 'listener'), { owner: changed, admin: changed, member: no, listener: no }],
    ['make an admin', put('member2', 'admin'), { owner: changed, admin: no, member: no, listener: no }],
    ['make an owner', put('member2', 'owner'), { owner: changed, admin: no, member: no, listener: no }],
    ['demote an admin', put('admin2', 'member'), { owner: changed, admin: no, member: no, listener: no }],
    ['demote an owner', put('owner2', 'member'), { owner: changed, admin: no, member: no, listener: no }],
    ['kick a member', remove('member2'), { owner: removed, admin: removed, member: no, listener: no }],
    ['kick an admin', remove('admin2'), { owner: removed, admin: no, member: no, listener: no }],
    ['kick an owner', remove('owner2'), { owner: no, admin: no, member: no, listener: no }],
    ['close', { kind: 'close' }, { owner: removed, admin: no, member: no, listener: no }],
    ['kick nobody', remove('nobody'), askersAll('member-unknown')],
    ['the role one has', put('member2', 'member'), askersAll('unchanged')],
    ['somebody who is in', put('member2'), askersAll('unchanged')],
  ])('%s', (_, wish, expected) => {
    for (const asker of askers) expect(verdictOf(everyone, user(asker), wish), asker).toBe(expected[asker])
  })

  function askersAll(verdict: string) {
    return { owner: verdict, admin: verdict, member: verdict, listener: verdict }
  }

  it('lets everyone leave and step down, and nobody step up', () => {
    for (const asker of askers) expect(verdictOf(everyone, user(asker), remove(asker))).toBe('member.left')
    expect(verdictOf(everyone, user('owner'), put('owner', 'listener'))).toBe(changed)
    expect(verdictOf(everyone, user('admin'), put('admin', 'member'))).toBe(changed)
    expect(verdictOf(everyone, user('admin'), put('admin', 'owner'))).toBe(no)
    expect(verdictOf(everyone, user('member'), put('member', 'admin'))).toBe(no)
    expect(verdictOf(everyone, user('listener'), put('listener', 'member'))).toBe(no)
  })

  it('keeps the last owner', () => {
    const room = roomOf({ owner: 'owner', member: 'member' })
    expect(verdictOf(room, user('owner'), remove('owner'))).toBe('last-owner')
    expect(verdictOf(room, user('owner'), put('owner', 'member'))).toBe('last-owner')
  })

  it('lets the last person of all leave', () => {
    const room = roomOf({ owner: 'owner' })
    expect(verdictOf(room, user('owner'), remove('owner'))).toBe('member.left')
    expect(verdictOf(room, user('owner'), { kind: 'close' })).toBe('member.left')
    expect(verdictOf(room, user('owner'), put('owner', 'member'))).toBe('last-owner')
  })

  it('does not exist for an outsider, whatever is asked', () => {
    for (const wish of [rename, put('new'), put('stranger'), remove('member'), remove('stranger')]) {
      expect(verdictOf(everyone, stranger, wish)).toBe('room-unknown')
    }
  })

  it('takes nobody past the cap, and still changes roles at it', () => {
    expect(verdictOf(everyone, user('owner'), put('new'), 7)).toBe('room-full')
    expect(verdictOf(everyone, user('owner'), put('new'), 8)).toBe(joined)
    expect(verdictOf(everyone, user('owner'), put('member', 'admin'), 7)).toBe(changed)
  })

  it('is none in a direct conversation, which has two people for good', () => {
    const direct = roomOf({ owner: 'member', other: 'member' }, 'direct')
    for (const wish of [rename, put('new'), remove('other'), remove('owner'), { kind: 'close' } as const]) {
      expect(verdictOf(direct, user('owner'), wish)).toBe('room-direct')
    }
  })

  it('lets an owner lift the mute that was theirs before the room was, and nobody else lift their own', () => {
    const mutes = ['owner', 'admin', 'member'].map((name) => ({ user: user(name), until: 9e12 }))
    const muted: RoomState = { ...everyone, limits: { mutes } }
    const lift = (name: string) => verdictOf(muted, user(name), { kind: 'mute-member', user: user(name), until: 0 })
    expect(['owner', 'admin', 'member'].map(lift)).toEqual(['member.unmuted', no, no])
    const mute: RoomWish = { kind: 'mute-member', user: user('owner'), until: 8e12 }
    expect(verdictOf(muted, user('owner'), mute)).toBe(no)
  })

  it('hands a room over before its last owner departs: to whoever leads it, else to who came first', () => {
    const depart: RoomWish = { kind: 'depart' }
    const heirOf = (state: RoomState) => {
      const verdict = judgeWish(state, user('owner'), depart, 100)
      return verdict.ok && verdict.value?.kind === 'room.owner-changed' ? verdict.value.user : undefined
    }
    expect(heirOf(roomOf({ listener: 'listener', owner: 'owner', member: 'member', admin: 'admin' }))).toBe(
      user('admin'),
    )
    expect(heirOf(roomOf({ owner: 'owner', listener: 'listener', member: 'member' }))).toBe(user('member'))
    expect(verdictOf(everyone, user('owner'), depart)).toBe('member.left')
    expect(verdictOf(roomOf({ owner: 'owner' }), user('owner'), depart)).toBe('member.left')
    expect(verdictOf(roomOf({ owner: 'member', b: 'member' }, 'direct'), user('owner'), depart)).toBe('unchanged')
  })
})
