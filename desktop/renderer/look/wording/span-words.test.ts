import { expect, test } from 'vitest'
import { countdownWords, spanOfSeconds } from './span-words.ts'

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
