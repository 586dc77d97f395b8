import type { RoomId, UserId } from '../../common/ids.ts'

export type Receipt = { readonly room: RoomId; readonly user: UserId; readonly seq: number }

/**
 * Receipts that name a sequence the archive has not reached. A reader is often faster than the archiver, so such a
 * receipt waits instead of being cut; one that names a sequence that never comes waits until it is the oldest of too many.
 */
export type PendingReceipts = {
  readonly add: (receipt: Receipt) => void
  /** Those up to `positionSeq`, taken out. */
  readonly takeUpTo: (positionSeq: number) => readonly Receipt[]
}

export function buildPendingReceipts(capacity = 20_000): PendingReceipts {
  const waiting = new Map<string, Receipt>()
  return {
    add: (receipt) => {
      const key = `${receipt.room} ${receipt.user}`
      const before = waiting.get(key)
      if (before !== undefined && before.seq >= receipt.seq) return
      waiting.delete(key)
      waiting.set(key, receipt)
      for (const oldest of waiting.keys()) {
        if (waiting.size <= capacity) break
        waiting.delete(oldest)
      }
    },
    takeUpTo: (positionSeq) => {
      const due: Receipt[] = []
      for (const [key, receipt] of waiting) {
        if (receipt.seq > positionSeq) continue
        waiting.delete(key)
        due.push(receipt)
      }
      return due
    },
  }
}
