import { expect, test } from 'vitest'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import { buildHintedAsk } from './hinted-ask.ts'

function start(chance = 0) {
  const clock = buildTestClock()
  const waiting: ((answer: number) => void)[] = []
  let asked = 0
  const asking = buildHintedAsk({ clock, chance: () => chance }, () => {
    asked++
    return new Promise<number>((resolve) => waiting.push(resolve))
  })
  const answer = async (what: number) => {
    waiting.shift()?.(what)
    await settle()
  }
  return { asking, clock, answer, asked: () => asked }
}

test('all who ask while one question is under way have one more between them', async () => {
  const { asking, asked, answer } = start()
  const all = [asking.refresh(), asking.refresh(), asking.refresh(), asking.refresh()]
  await settle()
  expect(asked()).toBe(1)
  await answer(1)
  expect(asked()).toBe(2)
  await answer(2)
  expect(await Promise.all(all)).toEqual([1, 2, 2, 2])
  expect(asked()).toBe(2)
})

test('many hints are one question, at a moment of its own, and none where it was asked meanwhile or called off', async () => {
  const { asking, clock, asked, answer } = start(0.5)
  for (let hints = 1; hints <= 3; hints++) asking.soon(100, 500)
  await clock.advance(349)
  expect(asked()).toBe(0)
  await clock.advance(1)
  expect(asked()).toBe(1)
  await answer(1)
  asking.soon(100, 500)
  void asking.refresh()
  await answer(2)
  asking.soon(100, 500)
  asking.callOff()
  await clock.advance(10_000)
  expect(asked()).toBe(2)
})
