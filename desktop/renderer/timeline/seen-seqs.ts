import type { UserId } from '../../../common/ids.ts'
import type { TimelineRow } from '../../engine-contract.ts'

/**
 * How far all was seen that others wrote, from the receipt on. What was jumped over was not seen, and a receipt that covers
 * it would say so; it stops before.
 */
export function seenThrough(
  rows: readonly TimelineRow[],
  receipt: number,
  seen: ReadonlySet<number>,
  me: UserId,
): number {
  let through = receipt
  let index = rows.length
  while (index > 0 && seqOf(rows[index - 1]) > receipt) index -= 1
  for (; index < rows.length; index++) {
    const row = rows[index]
    if (row?.kind !== 'message' || row.state !== 'stored') continue
    const { seq, author, removedAt } = row.message
    const counts = author !== me && removedAt === undefined
    if (counts && !seen.has(seq)) break
    if (counts) through = seq
  }
  return through
}

/** What has none yet is newer than all that has. */
function seqOf(row: TimelineRow | undefined): number {
  if (row === undefined) return 0
  if (row.kind === 'notice') return row.seq
  return row.state === 'stored' ? row.message.seq : Number.POSITIVE_INFINITY
}
