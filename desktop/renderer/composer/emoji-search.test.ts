import { expect, test } from 'vitest'
import { findEmoji, placeAfter } from './emoji-search.ts'

const names = (typed: string) => findEmoji(typed).map(({ emoji }) => emoji)

test('the quick ones come first while nothing is typed', () => {
  expect(names('').slice(0, 6)).toEqual(['👍', '❤️', '😂', '🎉', '👀', '✅'])
})

test('whole words come before words that begin so, and those before the rest', () => {
  expect(names('star')[0]).toBe('⭐')
  expect(names('up')[0]).toBe('👍')
  expect(names(':heart:')).toContain('❤️')
  expect(names('zzzz')).toEqual([])
})

test('arrows go about the grid and stop at its edges', () => {
  expect(placeAfter('ArrowDown', 0, 20)).toBe(8)
  expect(placeAfter('ArrowDown', 15, 20)).toBe(15)
  expect(placeAfter('ArrowUp', 3, 20)).toBe(3)
  expect(placeAfter('ArrowRight', 19, 20)).toBe(19)
  expect(placeAfter('ArrowLeft', 9, 20)).toBe(8)
  expect(placeAfter('a', 9, 20)).toBeUndefined()
})
