import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Span, SpanList } from './span-list.ts'
import { addSpan, cutSpans, dropFromSpans, raiseSpans, spanAt, stretchAt } from './span-list.ts'

const most = 30
const span = fc
  .tuple(fc.nat(most), fc.nat(8), fc.nat(20))
  .map(([from, length, knownTo]): Span => ({ from, to: Math.min(most, from + length), knownTo }))
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ add: span }) },
  { weight: 1, arbitrary: fc.record({ drop: fc.nat(most) }) },
  { weight: 1, arbitrary: fc.record({ since: fc.nat(20), head: fc.nat(25) }) },
  { weight: 1, arbitrary: fc.record({ fork: fc.nat(most) }) },
)

test('stretches hold what a list of single places would, in order, never overlapping and never two where one would do', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let spans: SpanList = []
      /** For each place that is held, up to where it is known. */
      const places = new Map<number, number>()
      for (const one of steps) {
        if ('add' in one) {
          spans = addSpan(spans, one.add)
          for (let seq = one.add.from; seq <= one.add.to; seq++)
            places.set(seq, Math.max(one.add.knownTo, places.get(seq) ?? 0))
        } else if ('drop' in one) {
          spans = dropFromSpans(spans, one.drop)
          places.delete(one.drop)
        } else if ('fork' in one) {
          spans = cutSpans(spans, one.fork)
          for (const [seq, knownTo] of places)
            if (seq > one.fork) places.delete(seq)
            else places.set(seq, Math.min(knownTo, one.fork))
        } else {
          spans = raiseSpans(spans, one)
          for (const [seq, knownTo] of places) if (knownTo >= one.since && knownTo < one.head) places.set(seq, one.head)
        }
        for (let seq = 0; seq <= most; seq++) expect(spanAt(spans, seq)?.knownTo).toBe(places.get(seq))
        spans.forEach((each, index) => {
          const next = spans[index + 1]
          expect(each.from).toBeLessThanOrEqual(each.to)
          if (next === undefined) return
          expect(next.from).toBeGreaterThan(each.to)
          if (next.from === each.to + 1) expect(next.knownTo).not.toBe(each.knownTo)
        })
      }
    }),
  )
})

test('a stretch goes on over what is known at different times, as far as there is no hole', () => {
  const spans = [
    { from: 1, to: 4, knownTo: 9 },
    { from: 5, to: 8, knownTo: 7 },
    { from: 10, to: 12, knownTo: 9 },
  ]
  expect(stretchAt(spans, 2)).toEqual({ from: 1, to: 8, knownTo: 7 })
  expect(stretchAt(spans, 11)).toEqual({ from: 10, to: 12, knownTo: 9 })
  expect(stretchAt(spans, 9)).toBeUndefined()
})
