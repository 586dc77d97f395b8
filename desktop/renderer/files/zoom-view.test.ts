import { expect, test } from 'vitest'
import { fitSize, fitted, panBy, scaleOfPixels, zoomAt } from './zoom-view.ts'

const pane = { width: 800, height: 600 }
const fit = fitSize({ width: 1600, height: 1200 }, pane)

test('a picture is fitted in, and a small one is not made larger', () => {
  expect(fit).toEqual({ width: 800, height: 600 })
  expect(fitSize({ width: 100, height: 50 }, pane)).toEqual({ width: 100, height: 50 })
  expect(scaleOfPixels({ width: 1600, height: 1200 }, fit)).toBe(2)
  expect(scaleOfPixels({ width: 100, height: 50 }, { width: 100, height: 50 })).toBe(1)
})

test('what lies under the pointer stays there while it grows', () => {
  const at = { x: 200, y: -100 }
  const view = zoomAt(fitted, 2, at, fit, pane)
  // Where that point of the picture was, from its middle, is now twice as far.
  expect(at.x - view.x).toBe(2 * at.x)
  expect(at.y - view.y).toBe(2 * at.y)
  expect(zoomAt(view, 0.5, at, fit, pane)).toEqual(fitted)
})

test('it grows no further than is of use, and never below what fits', () => {
  expect(zoomAt(fitted, 1_000, { x: 0, y: 0 }, fit, pane).scale).toBe(16)
  expect(zoomAt(fitted, 0.1, { x: 50, y: 50 }, fit, pane)).toEqual(fitted)
})

test('no edge is pulled into the pane', () => {
  expect(panBy(fitted, { x: 50, y: 50 }, fit, pane)).toEqual(fitted)
  const large = zoomAt(fitted, 2, { x: 0, y: 0 }, fit, pane)
  expect(panBy(large, { x: 9_999, y: -9_999 }, fit, pane)).toEqual({ scale: 2, x: 400, y: -300 })
})
