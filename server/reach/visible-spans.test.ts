import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { HistoryStep, Stay } from '../../common/message.ts'
import { buildSpans, clipSpan, everything, isSeen } from './visible-spans.ts'

const infinity = Number.POSITIVE_INFINITY

it.each([
  ['nothing is said', [], [{ fromSeq: 40 }], everything],
  ['all is shown', [{ fromSeq: 5, shows: 'all' }], [], everything],
  ['it begins at joining', [{ fromSeq: 0, shows: 'joined' }], [{ fromSeq: 40 }], [{ fromSeq: 40, toSeq: infinity }]],
  [
    'it was turned to joining: what was said before stays open',
    [{ fromSeq: 10, shows: 'joined' }],
    [{ fromSeq: 40 }],
    [
      { fromSeq: 0, toSeq: 9 },
      { fromSeq: 40, toSeq: infinity },
    ],
  ],
  [
    'it was turned to all: what was said before stays closed',
    [
      { fromSeq: 0, shows: 'joined' },
      { fromSeq: 30, shows: 'all' },
    ],
    [{ fromSeq: 40 }],
    [{ fromSeq: 30, toSeq: infinity }],
  ],
  [
    'somebody came back: both stays are theirs',
    [{ fromSeq: 0, shows: 'joined' }],
    [{ fromSeq: 5, toSeq: 9 }, { fromSeq: 20 }],
    [
      { fromSeq: 5, toSeq: 9 },
      { fromSeq: 20, toSeq: infinity },
    ],
  ],
] as const)('where %s', (_, steps, stays, spans) => {
  expect(buildSpans(steps, stays)).toEqual(spans)
})

const seqs = fc.integer({ min: 0, max: 40 })
const steps: fc.Arbitrary<HistoryStep[]> = fc
  .uniqueArray(fc.record({ fromSeq: seqs, shows: fc.constantFrom('all' as const, 'joined' as const) }), {
    selector: ({ fromSeq }) => fromSeq,
    maxLength: 5,
  })
  .map((all) => all.toSorted((a, b) => a.fromSeq - b.fromSeq))
const stays: fc.Arbitrary<Stay[]> = fc.array(
  fc.tuple(seqs, fc.option(seqs, { nil: undefined })).map(([one, other]) => ({
    fromSeq: Math.min(one, other ?? one),
    ...(other === undefined ? {} : { toSeq: Math.max(one, other) }),
  })),
  { maxLength: 4 },
)

it('shows exactly what was open when it was said, or was said while one was there', () => {
  fc.assert(
    fc.property(steps, stays, seqs, (history, own, seq) => {
      const wasOpen = (history.findLast(({ fromSeq }) => fromSeq <= seq)?.shows ?? 'all') === 'all'
      const wasThere = own.some(({ fromSeq, toSeq = infinity }) => fromSeq <= seq && seq <= toSeq)
      expect(isSeen(buildSpans(history, own), seq)).toBe(wasOpen || wasThere)
    }),
  )
})

it('answers in spans that ascend and do not touch, and clips a range to them', () => {
  fc.assert(
    fc.property(steps, stays, seqs, seqs, seqs, (history, own, one, other, seq) => {
      const spans = buildSpans(history, own)
      for (const [index, span] of spans.entries()) {
        expect(span.fromSeq).toBeLessThanOrEqual(span.toSeq)
        expect(span.fromSeq).toBeGreaterThan((spans[index - 1]?.toSeq ?? -2) + 1)
      }
      const wanted = { fromSeq: Math.min(one, other), toSeq: Math.max(one, other) }
      const isWanted = wanted.fromSeq <= seq && seq <= wanted.toSeq
      expect(isSeen(clipSpan(spans, wanted), seq)).toBe(isSeen(spans, seq) && isWanted)
    }),
  )
})
