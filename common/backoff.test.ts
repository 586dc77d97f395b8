import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('the wait doubles from the first to the longest, and chance takes at most half of it', () => {
  expect([1, 2, 3, 99].map((tries) => backoffMs(tries, 1))).toEqual([500, 1_000, 2_000, 30_000])
  fc.assert(
    fc.property(fc.nat(10_000), fc.double({ min: 0, max: 1, noNaN: true }), (tries, chance) => {
      const wait = backoffMs(tries, chance)
      expect(wait).toBeGreaterThanOrEqual(250)
      expect(wait).toBeLessThanOrEqual(30_000)
    }),
  )
})
