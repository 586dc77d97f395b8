import type { RoomId } from '../../../common/ids.ts'
import type { EngineClock } from '../engine-clock.ts'

/**
 * Says how far I have read, a little later and once for many steps. Receipts are kept an hour at the broker and lost
 * with it, so after each sync those that the server doesn't know yet are said again.
 */
export type ReadMarks = {
  mark(room: RoomId, seq: number): void
  /** Says now what is pending. */
  flush(): void
}

const debounceMs = 300

export function buildReadMarks(clock: EngineClock, publish: (room: RoomId, seq: number) => boolean): ReadMarks {
  const pending = new Map<RoomId, number>()
  let cancel: (() => void) | undefined

  function sayAll() {
    cancel = undefined
    // What can't be said now is said after the next sync: the receipt itself is on disk.
    for (const [room, seq] of pending) publish(room, seq)
    pending.clear()
  }
  return {
    mark(room, seq) {
      pending.set(room, Math.max(seq, pending.get(room) ?? 0))
      cancel ??= clock.after(debounceMs, sayAll)
    },
    flush() {
      cancel?.()
      cancel = undefined
      if (pending.size > 0) sayAll()
    },
  }
}
