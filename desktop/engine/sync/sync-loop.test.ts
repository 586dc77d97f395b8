import { expect, test } from 'vitest'
import type { AppError } from '../../../common/app-error.ts'
import { appError } from '../../../common/app-error.ts'
import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import { buildSyncLoop } from './sync-loop.ts'

const answer = ok({} as Sync)

function startLoop() {
  const clock = buildTestClock()
  const waiting: ((answer: Result<Sync>) => void)[] = []
  const failures: AppError[] = []
  let asked = 0
  let applied = 0
  const loop = buildSyncLoop({
    deps: { clock, chance: () => 0.5 } as Pick<EngineDeps, 'clock' | 'chance'> as EngineDeps,
    ask: () => {
      asked++
      return new Promise((resolve) => waiting.push(resolve))
    },
    apply: () => applied++,
    onFailed: (error) => failures.push(error),
  })
  const answerNext = async (result: Result<Sync>) => {
    waiting.shift()?.(result)
    await settle()
  }
  return { clock, loop, answerNext, asked: () => asked, applied: () => applied, failures }
}

test('all who ask while one runs share the one after it: it may have looked before what they want to know', async () => {
  const { clock, loop, answerNext, asked, applied } = startLoop()
  const first = loop.run()
  const later = [loop.run(), loop.run(), loop.run()]
  for (let hint = 0; hint < 50; hint++) {
    loop.request()
    await clock.advance(200)
  }
  expect(asked()).toBe(1)
  await answerNext(answer)
  expect(asked()).toBe(2)
  await answerNext(answer)
  await Promise.all([first, ...later])
  await clock.advance(1_000)
  expect([asked(), applied()]).toEqual([2, 2])
})

test('a server that says when to come again is left in peace until then, whatever hints come in', async () => {
  const { clock, loop, answerNext, asked, failures } = startLoop()
  loop.request()
  await clock.advance(100)
  await answerNext(err(appError('rate-limited', { retryAfterMs: 60_000 })))
  for (let hint = 0; hint < 50; hint++) {
    loop.request()
    await clock.advance(1_000)
  }
  expect(asked()).toBe(1)
  await clock.advance(10_000)
  expect(asked()).toBe(2)
  await answerNext(answer)
  loop.request()
  await clock.advance(100)
  expect(asked()).toBe(3)
  expect(failures.map(({ code }) => code)).toEqual(['rate-limited'])
})

test('it asks again by itself: soon after a failure, else every five minutes, and never once it was stopped', async () => {
  const { clock, loop, answerNext, asked } = startLoop()
  void loop.run()
  await answerNext(err(appError('busy')))
  await clock.advance(1_000)
  expect(asked()).toBe(2)
  await answerNext(answer)
  await clock.advance(299_000)
  expect(asked()).toBe(2)
  await clock.advance(1_000)
  expect(asked()).toBe(3)
  loop.stop()
  await answerNext(answer)
  loop.request()
  void loop.run()
  await clock.advance(600_000)
  expect(asked()).toBe(3)
})
