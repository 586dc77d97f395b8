import { expect, test } from 'vitest'
import { clockWords, countdownWords, spanOfSeconds } from './span-words.ts'

test.each([
  [1, 'en', '1 second'],
  [90, 'en', '90 seconds'],
  [600, 'en', '10 minutes'],
  [8 * 3_600, 'de', '8 Stunden'],
  [86_400, 'en', '1 day'],
  [7 * 86_400, 'de', '1 Woche'],
])('%i s in %s: %s', (seconds, locale, words) => {
  expect(spanOfSeconds(seconds, locale)).toBe(words)
})

test('what is left is counted in full seconds, and never below none', () => {
  expect(countdownWords(25_000)).toBe('0:25')
  expect(countdownWords(24_001)).toBe('0:25')
  expect(countdownWords(3_845_000)).toBe('1:04:05')
  expect(countdownWords(-5)).toBe('0:00')
})

test('how far a sound is is counted in seconds that are over', () => {
  expect(clockWords(42_999)).toBe('0:42')
  expect(clockWords(3_723_000)).toBe('1:02:03')
  expect(clockWords(-5)).toBe('0:00')
})

test('where days are asked for, weeks are days', () => {
  expect(spanOfSeconds(14 * 86_400, 'en', 'day')).toBe('14 days')
  expect(spanOfSeconds(3_600, 'en', 'day')).toBe('1 hour')
})
