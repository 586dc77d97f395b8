import { expect, test } from 'vitest'
import { endAt } from './announce-times.ts'

const nowAt = new Date(2026, 2, 5, 14, 30, 12, 345).getTime()

test.each([
  ['never', '', undefined],
  ['hour', '', new Date(2026, 2, 5, 15, 30).getTime()],
  ['today', '', new Date(2026, 2, 6).getTime()],
  ['week', '', new Date(2026, 2, 12, 14, 30).getTime()],
  ['date', '2026-03-05T14:31', new Date(2026, 2, 5, 14, 31).getTime()],
  // What has passed, or is no moment, is none.
  ['date', '2026-03-05T14:30', null],
  ['date', '', null],
  ['date', 'tomorrow', null],
] as const)('%s %s', (end, typed, at) => {
  expect(endAt(end, typed, nowAt)).toBe(at)
})
