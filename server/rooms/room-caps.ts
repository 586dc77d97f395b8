import { z } from 'zod'
import type { RoomId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

/** How many people a room may have: as an administrator said for that room, else as the server is set. */
export type RoomCaps = {
  /** Without a room: of one that is yet to be made. */
  readonly load: (room?: RoomId) => Promise<number>
  /** Null: as the server is set. */
  readonly loadOwn: (room: RoomId) => Promise<number | null>
  /** Of those that have one of their own. */
  readonly loadOwnOf: (rooms: readonly RoomId[]) => Promise<ReadonlyMap<string, number>>
  /** Whoever is in stays in, however few are to be. */
  readonly setOwn: (room: RoomId, cap: number | null) => Promise<Result<void>>
}

export function buildRoomCaps(records: RecordStore, loadServerCap: () => Promise<number>, now: () => number): RoomCaps {
  const book = buildRecordBook(records, 'room-cap', z.object({ cap: z.int() }), now)
  const loadOwn: RoomCaps['loadOwn'] = async (room) => (await book.load(room))?.detail.cap ?? null
  return {
    load: async (room) => (room === undefined ? undefined : await loadOwn(room)) ?? (await loadServerCap()),
    loadOwn,
    loadOwnOf: async (rooms) =>
      new Map([...(await book.loadMany(rooms))].map(([room, { detail }]) => [room, detail.cap])),
    setOwn: async (room, cap) => {
      const set = await book.change(room, () => ok(cap === null ? 'remove' : { detail: { cap }, owners: [room] }))
      return set.ok ? ok(undefined) : set
    },
  }
}
