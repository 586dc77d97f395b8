import { expect, test } from 'vitest'
import { sayEnglish } from '../../words/words-testbed.ts'
import { lengthNote, trimOutgoing } from './outgoing-text.ts'

test.each([
  ['hello', 'hello'],
  ['\n \n\thello \n\n', '\thello'],
  ['a\n\n\tb', 'a\n\n\tb'],
  [' \n ', ''],
  ['a\u0000b\ud800', 'ab\ufffd'],
])('%j goes out as %j', (typed, sent) => {
  expect(trimOutgoing(typed)).toBe(sent)
})

test('the length is told near the limit only, and in characters as people count them', () => {
  expect(lengthNote(sayEnglish, 'x'.repeat(90_000))).toBeUndefined()
  expect(lengthNote(sayEnglish, '🌊'.repeat(60_000))).toBeUndefined()
  expect(lengthNote(sayEnglish, 'x'.repeat(100_000))).toMatchObject({ isTooLong: false })
  const note = lengthNote(sayEnglish, 'x'.repeat(100_007))
  expect(note?.isTooLong).toBe(true)
  expect(note?.words).toContain('by 7 characters')
})
