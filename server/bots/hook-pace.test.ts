import { expect, test } from 'vitest'
import { buildHookPace } from './hook-pace.ts'

const swift = { slowModeSec: 0, spokeAt: 0 }

test('a webhook speaks sixty times in any minute, each for itself, and is told how long to wait', () => {
  let nowAt = 1_000_000
  const pace = buildHookPace(() => nowAt)
  for (let one = 0; one < 60; one++) {
    expect(pace.take('a', swift)).toBeUndefined()
    nowAt += 500
  }
  expect(pace.take('a', swift)).toMatchObject({ code: 'too-many-requests', retryAfterMs: 30_000 })
  expect(pace.take('b', swift)).toBeUndefined()
  nowAt += 30_000
  expect(pace.take('a', swift)).toBeUndefined()
  expect(pace.take('a', swift)).toMatchObject({ retryAfterMs: 500 })
  nowAt += 120_000
  expect(pace.take('a', swift)).toBeUndefined()
})

test('in slow mode it waits from when it spoke last, here or elsewhere', () => {
  let nowAt = 1_000_000
  const pace = buildHookPace(() => nowAt)
  expect(pace.take('a', { slowModeSec: 10, spokeAt: nowAt - 4_000 })).toMatchObject({ retryAfterMs: 6_000 })
  nowAt += 6_000
  expect(pace.take('a', { slowModeSec: 10, spokeAt: nowAt - 10_000 })).toBeUndefined()
  nowAt += 1
  expect(pace.take('a', { slowModeSec: 10, spokeAt: 0 })).toMatchObject({ retryAfterMs: 9_999 })
})
