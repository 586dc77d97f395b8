import { expect, test } from 'vitest'
import type { UserId } from '../../../common/ids.ts'
import type { PresenceView, UserView } from '../../engine-contract.ts'
import { filterPeople, groupPeople } from './people-order.ts'

const person = (id: string, displayName: string, more: Partial<UserView> = {}): UserView => {
  return { id: id as UserId, handle: id, displayName, ...more }
}
const presence = { b: { state: 'dnd' }, c: { state: 'away' }, d: { state: 'online' } } as unknown as Readonly<
  Record<UserId, PresenceView>
>

test('those who are here come first, then who is away, then who is gone, each by the name I see', () => {
  const people = [person('a', 'Zoë'), person('b', 'Ben'), person('c', 'Cleo'), person('d', 'Ana', { nickname: 'Zed' })]
  expect(groupPeople(people, presence, 'en')).toEqual({ here: ['b', 'd'], away: ['c', 'a'] })
})

test('somebody is found by my name for them, their own and the handle, without accents', () => {
  const people = [person('zoe1', 'Zoë Ö'), person('ben', 'Ben', { nickname: 'Boss' })]
  const found = (typed: string) => filterPeople(people, typed).map(({ id }) => id)
  expect([found('zoe'), found('BOSS'), found('@be'), found('  '), found('x')]).toEqual([
    ['zoe1'],
    ['ben'],
    ['ben'],
    ['zoe1', 'ben'],
    [],
  ])
})
