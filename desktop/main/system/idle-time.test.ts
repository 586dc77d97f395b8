import { expect, test } from 'vitest'
import { readIdleMs } from './power-watch.ts'

test('the system says how long nobody was there; locked it is as good as left, and unknown it is nothing', () => {
  const state = (idle: string, seconds: number) => ({
    getSystemIdleState: () => idle,
    getSystemIdleTime: () => seconds,
  })
  expect(readIdleMs(state('active', 12))).toBe(12_000)
  expect(readIdleMs(state('locked', 3))).toBe(86_400_000)
  expect(readIdleMs(state('unknown', -1))).toBe(0)
  const broken = {
    ...state('active', 5),
    getSystemIdleTime: () => {
      throw new Error('no D-Bus')
    },
  }
  expect(readIdleMs(broken)).toBe(0)
})
