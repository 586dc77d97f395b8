import { expect, test } from 'vitest'
import { quietWeeks } from '../../settings/quiet-hours.ts'
import { dayNames, hourName, quietLines } from './quiet-words.ts'

test('the week begins on Monday, whatever the language', () => {
  expect(dayNames('en-GB', 'short')).toEqual(['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'])
  expect(dayNames('de', 'long')[0]).toBe('Montag')
})

test('hours are as people write them where they are', () => {
  expect(hourName(21, 'en-GB')).toBe('21:00')
  expect(hourName(24, 'de')).toBe('00:00')
})

test('the week as a list names the days that have quiet hours, and when', () => {
  expect(quietLines(quietWeeks['office-hours'], 'en-GB')[0]).toEqual({
    day: 'mon',
    name: 'Monday',
    spans: [
      { from: '00:00', to: '09:00' },
      { from: '17:00', to: '00:00' },
    ],
  })
  expect(quietLines(quietWeeks.none, 'en-GB')).toEqual([])
})
