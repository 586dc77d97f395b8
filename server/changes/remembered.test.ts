import { expect, test } from 'vitest'
import { buildRemembered } from './remembered.ts'

test('is loaded once for all who ask at the same moment or soon after, and again when its time is over or it has changed', async () => {
  let [loads, nowAt] = [0, 0]
  const remembered = buildRemembered(
    async () => ++loads,
    1_000,
    () => nowAt,
  )
  expect(await Promise.all([remembered.get(), remembered.get()])).toEqual([1, 1])
  nowAt = 999
  expect(await remembered.get()).toBe(1)
  nowAt = 1_000
  expect(await remembered.get()).toBe(2)
  remembered.forget()
  expect(await remembered.get()).toBe(3)
})

test('what failed is asked for anew, and what was changed while it was loaded is not remembered', async () => {
  const answers = [Promise.reject(new Error('away')), Promise.resolve('old'), Promise.resolve('new')]
  const remembered = buildRemembered(
    () => answers.shift() ?? Promise.reject(new Error('asked too often')),
    1_000,
    () => 0,
  )
  await expect(remembered.get()).rejects.toThrow('away')
  const early = remembered.get()
  remembered.forget()
  expect(await early).toBe('old')
  expect(await remembered.get()).toBe('new')
})
