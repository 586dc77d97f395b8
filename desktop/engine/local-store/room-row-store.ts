import type { User } from '../../../common/http-contract/account-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { parseRoomId } from '../../../common/ids.ts'
import { accountStores } from './database-migrations.ts'
import type { KeptRoom } from './kept-records.ts'
import { decodeRecord, decodeRecords, keptRoomSchema, keptUserSchema } from './kept-records.ts'
import type { AccountDatabase } from './local-database.ts'

/**
 * What a start needs: the rows of the list of rooms, and the people named in them. And the cursor of `/sync`, which is
 * written with the rows that it stands for, so that it never promises more than is there.
 */
export type RoomRowStore = {
  loadRows(): Promise<ReadonlyMap<RoomId, KeptRoom>>
  loadUsers(): Promise<readonly User[]>
  /** After rows and users: none where one of them could not be read. */
  loadCursor(): Promise<string | undefined>
  /** `rows`: undefined removes. `cursor`: null removes. */
  putRows(rows: ReadonlyMap<RoomId, KeptRoom | undefined>, cursor?: string | null): Promise<void>
  putUsers(users: readonly User[]): Promise<void>
}

const { rooms, users, facts } = accountStores
const cursorKey = 'sync-cursor'

export function buildRoomRowStore({ disk, write }: AccountDatabase): RoomRowStore {
  let isSpoilt = false
  return {
    async loadRows() {
      const transaction = disk.transaction(rooms)
      const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()])
      const rows = new Map<RoomId, KeptRoom>()
      keys.forEach((key, index) => {
        const room = parseRoomId(key)
        const kept = decodeRecord(keptRoomSchema, values[index])
        if (room !== undefined && kept?.room.id === room) rows.set(room, kept)
        // It would be missing until it changes: everything has to be asked for again.
        else isSpoilt = true
      })
      return rows
    },
    async loadUsers() {
      const records: readonly unknown[] = await disk.getAll(users)
      const known = decodeRecords(keptUserSchema, records)
      if (known.length < records.length) isSpoilt = true
      return known
    },
    async loadCursor() {
      const cursor: unknown = await disk.get(facts, cursorKey)
      return typeof cursor === 'string' && !isSpoilt ? cursor : undefined
    },
    putRows: (rows, cursor) =>
      write([rooms, facts], (transaction) => {
        const store = transaction.objectStore(rooms)
        for (const [room, row] of rows) void (row === undefined ? store.delete(room) : store.put(row, room))
        if (cursor === null) void transaction.objectStore(facts).delete(cursorKey)
        else if (cursor !== undefined) void transaction.objectStore(facts).put(cursor, cursorKey)
      }),
    putUsers: (named) =>
      write([users], (transaction) => {
        for (const user of named) void transaction.objectStore(users).put(user, user.id satisfies UserId)
      }),
  }
}
