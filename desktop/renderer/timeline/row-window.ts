import type { RowHeights } from './row-heights.ts'
import type { TimelineItem } from './timeline-items.ts'

/**
 * Where somebody stands in the timeline: at its end, whatever comes, or at a line, which is this far below the upper edge.
 * It is what they chose. Nothing that comes, grows or is measured changes it, and all that is drawn follows from it: where
 * the scroll bar stands is never asked for it, since that is a frame late.
 */
export type Standing =
  | { readonly kind: 'end' }
  | { readonly kind: 'line'; readonly key: string; readonly index: number; readonly topPx: number }

/** Rows from `from` up to, without, `to`. */
export type RowRange = { readonly from: number; readonly to: number }

type Space = { readonly heights: RowHeights; readonly viewPx: number; readonly aroundPx: number }

/** The rows that fill the view, and as much around it as is asked for. */
export function rowsAround(items: readonly TimelineItem[], standing: Standing, space: Space): RowRange {
  const { heights, viewPx, aroundPx } = space
  if (standing.kind === 'end') {
    return { from: walk(items, items.length, -(viewPx + aroundPx), heights), to: items.length }
  }
  const { index, topPx } = standing
  return {
    from: walk(items, index, -(topPx + aroundPx), heights),
    to: walk(items, index, viewPx - topPx + aroundPx, heights),
  }
}

/** How many rows it is from `at` on until so many pixels are covered, upwards where they are negative. */
function walk(items: readonly TimelineItem[], at: number, px: number, heights: RowHeights): number {
  let index = Math.min(Math.max(at, 0), items.length)
  let left = Math.abs(px)
  const step = px < 0 ? -1 : 1
  while (left > 0) {
    const item = items[step < 0 ? index - 1 : index]
    if (item === undefined) break
    left -= heights.of(item)
    index += step
  }
  return index
}

export function covers(drawn: RowRange, wanted: RowRange): boolean {
  return drawn.from <= wanted.from && drawn.to >= wanted.to
}

/** The row at so many pixels from the beginning of all, and where it begins. */
export function rowAt(items: readonly TimelineItem[], px: number, heights: RowHeights) {
  let startPx = 0
  for (const [index, item] of items.entries()) {
    const next = startPx + heights.of(item)
    if (next > px || index === items.length - 1) return { index, key: item.key, startPx }
    startPx = next
  }
  return undefined
}

/**
 * The same standing among other rows. Where its row is gone, the next one that is still there is stood at, as far below the
 * edge as it was; where none is, whoever asks has to decide.
 */
export function standAmong(
  standing: Standing,
  before: readonly TimelineItem[],
  items: readonly TimelineItem[],
  heights: RowHeights,
): Standing | undefined {
  if (standing.kind === 'end') return standing
  const shift = items.length - before.length
  const index = findNear(items, standing.key, standing.index, shift)
  if (index !== -1) return index === standing.index ? standing : { ...standing, index }
  for (const step of [1, -1]) {
    for (let old = standing.index + step; before[old] !== undefined; old += step) {
      const key = before[old]?.key ?? ''
      const found = findNear(items, key, old, shift)
      if (found === -1) continue
      const [from, to] = step > 0 ? [standing.index, old] : [old, standing.index]
      return { kind: 'line', key, index: found, topPx: standing.topPx + step * heights.sum(before, from, to) }
    }
  }
  return undefined
}

/** Rows mostly stay where they were, or move by as many as came: both are looked at before all are. */
function findNear(items: readonly TimelineItem[], key: string, hint: number, shift: number): number {
  if (items[hint]?.key === key) return hint
  if (items[hint + shift]?.key === key) return hint + shift
  return items.findIndex((item) => item.key === key)
}
