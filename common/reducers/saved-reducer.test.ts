import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foldSaved, type SavedState, type SavedWord } from './saved-reducer.ts'

const fold = (...words: readonly SavedWord[]) =>
  words.reduce<SavedState | undefined>((state, word) => foldSaved(state, word), undefined)
const on = (at: number): SavedWord => ({ on: true, at })
const off = (at: number): SavedWord => ({ on: false, at })

test.each<[string, readonly SavedWord[], SavedState]>([
  ['is saved', [on(5)], { isSaved: true, at: 5, saidAt: 5 }],
  ['stays in its place when it is saved again', [on(5), on(90_000)], { isSaved: true, at: 5, saidAt: 90_000 }],
  ['is taken out', [on(5), off(6)], { isSaved: false, at: 5, saidAt: 6 }],
  ['comes back to its place at once', [on(5), off(6), on(60_006)], { isSaved: true, at: 5, saidAt: 60_006 }],
  [
    'is the newest when it is saved long after',
    [on(5), off(6), on(60_007)],
    { isSaved: true, at: 60_007, saidAt: 60_007 },
  ],
  ['is not saved by a word that comes too late', [off(9), on(5)], { isSaved: false, at: 9, saidAt: 9 }],
  ['is not taken out by one either', [on(9), off(5)], { isSaved: true, at: 9, saidAt: 9 }],
  ['goes by what comes later of the same moment', [on(5), off(5), on(5), off(5)], { isSaved: false, at: 5, saidAt: 5 }],
])('a message %s', (_, words, state) => {
  expect(fold(...words)).toEqual(state)
})

const words = fc.uniqueArray(fc.record({ on: fc.boolean(), at: fc.integer({ min: 0, max: 1_000_000 }) }), {
  selector: ({ at }) => at,
  minLength: 1,
  maxLength: 8,
})

test('whether it is saved is the last word, in whatever order the words come, and again', () => {
  const ordered = words.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
  fc.assert(
    fc.property(ordered, ([all, shuffled]) => {
      const last = all.toSorted((a, b) => a.at - b.at).at(-1)
      expect(fold(...shuffled)).toMatchObject({ isSaved: last?.on, saidAt: last?.at })
      expect(fold(...shuffled, ...all)?.isSaved).toBe(last?.on)
    }),
  )
})
