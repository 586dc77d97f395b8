import type { RoomId } from '../../common/ids.ts'
import type { ArchivedRoom, ArchiveStore } from '../store/archive-store.ts'

const defaultCapacity = 5_000

/**
 * The rooms a shard's archiver has written lately, so that a busy room is not read back for each batch. True only while
 * we are the one archiver: on any doubt it is thrown away whole.
 */
export type RoomCache = {
  readonly load: (rooms: ReadonlySet<RoomId>) => Promise<Map<RoomId, ArchivedRoom>>
  /** After a durable write, never before. */
  readonly keep: (rooms: readonly ArchivedRoom[]) => void
  readonly clear: () => void
}

export function buildRoomCache(store: Pick<ArchiveStore, 'loadArchivedRooms'>, capacity = defaultCapacity): RoomCache {
  const kept = new Map<RoomId, ArchivedRoom>()
  const keep = (rooms: readonly ArchivedRoom[]) => {
    for (const room of rooms) {
      // A Map keeps the order of insertion, so taking out and putting in again makes the first one the oldest.
      kept.delete(room.state.room)
      kept.set(room.state.room, room)
    }
    for (const oldest of kept.keys()) {
      if (kept.size <= capacity) break
      kept.delete(oldest)
    }
  }
  return {
    load: async (wanted) => {
      const found = new Map<RoomId, ArchivedRoom>()
      const missing: RoomId[] = []
      for (const id of wanted) {
        const room = kept.get(id)
        if (room === undefined) missing.push(id)
        else found.set(id, room)
      }
      if (missing.length > 0) {
        const loaded = await store.loadArchivedRooms(missing)
        for (const room of loaded) found.set(room.state.room, room)
        keep(loaded)
      }
      return found
    },
    keep,
    clear: () => kept.clear(),
  }
}
