import { expect, test } from 'vitest'
import { againAfterMs } from './again-after.ts'

test('a file is asked for again as soon as there is a connection, and then ever more seldom', () => {
  expect(againAfterMs(0, 0.5)).toBe(0)
  const pauses = [1, 2, 3, 4, 5, 6, 7].map((tries) => againAfterMs(tries, 0))
  expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000])
})
