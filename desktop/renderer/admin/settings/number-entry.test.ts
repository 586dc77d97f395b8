import { expect, test } from 'vitest'
import { megabytesOf, mostMegabytes, parseEntry } from './number-entry.ts'

const bounds = { min: 2, max: 1_000 }
test.each([
  ['2', 2],
  [' 1000 ', 1_000],
  ['1', undefined],
  ['1001', undefined],
  ['', undefined],
  ['-5', undefined],
  ['2.5', undefined],
  ['1e2', undefined],
  ['0x10', undefined],
  ['٢٢', undefined],
  ['9'.repeat(40), undefined],
])('%j is %j', (typed, value) => {
  expect(parseEntry(typed, bounds)).toBe(value)
})

test('the largest that is taken here is within what the server takes, and nothing is shown as no megabyte', () => {
  expect(mostMegabytes * 1_000_000).toBeLessThanOrEqual(2 ** 49)
  expect([100_000_000, 1_500_000, 10].map(megabytesOf)).toEqual([100, 2, 1])
})
