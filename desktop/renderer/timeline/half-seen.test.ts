import { expect, test } from 'vitest'
import { isHalfSeen, seenSteps } from './half-seen.ts'

const windowPx = 400
const shown = (rowPx: number, ratio: number) =>
  isHalfSeen({
    isIntersecting: true,
    intersectionRatio: ratio,
    intersectionRect: { height: rowPx * ratio },
    rootBounds: { height: windowPx },
  })

test.each([20, 300, 500, 900, 1_700, 7_000, 40_000, 170_000])(
  'a message of %i px is seen by somebody who scrolls through it, however tall it is',
  (rowPx) => {
    const most = Math.min(1, windowPx / rowPx)
    expect(seenSteps.filter((ratio) => ratio <= most).some((ratio) => shown(rowPx, ratio))).toBe(true)
  },
)

test('the edge of a message is not the message, and what is not in sight is not seen', () => {
  expect(shown(300, 0.4)).toBe(false)
  expect(shown(3_000, 0.05)).toBe(false)
  const away = { intersectionRatio: 0, intersectionRect: { height: 0 }, rootBounds: { height: 0 } }
  expect(isHalfSeen({ isIntersecting: false, ...away })).toBe(false)
})
