import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { sayEnglish } from '../../words/words-testbed.ts'
import { goneWords, unsentSentence } from './gone-room-words.ts'

const me = 'e'.repeat(16) as UserId
const ana = 'a'.repeat(16) as UserId
const gone = { id: '1.aaaaaaaaaaaaaa' as RoomId, name: 'Tea', unsent: [] }
const reader = { say: sayEnglish, users: { [ana]: { id: ana, handle: 'ana', displayName: 'Ana Lindqvist' } }, me }

test('who took me out is named where it was heard, and nobody is blamed where it was not', () => {
  expect(goneWords({ ...gone, by: ana }, reader)).toBe('Ana Lindqvist took you out or closed it.')
  expect(goneWords({ ...gone, by: me }, reader)).toBe('You left it on another device.')
  expect(goneWords(gone, reader)).toBe('You were taken out, or it was closed.')
})

test('what was not sent is counted', () => {
  expect(unsentSentence(sayEnglish, 0)).toBeUndefined()
  expect(unsentSentence(sayEnglish, 1)).toBe('1 message of yours was not sent.')
  expect(unsentSentence(sayEnglish, 2)).toBe('2 messages of yours were not sent.')
})
