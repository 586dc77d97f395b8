import { expect, test } from 'vitest'
import { sayEnglish } from '../../words/words-testbed.ts'
import { hasNothingToShow, lengthNote, trimOutgoing, typingDirection } from './outgoing-text.ts'

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

test.each([
  '\u200b',
  '\u2800\u2800',
  '\ufffc',
  '\u0301',
  '\u3164',
  '\u202e \u2066',
  '**\u200b**',
  '\u00ad\ufeff',
  '```\n```',
])('%j shows nothing', (text) => {
  expect(hasNothingToShow(text)).toBe(true)
})

test.each(['.', '😀', 'a\u200b', '---', '||x||', '[a]: https://b.example', '\ue000', '\u0e33'])(
  '%j shows something',
  (text) => {
    expect(hasNothingToShow(text)).toBe(false)
  },
)

test('what is typed is written as it will be drawn: by its own words', () => {
  expect(typingDirection('@ana שלום')).toBe('rtl')
  expect(typingDirection('hello שלום')).toBe('ltr')
  expect(typingDirection('@ana ')).toBe('auto')
})
