import { expect, test } from 'vitest'
import type { Role } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { buildRoomView } from '../state/room-test-view.ts'
import { isLastOwner, memberActions } from './member-actions.ts'

const me = 'evaevaevaevaevae' as UserId
const ana = 'anaanaanaanaanaa' as UserId

function actions(myRole: Role, theirs: Role, kind: 'group' | 'direct' = 'group', user = ana): string[] {
  const room = buildRoomView({ kind, myRole })
  const words = memberActions(room, { user, role: theirs }, me).map((action) => action.words)
  return [...new Set(words)].map((key) => (key === 'about.mute-for' ? 'Mute' : sayEnglish(key)))
}

test('an owner may change anyone’s role and remove them', () => {
  const all = ['Make owner', 'Make admin', 'Only listen', 'Hand the room over', 'Mute', 'Remove from room', 'Ban']
  expect(actions('owner', 'member')).toEqual(all)
  expect(actions('owner', 'admin')).toContain('Make member')
})

test('an admin runs the room for members only', () => {
  expect(actions('admin', 'member')).toEqual(['Only listen', 'Mute', 'Remove from room', 'Ban'])
  expect(actions('admin', 'owner')).toEqual([])
  expect(actions('admin', 'admin')).toEqual([])
})

test('members, myself and direct conversations have no such menu', () => {
  expect(actions('member', 'member')).toEqual([])
  expect(actions('owner', 'owner', 'group', me)).toEqual([])
  expect(actions('owner', 'member', 'direct')).toEqual([])
})

test('only who is the one owner among others has to stay', () => {
  const hasToStay = (...roles: [Role, ...Role[]]) => {
    const members = roles.map((role, index) => ({ user: String(index) as UserId, role }))
    return isLastOwner({ myRole: roles[0], memberCount: members.length } as RoomView, members)
  }
  expect(hasToStay('owner', 'admin', 'member')).toBe(true)
  expect(hasToStay('owner', 'owner')).toBe(false)
  expect(hasToStay('owner')).toBe(false)
  expect(hasToStay('admin', 'owner')).toBe(false)
})

test('who is muted may be let write again; another owner can be made less, and nothing else', () => {
  const room = { kind: 'group', myRole: 'owner' } as RoomView
  const kinds = (role: Role, mutedUntil: number) =>
    memberActions(room, { user: ana, role, mutedUntil }, me, 10).map(({ words }) => words)
  expect(kinds('member', 11)).toContain('about.unmute')
  expect(kinds('member', 11)).not.toContain('about.mute-for')
  expect(kinds('member', 10)).toContain('about.mute-for')
  expect(kinds('owner', 0)).toEqual(['about.make-admin', 'about.make-member', 'about.make-listener'])
})
