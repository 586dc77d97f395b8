import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { findNotable, noteText } from './notable-rooms.ts'

const me = 'evaevaevaevaevae' as UserId
const ana = 'anaanaanaanaanaa' as UserId
const id = '1.aaaaaaaaaaaaaa' as RoomId

function room(forYou: number, at: number, more: Partial<RoomView> = {}): RoomView {
  return {
    id,
    kind: 'group',
    name: 'Pier',
    topic: '',
    memberCount: 2,
    myRole: 'member',
    createdAt: 0,
    headSeq: 0,
    receiptSeq: 0,
    unread: forYou,
    forYou,
    activeAt: at,
    preview: { author: ana, text: 'look', at, mentionsMe: true, state: 'stored' },
    ...more,
  }
}
const find = (before: RoomView | undefined, after: RoomView, watched?: RoomId) =>
  findNotable(before ? { [id]: before } : {}, { [id]: after }, { me, watched }).length

test('something new for me is told once', () => {
  expect(find(room(0, 1), room(1, 2))).toBe(1)
  const same = room(1, 2)
  expect(find(same, same)).toBe(0)
  expect(find(room(1, 2), room(1, 2))).toBe(0)
})

test('an edit that names me now is told, one of a message that named me before is not', () => {
  const before = room(0, 2, {
    unread: 1,
    preview: { author: ana, text: 'lok', at: 2, mentionsMe: false, state: 'stored' },
  })
  expect(find(before, room(1, 2))).toBe(1)
  expect(
    find(room(1, 2), room(1, 2, { preview: { author: ana, text: 'typo', at: 2, mentionsMe: true, state: 'stored' } })),
  ).toBe(0)
})

test('what was unread at the start, what others say among themselves and what I look at is not told', () => {
  expect(find(undefined, room(3, 2))).toBe(0)
  expect(find(room(0, 1), room(0, 2, { unread: 4 }))).toBe(0)
  expect(find(room(0, 1), room(1, 2), id)).toBe(0)
})

test('my own words from another device are not told', () => {
  const own = room(1, 2, { preview: { author: me, text: 'x', at: 2, mentionsMe: false, state: 'stored' } })
  expect(find(room(0, 1), own)).toBe(0)
})

test('a notification says who, what, and how many', () => {
  expect(noteText(sayEnglish, room(1, 2), 'Ana')).toBe('Ana: look')
  expect(noteText(sayEnglish, room(3, 2, { kind: 'direct' }), 'Ana')).toBe('look\n3 new for you')
})
