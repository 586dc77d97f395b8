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
  return memberActions(room, { user, role: theirs }, me).map((action) => sayEnglish(action.words))
}

test('an owner may change anyone’s role and remove them', () => {
  expect(actions('owner', 'member')).toEqual(['Make owner', 'Make admin', 'Only listen', 'Remove from room'])
  expect(actions('owner', 'admin')).toContain('Make member')
})

test('an admin runs the room for members only', () => {
  expect(actions('admin', 'member')).toEqual(['Only listen', 'Remove from room'])
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
