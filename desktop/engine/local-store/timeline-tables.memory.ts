import type { RoomId } from '../../../common/ids.ts'
import type { Bounds, TableName, TableWriter, TimelineTables } from './timeline-tables.ts'

/** For when there is no disk: what was loaded is kept while the engine runs. And for tests of what stands on the tables. */
export function buildMemoryTables(): TimelineTables {
  const tables: Readonly<Record<TableName, Map<string, Map<number, object>>>> = {
    messages: new Map(),
    spans: new Map(),
    events: new Map(),
    notices: new Map(),
    words: new Map(),
  }
  const checkpoints = new Map<RoomId, object>()
  let written: Promise<unknown> = Promise.resolve()

  function placeOf(table: TableName, record: object): number {
    return Number(
      (record as Readonly<Record<string, unknown>>)[table === 'spans' || table === 'words' ? 'from' : 'seq'],
    )
  }
  function keysIn(table: TableName, room: RoomId, { from, to }: Pick<Bounds, 'from' | 'to'>): readonly number[] {
    const keys = [...(tables[table].get(room)?.keys() ?? [])]
    return keys.filter((key) => key >= from && key <= to).sort((a, b) => a - b)
  }
  const reader: TableWriter = {
    async range(table, room, bounds) {
      const keys = keysIn(table, room, bounds)
      const ordered = bounds.newestFirst === true ? keys.toReversed() : keys
      return ordered.slice(0, bounds.limit).map((key) => structuredClone(tables[table].get(room)?.get(key)))
    },
    async byId(room, id) {
      const all = [...(tables.messages.get(room)?.values() ?? [])]
      return all.filter((record) => 'id' in record && record.id === id).map((record) => structuredClone(record))
    },
    checkpoint: async (room) => structuredClone(checkpoints.get(room)),
    put(table, record) {
      const { room } = record as { readonly room: RoomId }
      const rows = tables[table].get(room) ?? new Map<number, object>()
      tables[table].set(room, rows.set(placeOf(table, record), structuredClone(record)))
    },
    remove(table, room, bounds) {
      for (const key of keysIn(table, room, bounds)) tables[table].get(room)?.delete(key)
    },
    putCheckpoint: (room, checkpoint) => void checkpoints.set(room, structuredClone(checkpoint)),
    removeCheckpoint: (room) => void checkpoints.delete(room),
  }
  return {
    // A job sees no other's half: they run one after the other.
    read: (job) => inTurn(() => job(reader)),
    write: (job, settled = []) =>
      inTurn(async () => {
        await job(reader)
        for (const removal of settled) removal.act()
      }),
  }

  function inTurn<T>(job: () => Promise<T>): Promise<T> {
    const done = written.then(job)
    written = done.catch(() => {})
    return done
  }
}
