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

/** @param fold what two of one reader say together, the later one or that of the higher sequence second */
export function buildPendingReceipts<One extends Receipt = Receipt>(
  capacity = 20_000,
  fold: (one: One, other: One) => One = (_, other) => other,
): PendingReceipts<One> {
  /** Ascending by sequence, one list a reader; readers in the order in which they were last heard. */
  const waiting = new Map<string, readonly One[]>()
  return {
    add: (receipt) => {
      const key = `${receipt.room} ${receipt.user}`
      const before = waiting.get(key) ?? []
      const others = before.filter(({ seq }) => seq !== receipt.seq)
      const same = before.find(({ seq }) => seq === receipt.seq)
      const one = same === undefined ? receipt : fold(same, receipt)
      waiting.delete(key)
      waiting.set(key, [...others, one].sort((a, b) => a.seq - b.seq).slice(-keptOfReader))
      for (const oldest of waiting.keys()) {
        if (waiting.size <= capacity) break
        waiting.delete(oldest)
      }
    },
    takeUpTo: (positionSeq) => {
      const due: One[] = []
      for (const [key, receipts] of waiting) {
        const reached = receipts.filter(({ seq }) => seq <= positionSeq)
        if (reached.length === 0) continue
        due.push(reached.reduce(fold))
        const later = receipts.filter(({ seq }) => seq > positionSeq)
        if (later.length === 0) waiting.delete(key)
        else waiting.set(key, later)
      }
      return due
    },
  }
}
