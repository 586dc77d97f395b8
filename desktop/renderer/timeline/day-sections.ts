import type { RowRange } from './row-window.ts'
import type { TimelineItem } from './timeline-items.ts'

export type Segment =
  | { readonly kind: 'row'; readonly key: string; readonly item: TimelineItem }
  /** In place of the rows `from` up to, without, `to`. */
  | { readonly kind: 'space'; readonly key: string; readonly from: number; readonly to: number }

export type DaySection = { readonly key: string; readonly segments: readonly Segment[] }

/**
 * What is drawn, day by day, and space for what is not. A drawn row always has the line of its day drawn before it, in the
 * same section: the line sticks under the header until its section ends, and a row never changes its parent, which would
 * take the focus from it. The row with the focus is always drawn: with it the focus would go.
 */
export function sectionsOf(
  items: readonly TimelineItem[],
  { from, to }: RowRange,
  focused: string | undefined,
): readonly DaySection[] {
  const shown = new Set<number>()
  const show = (index: number) => {
    const day = dayBefore(items, index)
    if (day !== -1) shown.add(day)
    shown.add(index)
  }
  const kept = focused === undefined ? -1 : items.findIndex(({ key }) => key === focused)
  if (kept !== -1) show(kept)
  if (from < to) show(from)
  for (let index = from; index < to; index++) shown.add(index)

  const sections: { key: string; segments: Segment[] }[] = [{ key: 'before', segments: [] }]
  const put = (segment: Segment) => sections.at(-1)?.segments.push(segment)
  let next = 0
  let last = 'start'
  for (const index of [...[...shown].sort((a, b) => a - b), items.length]) {
    if (index > next) put({ kind: 'space', key: `after ${last}`, from: next, to: index })
    const item = items[index]
    next = index + 1
    if (item === undefined) break
    last = item.key
    if (item.kind === 'day') sections.push({ key: item.key, segments: [] })
    put({ kind: 'row', key: item.key, item })
  }
  return sections.filter(({ segments }) => segments.length > 0)
}

/** The line of the day that an item belongs to, itself included; -1 where there is none. */
function dayBefore(items: readonly TimelineItem[], from: number): number {
  let index = Math.min(from, items.length - 1)
  while (index >= 0 && items[index]?.kind !== 'day') index--
  return index
}
