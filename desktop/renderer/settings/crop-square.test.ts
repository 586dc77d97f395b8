import fc from 'fast-check'
import { expect, test } from 'vitest'
import { keepInside, mostZoom, panCrop, sideOf, startCrop } from './crop-square.ts'

const size = { width: 400, height: 200 }

test('it begins with the whole of the shorter side, in the middle', () => {
  expect(startCrop(size)).toEqual({ x: 200, y: 100, zoom: 1 })
  expect(sideOf(size, 1)).toBe(200)
  expect(sideOf(size, 2)).toBe(100)
})

test('moving goes as far as the picture, and drawing near no further than it may', () => {
  expect(panCrop(size, startCrop(size), { x: 5, y: 5 })).toEqual({ x: 300, y: 100, zoom: 1 })
  expect(keepInside(size, { x: 0, y: 0, zoom: 100 })).toEqual({ x: 12.5, y: 12.5, zoom: mostZoom })
})

test('however it is moved and drawn, the square lies inside of the picture', () => {
  const pixels = fc.integer({ min: 1, max: 5_000 })
  const far = fc.double({ min: -10, max: 10, noNaN: true })
  fc.assert(
    fc.property(pixels, pixels, far, far, far, (width, height, x, y, zoom) => {
      const of = { width, height }
      const crop = panCrop(of, keepInside(of, { ...startCrop(of), zoom }), { x, y })
      const half = sideOf(of, crop.zoom) / 2
      expect(crop.x - half).toBeGreaterThanOrEqual(-0.001)
      expect(crop.x + half).toBeLessThanOrEqual(width + 0.001)
      expect(crop.y - half).toBeGreaterThanOrEqual(-0.001)
      expect(crop.y + half).toBeLessThanOrEqual(height + 0.001)
    }),
    { numRuns: 50 },
  )
})
