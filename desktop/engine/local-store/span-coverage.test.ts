import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastLackOf, stretchesOf } from './span-coverage.ts'
import { addSpan, type Span, type SpanList } from './span-list.ts'

const most = 40
const spans = fc.array(
  fc
    .tuple(fc.nat(most), fc.nat(10), fc.nat(20))
    .map(([from, length, knownTo]): Span => ({ from, to: Math.min(most, from + length), knownTo })),
  { maxLength: 12 },
)
const placesOf = (held: readonly { readonly from: number; readonly to: number }[]) =>
  new Set(held.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, at) => from + at)))

test('stretches hold the same places as the spans, apart from each other, whenever each was known', () => {
  fc.assert(
    fc.property(spans, (added) => {
      const list = added.reduce<SpanList>(addSpan, [])
      const held = stretchesOf(list)
      expect(placesOf(held)).toEqual(placesOf(list))
      for (const [index, { from }] of held.slice(1).entries()) expect(from).toBeGreaterThan((held[index]?.to ?? 0) + 1)
    }),
  )
})

test('what is fetched next is the newest place that is missing; filled again and again, nothing is missing', () => {
  fc.assert(
    fc.property(spans, fc.integer({ min: 1, max: most }), fc.integer({ min: 1, max: 7 }), (added, head, size) => {
      let list = added.reduce<SpanList>(addSpan, [])
      for (let pages = 0; ; pages++) {
        const held = stretchesOf(list)
        const lack = lastLackOf(held, head)
        const missing = Array.from({ length: head }, (_, at) => at + 1).filter((seq) => !placesOf(held).has(seq))
        // Sequences begin at 1: nothing lies at 0 but the beginning itself.
        if (lack === undefined) {
          expect(missing).toEqual([])
          return
        }
        expect(lack.to).toBe(missing.at(-1))
        expect(pages).toBeLessThan(most)
        list = addSpan(list, { from: Math.max(0, lack.to - size + 1), to: lack.to, knownTo: head })
      }
    }),
  )
})

test('nothing is missing of a room in which the archive has named nothing', () => {
  expect(lastLackOf([], 0)).toBeUndefined()
  expect(lastLackOf([], 5)).toEqual({ from: 0, to: 5 })
  expect(lastLackOf([{ from: 3, to: 5 }], 5)).toEqual({ from: 0, to: 2 })
  expect(lastLackOf([{ from: 0, to: 5 }], 7)).toEqual({ from: 6, to: 7 })
})
