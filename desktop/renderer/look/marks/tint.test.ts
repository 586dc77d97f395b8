import { expect, test } from 'vitest'
import { buildInitial, buildTint } from './tint.ts'

test('an id keeps its tint, and different ids spread over the wheel', () => {
  expect(buildTint('abcdefghijklmnop')).toEqual(buildTint('abcdefghijklmnop'))
  const hues = new Set(Array.from({ length: 60 }, (_, index) => buildTint(`user${index}`).hue))
  expect(hues.size).toBeGreaterThan(8)
})

test.each([
  ['ana', 'A'],
  ['上海 office', '上'],
  ['👩‍🚀 crew', '👩‍🚀'],
  ['  ', '?'],
  ['', '?'],
])('the letter for %j is %j', (name, letter) => {
  expect(buildInitial(name)).toBe(letter)
})
