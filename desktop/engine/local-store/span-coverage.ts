import type { Stretch } from '../../trace-command.ts'
import type { SpanList } from './span-list.ts'

/** The stretches without a hole, whenever each part of them was known; in the order of sequences. */
export function stretchesOf(spans: SpanList): readonly Stretch[] {
  const stretches: Stretch[] = []
  for (const { from, to } of spans) {
    const last = stretches.at(-1)
    if (last !== undefined && last.to + 1 >= from)
      stretches[stretches.length - 1] = { from: last.from, to: Math.max(last.to, to) }
    else stretches.push({ from, to })
  }
  return stretches
}

/** The newest stretch in which something is missing: what to fetch next. Undefined where all is held up to `head`. */
export function lastLackOf(held: readonly Stretch[], head: number): Stretch | undefined {
  let to = head
  for (const stretch of held.toReversed()) {
    if (stretch.to < to) return { from: stretch.to + 1, to }
    to = Math.min(to, stretch.from - 1)
  }
  return to > 0 ? { from: 0, to } : undefined
}
