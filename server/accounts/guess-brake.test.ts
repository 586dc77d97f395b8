import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createGuessBrake } from './guess-brake.ts'

function start(freeTries = 3) {
  let at = 1_000_000
  const brake = createGuessBrake({ freeTries, now: () => at })
  return { brake, wait: (ms: number) => (at += ms) }
}

test('a few wrong passwords cost nothing, then each doubles the wait, up to five minutes', () => {
  const { brake, wait } = start()
  for (let n = 0; n < 3; n++) expect(brake.begin('home', 'ana')).toBe(0)
  const waits: number[] = []
  for (let n = 0; n < 9; n++) {
    const left = brake.begin('home', 'ana')
    waits.push(left)
    wait(left)
    expect(brake.begin('home', 'ana')).toBe(0)
  }
  expect(waits).toEqual([2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000, 300_000])
  // The wait is no longer for having asked too early.
  const left = brake.begin('home', 'ana')
  wait(1_000)
  expect(brake.begin('home', 'ana')).toBe(left - 1_000)
})

test('neither the owner elsewhere nor another account is held up, and the right password lets go', () => {
  const { brake } = start()
  for (let n = 0; n < 50; n++) brake.begin('bad', 'ana')
  expect(brake.begin('bad', 'ana')).toBeGreaterThan(0)
  expect(brake.begin('home', 'ana')).toBe(0)
  expect(brake.begin('bad', 'ben')).toBe(0)
  brake.onRight('bad', 'ana')
  for (let n = 0; n < 3; n++) expect(brake.begin('bad', 'ana')).toBe(0)
})

test('a hundred guesses at once are a hundred: no more go on than are free', () => {
  const { brake } = start(5)
  const begun = Array.from({ length: 100 }, () => brake.begin('bad', 'ana'))
  expect(begun.filter((left) => left === 0)).toHaveLength(5)
})

test('whatever the pauses, a guesser gets no more than some tens of tries an hour', () => {
  const pauses = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 200, maxLength: 400 })
  fc.assert(
    fc.property(pauses, (list) => {
      const { brake, wait } = start()
      let [tries, passedMs] = [0, 0]
      for (const ms of list) {
        wait(ms)
        passedMs += ms
        if (passedMs > 3_600_000) break
        if (brake.begin('bad', 'ana') === 0) tries++
      }
      expect(tries).toBeLessThanOrEqual(24)
    }),
  )
})
