import type { RoomId, UserId } from '../../common/ids.ts'

export type Receipt = { readonly room: RoomId; readonly user: UserId; readonly seq: number }

/**
 * Receipts that name a sequence the archive has not reached. A reader is often faster than the archiver, so such a
 * receipt waits instead of being cut; one that names a sequence that never comes waits until it is the oldest of too many.
 *
 * Several of one reader wait side by side: the highest alone would let a receipt for a sequence that never comes (a
 * client's mistake) hide all that are true, until the archiver is started anew.
 */
export type PendingReceipts<One extends Receipt = Receipt> = {
  readonly add: (receipt: One) => void
  /** Those up to `positionSeq`, taken out. */
  readonly takeUpTo: (positionSeq: number) => readonly One[]
}

/** Of one reader. The lowest goes first: a higher one that comes true says it too. */
const keptOfReader = 8

export function buildPendingReceipts<One extends Receipt = Receipt>(capacity = 20_000): PendingReceipts<One> {
  /** Ascending by sequence, one list a reader; readers in the order in which they were last heard. */
  const waiting = new Map<string, readonly One[]>()
  return {
    add: (receipt) => {
      const key = `${receipt.room} ${receipt.user}`
      const others = (waiting.get(key) ?? []).filter(({ seq }) => seq !== receipt.seq)
      waiting.delete(key)
      waiting.set(key, [...others, receipt].sort((a, b) => a.seq - b.seq).slice(-keptOfReader))
      for (const oldest of waiting.keys()) {
        if (waiting.size <= capacity) break
        waiting.delete(oldest)
      }
    },
    takeUpTo: (positionSeq) => {
      const due: One[] = []
      for (const [key, receipts] of waiting) {
        const last = receipts.findLast(({ seq }) => seq <= positionSeq)
        if (last === undefined) continue
        due.push(last)
        const later = receipts.filter(({ seq }) => seq > positionSeq)
        if (later.length === 0) waiting.delete(key)
        else waiting.set(key, later)
      }
      return due
    },
  }
}
