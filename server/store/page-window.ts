import type { Message } from '../../common/message.ts'
import type { Page, PageQuery } from './history-store.ts'

/** One step of a page in either direction, bounds included; `take` rows at most, ascending in what it answers. */
export type RowScan = {
  readonly by: 'seq' | 'version'
  readonly direction: 'up' | 'down'
  readonly from: number
  readonly to: number
  readonly take: number
}
export type ScanRows = (scan: RowScan) => readonly Message[] | Promise<readonly Message[]>

/**
 * A page by means of a scan along an index. Each scan asks for one row more than it needs, so that `hasMore…` is exact
 * at the edges; what lies on the far side of the bound is looked up by one row.
 */
export async function loadPageByScan(query: PageQuery, scan: ScanRows): Promise<Page> {
  const { limit } = query
  if (query.changedAfter !== undefined) {
    const after = query.changedAfter
    const by = 'version'
    const rows = await scan({ by, direction: 'up', from: after + 1, to: Number.MAX_SAFE_INTEGER, take: limit + 1 })
    const older = await scan({ by, direction: 'down', from: 0, to: after, take: 1 })
    return { messages: rows.slice(0, limit), hasMoreBefore: older.length > 0, hasMoreAfter: rows.length > limit }
  }
  const top = query.upTo ?? Number.MAX_SAFE_INTEGER
  const up = (from: number, take: number) => scan({ by: 'seq', direction: 'up', from, to: top, take })
  const down = (to: number, take: number) =>
    scan({ by: 'seq', direction: 'down', from: 0, to: Math.min(to, top), take })

  if (query.around !== undefined) {
    const later = await up(query.around, limit + 1)
    const earlier = await down(query.around - 1, limit + 1)
    // Half before, half from the place on; what one side lacks the other one fills.
    const before = Math.min(earlier.length, Math.max(Math.floor(limit / 2), limit - later.length))
    const after = Math.min(later.length, limit - before)
    return {
      messages: [...earlier.slice(earlier.length - before), ...later.slice(0, after)],
      hasMoreBefore: earlier.length > before,
      hasMoreAfter: later.length > after,
    }
  }
  if (query.after !== undefined) {
    const rows = await up(query.after + 1, limit + 1)
    const earlier = await down(query.after, 1)
    return { messages: rows.slice(0, limit), hasMoreBefore: earlier.length > 0, hasMoreAfter: rows.length > limit }
  }
  const rows = await down((query.before ?? top + 1) - 1, limit + 1)
  const later = query.before === undefined ? [] : await up(query.before, 1)
  return {
    messages: rows.slice(Math.max(0, rows.length - limit)),
    hasMoreBefore: rows.length > limit,
    hasMoreAfter: later.length > 0,
  }
}
