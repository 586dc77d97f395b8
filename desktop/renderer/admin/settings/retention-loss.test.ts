import { expect, test } from 'vitest'
import type { ServerStats } from '../../../../common/http-contract/stats-contract.ts'
import { lossOf } from './retention-loss.ts'

const stats = {
  messages: { total: 1_000, days: Array.from({ length: 30 }, (_, day) => ({ day: String(day), messages: 10 })) },
} as unknown as ServerStats

test.each([
  // Kept longer, or for good: nothing goes.
  [null, 30, { kind: 'none' }],
  [60, 30, { kind: 'none' }],
  [30, 30, { kind: 'none' }],
  // Within the month that is counted by days, all that is older.
  [7, null, { kind: 'about', messages: 930 }],
  [30, null, { kind: 'about', messages: 700 }],
  // Beyond it, and where some went before, no more than that is known.
  [90, null, { kind: 'at-most', messages: 700 }],
  [7, 90, { kind: 'at-most', messages: 930 }],
])('from %j days kept, where it was %j, goes %j', (days, before, loss) => {
  expect(lossOf(days, before, stats)).toEqual(loss)
})

test('without figures nothing is promised, and never less than nothing goes', () => {
  expect(lossOf(7, null, undefined)).toEqual({ kind: 'unknown' })
  const few = { messages: { ...stats.messages, total: 3 } } as unknown as ServerStats
  expect(lossOf(7, null, few)).toEqual({ kind: 'about', messages: 0 })
})
