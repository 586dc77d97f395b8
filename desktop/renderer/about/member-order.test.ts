import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import type { MemberView } from '../../engine-contract.ts'
import { groupMembers, orderMembers } from './member-order.ts'

test('owner and admins first, then everyone by name, listeners among them', () => {
  const member = (user: string, role: 'owner' | 'admin' | 'member' | 'listener') => ({ user: user as UserId, role })
  const ordered = orderMembers(
    [member('zoe', 'member'), member('ben', 'listener'), member('mei', 'owner'), member('ana', 'admin')],
    (user) => user,
    'en',
  )
  expect(ordered.map((each) => each.user)).toEqual(['mei', 'ana', 'ben', 'zoe'])
})

test('people stand in parts, and a part without anybody is not shown', () => {
  const of = (role: MemberView['role'], user: string) => ({ user: user as MemberView['user'], role })
  const all = [of('owner', 'a'), of('admin', 'b'), of('member', 'c'), of('listener', 'd')]
  const parts = (members: readonly MemberView[]) =>
    groupMembers(members, undefined).map(({ title, people }) => [title, ...people.map(({ user }) => user)])
  expect(parts(all)).toEqual([
    ['about.runs-room', 'a', 'b'],
    ['about.members', 'c', 'd'],
  ])
  expect(parts(all.slice(2))).toEqual([['about.members', 'c', 'd']])
})

test('who is here stands before who is not, busy or not', () => {
  const of = (role: MemberView['role'], user: string) => ({ user: user as MemberView['user'], role })
  const presences: Readonly<Record<string, 'here' | 'busy' | 'away'>> = { c: 'away', d: 'busy', e: 'here' }
  const presenceOf = (user: UserId) => presences[user] ?? 'gone'
  const members = [of('member', 'b'), of('member', 'c'), of('owner', 'a'), of('listener', 'd'), of('member', 'e')]
  const parts = groupMembers(
    orderMembers(members, (user) => user, 'en', presenceOf),
    presenceOf,
  )
  expect(parts.map(({ title, people }) => [title, ...people.map(({ user }) => user)])).toEqual([
    ['about.runs-room', 'a'],
    ['about.here', 'd', 'e'],
    ['about.away', 'c', 'b'],
  ])
})
