import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Checkpoint } from '../../../common/message.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { RoomRowStore } from '../local-store/room-row-store.ts'
import type { KeptFill, KeptPage, TimelineStore } from '../local-store/timeline-store.ts'
import type { EntryRemoval } from '../outbox/outbox-store.ts'
import { foldKept } from '../sync/kept-fold.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { keepEntry } from '../sync/room-facts.ts'

/**
 * What is heard and what changes goes to disk a moment later, many changes as one, in the order in which it happened. It
 * is a cache: what a crash loses, sync brings back. What nothing else on disk holds any more does not wait.
 */
export type CacheWriter = {
  /** The room's row in the list is another one. */
  touch(room: RoomId): void
  /** An event as it was heard. */
  hear(stored: StoredEvent): void
  /** Of the outbox: goes in one transaction with what was heard before, at once; rejects where that could not be written. */
  letGo(removal: EntryRemoval): Promise<void>
  /** Everything up to `head` was heard; `since` is what memory went on from. */
  settle(room: RoomId, settled: { readonly since: number; readonly head: number }): void
  /** Whether the disk goes on from there too: only then it can fold what was heard since. */
  isInLine(room: RoomId, since: number): boolean
  /** The end of a room was read from the disk, with this checkpoint. */
  onLoaded(room: RoomId, seq: number): void
  fill(room: RoomId, fill: KeptFill): void
  end(room: RoomId, end: KeptPage & { readonly checkpoint: Checkpoint }): void
  refuse(room: RoomId, seqs: readonly number[]): void
  cut(room: RoomId, forkSeq: number): void
  /** Nothing of what was said there is wanted on disk; what is said from now on is. */
  clear(room: RoomId): Promise<Cleared>
  /** Written with the rows that it stands for. */
  keepCursor(cursor: Sync['cursor'] | null): void
  /** Writes what is pending; resolves when it is on disk, and so is all that was being written. */
  flush(): Promise<void>
}

/** False where the disk did not take it, and it is all still there. */
type Cleared = boolean

export type CacheWriterOptions = {
  readonly clock: EngineClock
  readonly me: UserId
  readonly book: Pick<RoomBook, 'get'>
  readonly rows: Pick<RoomRowStore, 'putRows'>
  readonly timelines: TimelineStore
  readonly onFault: (cause: unknown) => void
}

type Leaving = {
  readonly removal: EntryRemoval
  readonly done: () => void
  readonly fail: (cause: unknown) => void
}

const delayMs = 1_000
/** A room that isn't on disk at all can't be opened after a crash, however much was written in it. */
const soonMs = 20

