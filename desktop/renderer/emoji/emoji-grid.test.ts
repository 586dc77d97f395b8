import { expect, test } from 'vitest'
import { buildRows, cellAt, firstPlace, placeAfter } from './emoji-grid.ts'
import type { Emoji } from './emoji-table.ts'

const cells = (letters: string) =>
  [...letters].map((emoji) => ({
    emoji,
    entry: { emoji, group: 0, name: emoji, codes: [], words: [] } satisfies Emoji,
  }))
// a b c      heading 0, row 1
// d e        row 2
// f          heading 3, row 4
const rows = buildRows(
  [
    { group: 'one', cells: cells('abcde') },
    { group: 'none', cells: [] },
    { group: 'two', cells: cells('f') },
  ],
  3,
)
const walk = (from: string, ...keys: string[]) => {
  let place = firstPlace(rows)
  while (cellAt(rows, place)?.emoji !== from) place = placeAfter(rows, place, 'ArrowRight') ?? place
  for (const key of keys) place = placeAfter(rows, place, key) ?? place
  return cellAt(rows, place)?.emoji
}

test('a group begins with its name on a line of its own; an empty one is not there', () => {
  expect(
    rows.map((row) => (row.kind === 'heading' ? row.group : row.cells.map(({ emoji }) => emoji).join(''))),
  ).toEqual(['one', 'abc', 'de', 'two', 'f'])
})

test('arrows walk over the ends of lines and the names of groups, and stop at the two ends', () => {
  expect(walk('c', 'ArrowRight')).toBe('d')
  expect(walk('d', 'ArrowLeft')).toBe('c')
  expect(walk('e', 'ArrowRight')).toBe('f')
  expect(walk('f', 'ArrowRight')).toBe('f')
  expect(walk('a', 'ArrowLeft')).toBe('a')
  expect(walk('c', 'ArrowDown')).toBe('e')
  expect(walk('b', 'ArrowDown', 'ArrowDown')).toBe('f')
  expect(walk('f', 'ArrowUp')).toBe('d')
  expect(walk('b', 'ArrowUp')).toBe('b')
  expect(walk('a', 'PageDown')).toBe('f')
  expect(walk('f', 'PageUp')).toBe('a')
  expect(walk('a', 'x')).toBe('a')
  expect(placeAfter(rows, firstPlace(rows), 'x')).toBeUndefined()
})
