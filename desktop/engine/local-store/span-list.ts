/**
 * Which stretches of a room are held without a hole: all messages and notices from `from` to `to` (sequences, both in it)
 * as the archive had them at `knownTo`. Pure; in the order of sequences, never overlapping, and next to each other only
 * where they were known at different times: such two become one once what changed between is known (`raiseSpans`).
 */
export type Span = { readonly from: number; readonly to: number; readonly knownTo: number }
export type SpanList = readonly Span[]

/** What an older answer says of a stretch that is known better already changes nothing there. */
export function addSpan(spans: SpanList, added: Span): SpanList {
  if (added.from > added.to) return spans
  const cuts = new Set([added.from, added.to + 1])
  for (const { from, to } of spans) cuts.add(from).add(to + 1)
  const edges = [...cuts].sort((a, b) => a - b)
  const pieces: Span[] = []
  for (let index = 0; index + 1 < edges.length; index++) {
    const from = edges[index] ?? 0
    const to = (edges[index + 1] ?? 0) - 1
    const holders = [...spans, added].filter((span) => span.from <= from && span.to >= to)
    if (holders.length === 0) continue
    pieces.push({ from, to, knownTo: Math.max(...holders.map(({ knownTo }) => knownTo)) })
  }
  return joined(pieces)
}

/** All that changed in the room (or between the bounds) after `since` and up to `head` is known now. */
export function raiseSpans(spans: SpanList, { since, head, from = 0, to = Number.POSITIVE_INFINITY }: Raise): SpanList {
  return joined(
    spans.map((span) => {
      const isTold = span.knownTo >= since && span.knownTo < head && span.from >= from && span.to <= to
      return isTold ? { ...span, knownTo: head } : span
    }),
  )
}
export type Raise = { readonly since: number; readonly head: number; readonly from?: number; readonly to?: number }

/** Above the fork nothing of it is true any more. */
export function cutSpans(spans: SpanList, fork: number): SpanList {
  return joined(
    spans
      .filter(({ from }) => from <= fork)
      .map(({ from, to, knownTo }) => ({ from, to: Math.min(to, fork), knownTo: Math.min(knownTo, fork) })),
  )
}

/** A place in it, or a stretch, is not held any more. */
export function dropFromSpans(spans: SpanList, first: number, last = first): SpanList {
  return spans.flatMap((span) => {
    if (last < span.from || first > span.to) return span
    const parts = [
      { ...span, to: first - 1 },
      { ...span, from: last + 1 },
    ]
    return parts.filter(({ from, to }) => from <= to)
  })
}

/** The least of the stretch that all places lie in which no span holds. */
export function lackOf(
  spans: SpanList,
  { from, to }: Pick<Span, 'from' | 'to'>,
): Pick<Span, 'from' | 'to'> | undefined {
  let [first, last] = [from, to]
  for (let held = spanAt(spans, first); held !== undefined && first <= last; held = spanAt(spans, first))
    first = held.to + 1
  for (let held = spanAt(spans, last); held !== undefined && first <= last; held = spanAt(spans, last))
    last = held.from - 1
  return first > last ? undefined : { from: first, to: last }
}

export function spanAt(spans: SpanList, seq: number): Span | undefined {
  return spans.find(({ from, to }) => from <= seq && seq <= to)
}

/** The spans without a hole around the place, as one; `knownTo` is that of the one that knows least. */
export function stretchAt(spans: SpanList, seq: number): Span | undefined {
  const at = spans.findIndex(({ from, to }) => from <= seq && seq <= to)
  let stretch = spans[at]
  if (stretch === undefined) return undefined
  for (let index = at - 1; spans[index]?.to === stretch.from - 1; index--) stretch = around(stretch, spans[index])
  for (let index = at + 1; spans[index]?.from === stretch.to + 1; index++) stretch = around(stretch, spans[index])
  return stretch
}

function around(one: Span, other: Span | undefined): Span {
  if (other === undefined) return one
  return {
    from: Math.min(one.from, other.from),
    to: Math.max(one.to, other.to),
    knownTo: Math.min(one.knownTo, other.knownTo),
  }
}

function joined(pieces: SpanList): SpanList {
  const spans: Span[] = []
  for (const piece of pieces) {
    const last = spans.at(-1)
    if (last !== undefined && last.to + 1 === piece.from && last.knownTo === piece.knownTo)
      spans[spans.length - 1] = { ...last, to: piece.to }
    else spans.push(piece)
  }
  return spans
}