export function buildCacheWriter({ clock, me, book, rows, timelines, onFault }: CacheWriterOptions): CacheWriter {
  const touched = new Set<RoomId>()
  const written = new Set<RoomId>()
  /** What the disk goes on from, where that is known. */
  const checkpoints = new Map<RoomId, number>()
  /** Something heard there could not be written: the disk folds nothing before history was asked. */
  const spoilt = new Set<RoomId>()
  let heard: StoredEvent[] = []
  let leaving: Leaving[] = []
  let cursor: Sync['cursor'] | null | undefined
  let isHurried = false
  let cancel: (() => void) | undefined
  let done: Promise<unknown> = Promise.resolve()

  /** One after the other; a fault is said, and the next one is tried all the same. */
  function inTurn(job: () => Promise<unknown>): Promise<void> {
    const next = done.then(job).then(
      () => {},
      (cause: unknown) => onFault(cause),
    )
    done = next
    return next
  }

  function flushHeard() {
    if (heard.length === 0 && leaving.length === 0) return
    const [events, settled] = [heard, leaving]
    heard = []
    leaving = []
    void inTurn(async () => {
      try {
        await timelines.putEvents(
          events,
          settled.map(({ removal }) => removal),
        )
        for (const { removal, done } of settled) {
          removal.done()
          done()
        }
      } catch (cause) {
        // The next start asks history what became of them.
        for (const { fail } of settled) fail(cause)
        // What is lost there must not be taken for heard.
        for (const { room } of events) spoilt.add(room)
        for (const { room } of events) checkpoints.delete(room)
        throw cause
      }
    })
  }

  function flush(): Promise<void> {
    cancel?.()
    cancel = undefined
    isHurried = false
    flushHeard()
    if (touched.size === 0 && cursor === undefined) return inTurn(async () => {})
    const kept = [...touched].map((room) => {
      const entry = book.get(room)
      return [room, entry && keepEntry(entry, me)] as const
    })
    const reached = cursor
    touched.clear()
    cursor = undefined
    return inTurn(async () => {
      try {
        await rows.putRows(new Map(kept), reached)
      } catch (cause) {
        // The next cursor would stand for these rows too: they go with it, or not at all.
        for (const [room] of kept) touched.add(room)
        if (cursor === undefined) cursor = reached
        throw cause
      }
      for (const [room, row] of kept) {
        if (row === undefined) await timelines.removeRoom(room)
        else written.add(room)
      }
    })
  }

  function soon(hurries: boolean) {
    if (hurries && !isHurried) cancel?.()
    if (cancel !== undefined && (isHurried || !hurries)) return
    isHurried = hurries
    cancel = clock.after(hurries ? soonMs : delayMs, () => void flush())
  }

  /** After all that was heard before it. Where it fails nobody knows what the disk goes on from. */
  async function after(room: RoomId, job: () => Promise<unknown>): Promise<boolean> {
    flushHeard()
    let isWritten = false
    await inTurn(async () => {
      try {
        await job()
        isWritten = true
      } catch (cause) {
        checkpoints.delete(room)
        throw cause
      }
    })
    return isWritten
  }

  return {
    touch(room) {
      touched.add(room)
      soon(!written.has(room))
    },
    hear(stored) {
      heard.push(stored)
      soon(false)
    },
    letGo: (removal) =>
      new Promise((done, fail) => {
        leaving.push({ removal, done, fail })
        // Many that are settled by one answer go together.
        if (leaving.length === 1) queueMicrotask(flushHeard)
      }),
    isInLine: (room, since) => checkpoints.get(room) === since,
    onLoaded: (room, seq) => void checkpoints.set(room, seq),
    settle(room, settled) {
      checkpoints.set(room, settled.head)
      void after(room, async () => {
        if (spoilt.has(room)) checkpoints.delete(room)
        else await timelines.settle(room, { ...settled, fold: foldKept(room, me) })
      })
    },
    fill(room, fill) {
      checkpoints.set(room, fill.checkpoint.seq)
      void after(room, async () => {
        await timelines.putFill(room, fill)
        spoilt.delete(room)
      })
    },
    end(room, end) {
      checkpoints.set(room, end.checkpoint.seq)
      void after(room, async () => {
        await timelines.putEnd(room, end)
        spoilt.delete(room)
      })
    },
    refuse: (room, seqs) => void after(room, () => timelines.dropEvents(room, seqs)),
    cut(room, forkSeq) {
      checkpoints.delete(room)
      void after(room, () => timelines.cut(room, forkSeq))
    },
    clear(room) {
      checkpoints.delete(room)
      return after(room, () => timelines.removeRoom(room))
    },
    keepCursor(next) {
      cursor = next
      soon(false)
    },
    flush,
  }
}

/** What is read from disk goes on to be written there. */
export function followTails(
  timelines: Pick<TimelineStore, 'loadTail'>,
  writer: Pick<CacheWriter, 'onLoaded'>,
): Pick<TimelineStore, 'loadTail'> {
  return {
    async loadTail(room, most) {
      const tail = await timelines.loadTail(room, most)
      if (tail?.checkpoint !== undefined) writer.onLoaded(room, tail.checkpoint.seq)
      return tail
    },
  }
}
