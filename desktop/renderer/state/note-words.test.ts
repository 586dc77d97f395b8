import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { noteWords } from './note-words.ts'

const place = { room: '0.a' as RoomId, message: '0' as EventId, hasSound: false }
const told = (count: number) =>
  ({ kind: 'room', ...place, seq: 1, author: 'a' as UserId, text: 'could you look', count }) as const
const away = { kind: 'rooms', ...place, rooms: 4, count: 9 } as const
const group = { author: 'Ben', room: 'Harbour rebuild', isDirect: false }
const direct = { author: 'Ben', room: 'Ben', isDirect: true }

test.each([
  ['name-and-text', told(1), group, 'Ben in Harbour rebuild', 'could you look'],
  ['name-and-text', told(1), direct, 'Ben', 'could you look'],
  ['name-and-text', told(50), group, '50 new in Harbour rebuild', 'Ben: could you look'],
  ['name-and-text', told(500), direct, '99+ new in Ben', 'could you look'],
  ['name-and-text', away, group, 'While you were away', '9 messages for you in 4 rooms'],
  ['name', told(1), group, 'Ben in Harbour rebuild', 'New message'],
  ['name', told(3), direct, '3 new in Ben', '3 new messages'],
  ['nothing', told(3), group, 'Natter', '3 new messages'],
  ['nothing', away, group, 'Natter', '9 new messages'],
] as const)('%s: who, where and what, or less', (shows, notice, names, title, text) => {
  expect(noteWords(sayEnglish, notice, names, shows)).toEqual({ title, text })
})
