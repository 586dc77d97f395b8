import { expect, test } from 'vitest'
import { pictureBox } from './picture-layout.ts'

test.each([
  [4032, 3024, 401, 301],
  [3024, 4032, 226, 301],
  [1000, 200, 452, 90],
  [300, 200, 300, 200],
  [1, 1, 120, 64],
  [100_000, 1, 452, 64],
  [1, 100_000, 120, 301],
])('one of %i × %i takes %i × %i', (width, height, boxWidth, boxHeight) => {
  expect(pictureBox([{ width, height }])).toEqual({ width: boxWidth, height: boxHeight })
})

test('several take the same room, however many and of whatever size they are', () => {
  const box = pictureBox([
    { width: 10, height: 10 },
    { width: 4000, height: 10 },
  ])
  expect(pictureBox(Array.from({ length: 20 }, () => ({ width: 1, height: 9000 })))).toEqual(box)
})
