import { expect, test } from 'vitest'
import { buildTestClock } from '../engine-test-clock.ts'
import { buildSignSayer } from './sign-sayer.ts'

test('it is said when it changes, on each connection, and every two minutes; not while there is none', async () => {
  const clock = buildTestClock()
  const said: boolean[] = []
  const sign = buildSignSayer(clock, (idle) => said.push(idle))
  sign.onIdle(true)
  sign.onIdle(false)
  expect(said).toEqual([])
  sign.onUp()
  sign.onIdle(false)
  expect(said).toEqual([false])
  sign.onIdle(true)
  expect(said).toEqual([false, true])
  await clock.advance(120_000)
  await clock.advance(120_000)
  expect(said).toEqual([false, true, true, true])
  sign.onDown()
  await clock.advance(600_000)
  sign.onIdle(false)
  expect(said.length).toBe(4)
  sign.onUp()
  expect(said.at(-1)).toBe(false)
  sign.stop()
  await clock.advance(600_000)
  expect(said.length).toBe(5)
})
