import type { RoomId } from '../../../common/ids.ts'
import type { EngineClock } from '../engine-clock.ts'

/**
 * Says how far I have read, a little later and once for many steps. Receipts are kept an hour at the broker and lost
 * with it, so after each sync those that the server doesn't know yet are said again. A sync names only the rooms that
 * changed: of the others those are said again that never came back to me, gone with a connection that was swapped.
 */
export type ReadMarks = {
  mark(room: RoomId, seq: number): void
  /** My own mark came back from the broker, of this device or of another one. */
  heard(room: RoomId, seq: number): void
  /** After a sync. Of a room that is not mine any more nothing is said again. */
  sayAgain(isMine: (room: RoomId) => boolean): void
  /** Says now what is pending. */
  flush(): void
}

const debounceMs = 300
/** One that is refused each time, since I may only listen there, is not said for ever. */
const maxTimes = 3

export function buildReadMarks(clock: EngineClock, publish: (room: RoomId, seq: number) => boolean): ReadMarks {
  const pending = new Map<RoomId, number>()
  const unheard = new Map<RoomId, { readonly seq: number; readonly times: number }>()
  let cancel: (() => void) | undefined

  function sayAll() {
    cancel = undefined
    // What can't be said now is said after the next sync: the receipt itself is on disk.
    for (const [room, seq] of pending) {
      const before = unheard.get(room)
      unheard.set(room, { seq, times: before?.seq === seq ? before.times + 1 : 1 })
      publish(room, seq)
    }
    pending.clear()
  }
  function mark(room: RoomId, seq: number) {
    pending.set(room, Math.max(seq, pending.get(room) ?? 0))
    cancel ??= clock.after(debounceMs, sayAll)
  }
  return {
    mark,
    heard(room, seq) {
      if (seq >= (unheard.get(room)?.seq ?? 0)) unheard.delete(room)
    },
    sayAgain(isMine) {
      for (const [room, { seq, times }] of unheard) {
        if (isMine(room) && times < maxTimes) mark(room, seq)
        else unheard.delete(room)
      }
    },
    flush() {
      cancel?.()
      cancel = undefined
      if (pending.size > 0) sayAll()
    },
  }
}
