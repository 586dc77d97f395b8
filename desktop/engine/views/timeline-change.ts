import type { TimelineView } from '../../engine-contract.ts'
import type { TimelineChange } from '../../line-contract.ts'
import { isSameView } from './same-view.ts'

/**
 * The least that turns one view into the next: rows are compared as objects, from both ends. Whoever builds views keeps
 * the row that did not change; a row built anew without need is only sent once more, never wrong.
 */
export function buildTimelineChange(before: TimelineView, after: TimelineView): TimelineChange {
  const { rows, ...view } = after
  const old = before.rows
  const most = Math.min(old.length, rows.length)
  let from = 0
  while (from < most && old[from] === rows[from]) from++
  let same = 0
  while (same < most - from && old[old.length - 1 - same] === rows[rows.length - 1 - same]) same++
  return { view, from, removed: old.length - same - from, rows: rows.slice(from, rows.length - same) }
}

export function isEmptyChange({ rows: _, ...before }: TimelineView, { view, removed, rows }: TimelineChange): boolean {
  return removed === 0 && rows.length === 0 && isSameView(before, view)
}
