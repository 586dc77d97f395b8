import { expect, test } from 'vitest'
import { buildMonth, moveDay, startOfDay } from './month-grid.ts'

const at = (year: number, month: number, day: number) => new Date(year, month - 1, day).getTime()

test('a month has its days, in weeks that begin where the language has them begin', () => {
  const german = buildMonth(at(2026, 11, 20), 'de-DE')
  expect(german.days).toHaveLength(30)
  expect(german.weekdays[0]).toMatch(/^Mo/)
  expect(german.skipped).toBe(6)
  const american = buildMonth(at(2026, 11, 20), 'en-US')
  expect(american.weekdays[0]).toBe('Sun')
  expect(american.skipped).toBe(0)
})

test('the last of a long month is the last of the short one after it', () => {
  expect(moveDay(at(2026, 1, 31), 'month', 1)).toBe(at(2026, 2, 28))
  expect(moveDay(at(2026, 3, 31), 'month', -1)).toBe(at(2026, 2, 28))
  expect(moveDay(at(2026, 12, 31), 'day', 1)).toBe(at(2027, 1, 1))
})

test('a day begins at its own midnight', () => {
  expect(startOfDay(new Date(2026, 10, 20, 23, 59).getTime())).toBe(at(2026, 11, 20))
})
