import { expect, test } from 'vitest'
import { parseBound } from './room-bounds.ts'

test.each([
  ['', null],
  ['  ', null],
  ['2', 2],
  [' 1000 ', 1000],
  ['1', undefined],
  ['1001', undefined],
  ['12.5', undefined],
  ['-3', undefined],
  ['1e2', undefined],
  ['0x10', undefined],
  ['ten', undefined],
  ['99999999999', undefined],
])('%j is %j', (typed, value) => {
  expect(parseBound(typed, { min: 2, max: 1000 })).toBe(value)
})
