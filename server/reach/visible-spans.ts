import type { HistoryStep, Stay } from '../../common/message.ts'

/** Sequences from one to the other, both included; `toSeq` is infinity where it has no end. */
export type Span = { readonly fromSeq: number; readonly toSeq: number }

export const everything: readonly Span[] = [{ fromSeq: 0, toSeq: Number.POSITIVE_INFINITY }]

/** As the store is asked for no more than that. */
export function withinOf(seen: readonly Span[]): { readonly within?: readonly Span[] } {
  return seen === everything ? {} : { within: seen }
}

/**
 * What somebody who is in the room now may see. Each message by the setting as it stood when it was said: turning it later
 * opens no old words, and closes none.
 */
export function buildSpans(steps: readonly HistoryStep[], stays: readonly Stay[]): readonly Span[] {
  if (steps.every(({ shows }) => shows === 'all')) return everything
  const open = [{ fromSeq: 0, shows: 'all' as const }, ...steps].flatMap(({ fromSeq, shows }, index) =>
    shows === 'all' ? [{ fromSeq, toSeq: (steps[index]?.fromSeq ?? Number.POSITIVE_INFINITY) - 1 }] : [],
  )
  const own = stays.map(({ fromSeq, toSeq = Number.POSITIVE_INFINITY }) => ({ fromSeq, toSeq }))
  return joinSpans([...open, ...own])
}

/** The same sequences in as few spans as can be, ascending. */
function joinSpans(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  for (const span of spans.filter(({ fromSeq, toSeq }) => fromSeq <= toSeq).toSorted((a, b) => a.fromSeq - b.fromSeq)) {
    const last = joined.at(-1)
    if (last === undefined || span.fromSeq > last.toSeq + 1) joined.push(span)
    else joined[joined.length - 1] = { ...last, toSeq: Math.max(last.toSeq, span.toSeq) }
  }
  return joined
}

export function isSeen(spans: readonly Span[], seq: number): boolean {
  return spans.some(({ fromSeq, toSeq }) => fromSeq <= seq && seq <= toSeq)
}

/** What of a wanted range may be asked for. */
export function clipSpan(spans: readonly Span[], wanted: Span): readonly Span[] {
  return spans.flatMap(({ fromSeq, toSeq }) => {
    const clipped = { fromSeq: Math.max(fromSeq, wanted.fromSeq), toSeq: Math.min(toSeq, wanted.toSeq) }
    return clipped.fromSeq <= clipped.toSeq ? [clipped] : []
  })
}
