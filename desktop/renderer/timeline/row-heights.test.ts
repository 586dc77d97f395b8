import { expect, test } from 'vitest'
import { buildRowHeights, mostMeasured } from './row-heights.ts'
import type { TimelineItem } from './timeline-items.ts'

const rowOf = (index: number) => ({ kind: 'day', key: `day ${index}`, at: index }) as TimelineItem

test('what was measured counts until so much was measured that it is long gone, and then what is estimated', () => {
  const heights = buildRowHeights()
  const estimated = heights.of(rowOf(0))
  for (let index = 0; index < mostMeasured; index++) heights.put(rowOf(index).key, 77)
  expect(heights.of(rowOf(0))).toBe(77)
  expect(heights.put(rowOf(0).key, 77)).toBe(false)
  heights.put(rowOf(mostMeasured).key, 77)
  expect(heights.of(rowOf(0))).toBe(estimated)
  expect(
    heights.sum(
      Array.from({ length: 1_000 }, (_, at) => rowOf(mostMeasured - at)),
      0,
      1_000,
    ),
  ).toBe(77_000)
})
