import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { buildRoomView } from '../state/room-test-view.ts'
import { findHits } from './switcher-hits.ts'

const hari = 'harihariharihari' as UserId
const users = {
  [hari]: { id: hari, handle: 'hrao', displayName: 'Hari Rao' },
}

function room(letter: string, name: string, more: Partial<RoomView> = {}): RoomView {
  return buildRoomView({ id: `1.${letter.repeat(14)}` as RoomId, name, ...more })
}

const list = [
  room('a', 'Harbour rebuild', { activeAt: 5 }),
  room('b', 'Weekend sailing', { unread: 9, activeAt: 4 }),
  room('c', 'Zoë’s harp', { unread: 2, forYou: 2, activeAt: 3 }),
  room('d', '上海 office', { activeAt: 9 }),
]
const people = [{ user: hari, room: list[3]?.id as RoomId }]
const rooms = Object.fromEntries(list.map((each) => [each.id, each]))
const find = (typed: string) =>
  findHits(sayEnglish, typed, { rooms, users, people, open: list[3]?.id }).map((hit) => hit.title)

test('nothing typed: what is for me, then unread, then the last', () => {
  expect(find('')).toEqual(['Zoë’s harp', 'Weekend sailing', 'Harbour rebuild'])
})

test('a name that begins so stands before one that contains it', () => {
  expect(find('har')).toEqual(['Harbour rebuild', 'Hari Rao', 'Zoë’s harp'])
})

test('accents, scripts, handles and scattered letters are found', () => {
  expect(find('zoe')).toEqual(['Zoë’s harp'])
  expect(find('海')).toEqual(['上海 office'])
  expect(find('@hrao')).toEqual(['Hari Rao'])
  expect(find('wsail')).toEqual(['Weekend sailing'])
  expect(find('harbuor')).toEqual(['Harbour rebuild'])
  expect(find('qqq')).toEqual([])
})

test('the matching stretch is marked', () => {
  const [first] = findHits(sayEnglish, 'reb', { rooms, users, people, open: undefined })
  expect(first?.marks).toEqual([[8, 11]])
})
