import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomView, UserView } from '../../engine-contract.ts'
import { sayEnglish as say } from '../../words/words-testbed.ts'
import { buildRoomView } from '../state/room-test-view.ts'
import { findTargets } from './forward-targets.ts'

const zoe = 'z'.repeat(16) as UserId
const roomAt = (letter: string, more: Partial<RoomView>) =>
  buildRoomView({ id: `1.${letter.repeat(14)}` as RoomId, ...more })
const list = [
  roomAt('t', { name: 'Tea & Münzen', activeAt: 3, unread: 9 }),
  roomAt('z', { kind: 'direct', name: '', counterpart: zoe, activeAt: 5 }),
  roomAt('n', { name: 'News', posting: 'admins', activeAt: 4 }),
  roomAt('o', { name: 'Old tea', archived: true, activeAt: 1 }),
]
const rooms = Object.fromEntries(list.map((room) => [room.id, room])) as Record<RoomId, RoomView>
const users = { [zoe]: { id: zoe, handle: 'zmartin', displayName: 'Zoë Martin' } as UserView }
const find = (typed: string) =>
  findTargets(say, typed, { rooms, users }, 0).map(({ title, silence }) => [title, silence?.kind])

test('all that there are stand there, the latest first, and those that take no words say why', () => {
  expect(find(' ')).toEqual([
    ['Zoë Martin', undefined],
    ['News', 'posting'],
    ['Tea & Münzen', undefined],
    ['Old tea', 'archived'],
  ])
})

test('a name is found without its accents and with letters left out, a person by their handle too, each once', () => {
  expect(find('munzen')).toEqual([['Tea & Münzen', undefined]])
  expect(find('zoe')).toEqual([['Zoë Martin', undefined]])
  expect(find('zoemart')).toEqual([['Zoë Martin', undefined]])
  expect(find('@zmar')).toEqual([['Zoë Martin', undefined]])
  expect(find('nobody')).toEqual([])
})
