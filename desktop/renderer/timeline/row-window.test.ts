import fc from 'fast-check'
import { expect, test } from 'vitest'
import { buildRowHeights } from './row-heights.ts'
import { covers, rowAt, rowsAround, standAmong } from './row-window.ts'
import type { TimelineItem } from './timeline-items.ts'

const rows = (...keys: readonly (string | number)[]): TimelineItem[] =>
  keys.map((key) => ({ kind: 'notices', key: String(key), rows: [] }))
const numbered = (from: number, to: number) => rows(...Array.from({ length: to - from }, (_, index) => from + index))
function heightsOf(items: readonly TimelineItem[], px: (index: number) => number) {
  const heights = buildRowHeights()
  for (const [index, item] of items.entries()) heights.put(item.key, px(index))
  return heights
}

test('what is drawn fills the view from where somebody stands, upwards and downwards', () => {
  const items = numbered(0, 100)
  const heights = heightsOf(items, () => 50)
  const space = { heights, viewPx: 500, aroundPx: 100 }
  expect(rowsAround(items, { kind: 'end' }, space)).toEqual({ from: 88, to: 100 })
  expect(rowsAround(items, { kind: 'line', key: '40', index: 40, topPx: 100 }, space)).toEqual({ from: 36, to: 50 })
  expect(rowsAround(items, { kind: 'line', key: '0', index: 0, topPx: 0 }, space)).toEqual({ from: 0, to: 12 })
  expect(rowsAround([], { kind: 'end' }, space)).toEqual({ from: 0, to: 0 })
})

test('whatever rows measure, what is drawn covers the view or all there is', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3_000 }), { minLength: 1, maxLength: 60 }),
      fc.nat(59),
      fc.integer({ min: -3_000, max: 900 }),
      (px, at, topPx) => {
        const items = numbered(0, px.length)
        const heights = heightsOf(items, (index) => px[index] ?? 0)
        const index = Math.min(at, px.length - 1)
        const { from, to } = rowsAround(
          items,
          { kind: 'line', key: String(index), index, topPx },
          { heights, viewPx: 800, aroundPx: 0 },
        )
        const above = topPx - heights.sum(items, from, index)
        const below = topPx + heights.sum(items, index, to)
        expect(from === 0 || above <= 0).toBe(true)
        expect(to === px.length || below >= 800).toBe(true)
      },
    ),
  )
})

test('one goes on standing at the same row wherever it lies then, and at the next one where it is gone', () => {
  const before = numbered(10, 20)
  const heights = heightsOf(before, () => 40)
  const standing = { kind: 'line', key: '14', index: 4, topPx: 7 } as const
  expect(standAmong(standing, before, numbered(0, 20), heights)).toEqual({ ...standing, index: 14 })
  expect(standAmong(standing, before, numbered(10, 30), heights)).toBe(standing)
  const without = rows(10, 11, 12, 13, 16, 17)
  expect(standAmong(standing, before, without, heights)).toEqual({ kind: 'line', key: '16', index: 4, topPx: 87 })
  expect(standAmong(standing, before, rows(11, 12), heights)).toEqual({ kind: 'line', key: '12', index: 1, topPx: -73 })
  expect(standAmong(standing, before, numbered(50, 60), heights)).toBeUndefined()
  expect(standAmong({ kind: 'end' }, before, [], heights)).toEqual({ kind: 'end' })
})

test('a place on the scroll bar is a row', () => {
  const items = numbered(0, 10)
  const heights = heightsOf(items, (index) => 10 * index)
  expect(rowAt(items, 0, heights)).toMatchObject({ index: 1, startPx: 0 })
  expect(rowAt(items, 35, heights)).toMatchObject({ index: 3, startPx: 30 })
  expect(rowAt(items, 99_999, heights)).toMatchObject({ index: 9 })
  expect(rowAt([], 0, heights)).toBeUndefined()
  expect(covers({ from: 2, to: 8 }, { from: 3, to: 8 })).toBe(true)
  expect(covers({ from: 2, to: 8 }, { from: 1, to: 8 })).toBe(false)
})
