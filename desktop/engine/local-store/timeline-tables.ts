import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { EntryRemoval } from '../outbox/outbox-store.ts'

/**
 * The tables that the timeline store stands on, as little as both IndexedDB and memory can do. Records come out as they
 * are found: whoever reads decodes them.
 */
export type TableName = 'messages' | 'spans' | 'events' | 'notices' | 'words'
export type TableReader = {
  /** In the order of sequences (spans and words: of their `from`); `newestFirst` turns it round. Both bounds are in it. */
  range(table: TableName, room: RoomId, bounds: Bounds): Promise<readonly unknown[]>
  byId(room: RoomId, id: MessageId): Promise<readonly unknown[]>
  checkpoint(room: RoomId): Promise<unknown>
}
export type Bounds = {
  readonly from: number
  readonly to: number
  readonly limit?: number
  readonly newestFirst?: boolean
}
export type TableWriter = TableReader & {
  put(table: TableName, record: object): void
  remove(table: TableName, room: RoomId, bounds: Pick<Bounds, 'from' | 'to'>): void
  putCheckpoint(room: RoomId, checkpoint: object): void
  removeCheckpoint(room: RoomId): void
}
export type TimelineTables = {
  /** What is read in one job is of one moment. */
  read<T>(job: (tables: TableReader) => Promise<T>): Promise<T>
  /** All of it or nothing; one after the other. `settled`: with it, and then it survives a power cut. */
  write(job: (tables: TableWriter) => Promise<void>, settled?: readonly EntryRemoval[]): Promise<void>
}

export const everything = { from: 0, to: Number.MAX_SAFE_INTEGER } as const
