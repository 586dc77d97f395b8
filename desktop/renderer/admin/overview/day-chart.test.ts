import { expect, test } from 'vitest'
import { buildDayChart, sparkPath } from './day-chart.ts'

const chart = (...values: number[]) => buildDayChart(values.map((value) => ({ day: 'x', value })))

test.each([
  [
    [0, 0],
    [0, 1],
  ],
  [
    [1, 2],
    [0, 1, 2],
  ],
  [[7], [0, 5, 10]],
  [
    [1284, 900],
    [0, 500, 1000, 1500],
  ],
  [[100], [0, 50, 100]],
  [[61_000], [0, 50_000, 100_000]],
])('%j has lines at %j', (values, lines) => {
  expect(chart(...values).lines.map(({ value }) => value)).toEqual(lines)
})

test('no bar is higher than its frame, and the highest line is the top', () => {
  for (const most of [0, 1, 3, 9, 10, 11, 99, 1234, 987_654]) {
    const { bars, lines } = chart(0, most / 2, most)
    expect(Math.max(...bars.map(({ height }) => height))).toBeLessThanOrEqual(1)
    expect(lines.at(-1)?.height).toBe(1)
    expect(lines.length).toBeGreaterThan(1)
    expect(lines.length).toBeLessThan(6)
  }
})

test('a small chart spans its frame, and what never changes runs through its middle', () => {
  expect(sparkPath([1, 3, 2], 100, 20)).toBe('M0.0 20.0L50.0 0.0L100.0 10.0')
  expect(sparkPath([4, 4], 100, 20)).toBe('M0.0 10.0L100.0 10.0')
  expect(sparkPath([4], 100, 20)).toBe('M0.0 10.0')
})
