import { expect, test } from 'vitest'
import { agoWords, dayOf, dayWords, hourWords, listTimeWords, sinceWords, untilWords } from './time-words.ts'

const at = (text: string) => Date.parse(text)
const clock = { nowAt: at('2026-11-20T14:36:00Z'), locale: 'en-GB', timeZone: 'UTC' }

test('the hour is in the reader’s own format', () => {
  expect(hourWords(at('2026-11-20T14:31:00Z'), clock)).toBe('14:31')
  expect(hourWords(at('2026-11-20T14:31:00Z'), { ...clock, locale: 'en-US' })).toMatch(/^2:31.PM$/)
})

test.each([
  ['2026-11-20T00:01:00Z', '00:01'],
  ['2026-11-19T23:59:00Z', 'Thu'],
  ['2026-11-14T12:00:00Z', 'Sat'],
  ['2026-11-13T12:00:00Z', '13 Nov'],
  ['2025-11-13T12:00:00Z', '13 Nov 2025'],
])('in the list %s reads %s', (moment, words) => {
  expect(listTimeWords(at(moment), clock)).toBe(words)
})

test.each([
  ['2026-11-20T09:00:00Z', 'Today, Friday 20 November'],
  ['2026-11-19T09:00:00Z', 'Yesterday, Thursday 19 November'],
  ['2026-11-18T09:00:00Z', 'Wednesday 18 November'],
  ['2024-02-29T09:00:00Z', 'Thursday, 29 February 2024'],
])('the day of %s reads %s', (moment, words) => {
  expect(dayWords(at(moment), clock)).toBe(words)
})

test('a span that began on another day says which', () => {
  expect(sinceWords(at('2026-11-20T14:24:00Z'), clock)).toBe('14:24')
  expect(sinceWords(at('2026-11-19T14:24:00Z'), clock)).toBe('Thu 14:24')
})

test('an end that is to come says the hour, the weekday with it, or the date', () => {
  expect(untilWords(at('2026-11-20T18:00:00Z'), clock)).toBe('18:00')
  expect(untilWords(at('2026-11-23T08:00:00Z'), clock)).toBe('Monday 08:00')
  expect(untilWords(at('2026-12-24T08:00:00Z'), clock)).toBe('24 Dec 08:00')
  expect(untilWords(at('2027-01-02T08:00:00Z'), clock)).toBe('2 Jan 2027 08:00')
})

test('a day ends at local midnight', () => {
  const before = at('2026-11-20T22:59:00Z')
  const after = at('2026-11-20T23:01:00Z')
  expect(dayOf(before, clock)).toBe(dayOf(after, clock))
  const paris = { ...clock, timeZone: 'Europe/Paris' }
  expect(dayOf(after, paris) - dayOf(before, paris)).toBe(1)
})

test('what was just there is there now', () => {
  expect(agoWords(clock.nowAt - 30_000, clock)).toBe('now')
  expect(agoWords(clock.nowAt - 12 * 60_000, clock)).toBe('12 minutes ago')
  expect(agoWords(clock.nowAt - 3 * 86_400_000, clock)).toBe('3 days ago')
})
