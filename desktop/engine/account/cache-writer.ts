import type { RoomId } from '../../../common/ids.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { WindowCache } from '../local-store/window-cache.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { keepEntry } from '../sync/room-entry.ts'

/** Writes rooms to disk a moment after they changed, many changes as one. It is a cache: what a crash loses, sync brings back. */
export type CacheWriter = {
  /** `soon`: it holds what nothing else on disk does any more. */
  touch(room: RoomId, when?: 'soon'): void
  /** Writes what is pending; resolves when it is on disk, and so is all that was being written. */
  flush(): Promise<void>
}

const delayMs = 1_000
/** A room that isn't on disk at all can't be opened after a crash, however much was written in it. */
const soonMs = 20

export function buildCacheWriter(
  clock: EngineClock,
  book: RoomBook,
  cache: WindowCache,
  onFault: (cause: unknown) => void,
): CacheWriter {
  const touched = new Set<RoomId>()
  const written = new Set<RoomId>()
  let isHurried = false
  let cancel: (() => void) | undefined
  let writing: Promise<void> = Promise.resolve()

  function flush(): Promise<void> {
    cancel?.()
    cancel = undefined
    isHurried = false
    writing = writing.then(writeTouched)
    return writing
  }
  async function writeTouched() {
    const rooms = [...touched]
    touched.clear()
    const kept = rooms.flatMap((room) => {
      const entry = book.get(room)
      return entry === undefined ? [] : [[room, keepEntry(entry)] as const]
    })
    try {
      if (kept.length > 0) await cache.putRooms(new Map(kept))
      for (const [room] of kept) written.add(room)
      for (const room of rooms) if (book.get(room) === undefined) await cache.removeRoom(room)
    } catch (cause) {
      onFault(cause)
    }
  }
  return {
    touch(room, when) {
      touched.add(room)
      const hurries = when === 'soon' || !written.has(room)
      if (hurries && !isHurried) cancel?.()
      if (cancel !== undefined && (isHurried || !hurries)) return
      isHurried = hurries
      cancel = clock.after(hurries ? soonMs : delayMs, () => void flush())
    },
    flush,
  }
}
