import type { RoomId } from '../../../common/ids.ts'
import type { EngineClock } from '../engine-clock.ts'

/**
 * Says how far I have read, a little later and once for many steps. Receipts are kept an hour at the broker and lost
 * with it, so after each sync those that the server doesn't know yet are said again. A sync names only the rooms that
 * changed: of the others those are said again that never came back to me, gone with a connection that was swapped, or
 * with an engine before this one: what was not heard back is on disk.
 */
export type ReadMarks = {
  mark(room: RoomId, seq: number): void
  /** My own mark came back from the broker, of this device or of another one. */
  heard(room: RoomId, seq: number): void
  /** After a sync. Of a room that is not mine any more nothing is said again. */
  sayAgain(isMine: (room: RoomId) => boolean): void
  /** What an engine before this one did not hear back. */
  restore(): Promise<void>
  /** Says now what is pending; resolves when what was not heard back is on disk. */
  flush(): Promise<void>
}

/** What was said and not heard back. */
export type ReadMarkStore = {
  loadReadMarks(): Promise<UnheardMarks>
  putReadMarks(marks: UnheardMarks): Promise<void>
}
export type UnheardMarks = ReadonlyMap<RoomId, number>

export type ReadMarking = {
  readonly clock: EngineClock
  readonly publish: (room: RoomId, seq: number) => boolean
  readonly store: ReadMarkStore
  readonly onFault: (cause: unknown) => void
}

const debounceMs = 300
/** A mark comes back within milliseconds: as long as all do, nothing is written. */
const keepAfterMs = 2_000
/** One that is refused each time, since I may only listen there, is not said for ever. */
const maxTimes = 3

export function buildReadMarks({ clock, publish, store, onFault }: ReadMarking): ReadMarks {
  const pending = new Map<RoomId, number>()
  const unheard = new Map<RoomId, { readonly seq: number; readonly times: number }>()
  let cancel: (() => void) | undefined
  let cancelKeep: (() => void) | undefined
  let kept = ''
  let written: Promise<unknown> = Promise.resolve()

  function sayAll() {
    cancel = undefined
    // What can't be said now is said after the next sync.
    for (const [room, seq] of pending) {
      const before = unheard.get(room)
      unheard.set(room, { seq, times: before?.seq === seq ? before.times + 1 : 1 })
      publish(room, seq)
    }
    pending.clear()
    keepLater()
  }
  function mark(room: RoomId, seq: number) {
    pending.set(room, Math.max(seq, pending.get(room) ?? 0))
    cancel ??= clock.after(debounceMs, sayAll)
  }
  function keepLater() {
    cancelKeep ??= clock.after(keepAfterMs, () => void keep())
  }
  function keep(): Promise<unknown> {
    cancelKeep?.()
    cancelKeep = undefined
    written = written.then(async () => {
      const marks = new Map([...unheard].map(([room, { seq }]) => [room, seq]))
      const text = JSON.stringify([...marks])
      if (text === kept || (marks.size === 0 && kept === '')) return
      try {
        await store.putReadMarks(marks)
        kept = text
      } catch (cause) {
        // The next mark tries again.
        onFault(cause)
      }
    })
    return written
  }
  return {
    mark,
    heard(room, seq) {
      if (seq < (unheard.get(room)?.seq ?? Number.POSITIVE_INFINITY)) return
      unheard.delete(room)
      keepLater()
    },
    sayAgain(isMine) {
      for (const [room, { seq, times }] of unheard) {
        if (isMine(room) && times < maxTimes) mark(room, seq)
        else unheard.delete(room)
      }
      if (kept !== '') keepLater()
    },
    async restore() {
      const marks = await store.loadReadMarks()
      if (marks.size > 0) kept = JSON.stringify([...marks])
      for (const [room, seq] of marks) unheard.set(room, { seq, times: 0 })
    },
    async flush() {
      cancel?.()
      cancel = undefined
      if (pending.size > 0) sayAll()
      await keep()
    },
  }
}
