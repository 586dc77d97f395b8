import { expect, test } from 'vitest'
import { statusEndsAt } from './status-times.ts'

test('a status ends when it was said to, at midnight by the clock here', () => {
  const nowAt = new Date(2026, 10, 20, 14, 37).getTime()
  expect(statusEndsAt('never', nowAt)).toBeUndefined()
  expect(statusEndsAt('hour', nowAt)).toBe(nowAt + 3_600_000)
  expect(statusEndsAt('today', nowAt)).toBe(new Date(2026, 10, 21).getTime())
  expect(statusEndsAt('week', nowAt)).toBe(nowAt + 604_800_000)
})
