import { expect, test } from 'vitest'
import { parseHandle } from './parse-handle.ts'

test.each([
  ['@Ana ', 'ana'],
  ['ben.o,', 'ben.o'],
  [' @ ', ''],
  ['a@b', 'a@b'],
])('%j is the handle %j', (typed, handle) => {
  expect(parseHandle(typed)).toBe(handle)
})
