import { expect, test } from 'vitest'
import { sayEnglish } from '../../words/words-testbed.ts'
import { noteText } from './notifications.ts'

test('a notification says who, what, and how many', () => {
  const from = { author: 'Ana', isDirect: false }
  expect(noteText(sayEnglish, { text: 'look', count: 1 }, from)).toBe('Ana: look')
  expect(noteText(sayEnglish, { text: 'look', count: 3 }, { ...from, isDirect: true })).toBe('look\n3 new for you')
  expect(noteText(sayEnglish, { text: 'look', count: 500 }, from)).toBe('Ana: look\n99+ new for you')
})
