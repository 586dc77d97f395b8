import type { IDBPTransaction } from 'idb'
import type { RoomId } from '../../../common/ids.ts'
import { accountStores, messageIdIndex } from './database-migrations.ts'
import type { AccountDatabase, WriteTransaction } from './local-database.ts'
import type { Bounds, TableReader, TableWriter, TimelineTables } from './timeline-tables.ts'

const { messages, spans, events, notices, words, checkpoints } = accountStores
const stores = [messages, spans, events, notices, words, checkpoints]
type Transaction = IDBPTransaction<unknown, string[], 'readonly'>

export function buildIndexedDbTables({ disk, write }: AccountDatabase): TimelineTables {
  return {
    read: (job) => job(buildReader(disk.transaction(stores, 'readonly'))),
    write(job, settled = []) {
      if (settled.length === 0) return write(stores, (transaction) => job(buildWriter(transaction)))
      const jobs = (transaction: WriteTransaction) => {
        for (const removal of settled) removal.act(transaction)
        return job(buildWriter(transaction))
      }
      return write([...stores, accountStores.outbox], jobs, { durability: 'strict' })
    },
  }
}

function buildReader(transaction: Transaction): TableReader {
  return {
    async range(table, room, bounds) {
      // No range of IndexedDB may be empty.
      if (bounds.from > bounds.to) return []
      const store = transaction.objectStore(table)
      if (bounds.newestFirst !== true || bounds.limit === undefined) {
        const records: unknown[] = await store.getAll(keysOf(room, bounds), bounds.limit)
        return bounds.newestFirst === true ? records.reverse() : records
      }
      const records: unknown[] = []
      let cursor = await store.openCursor(keysOf(room, bounds), 'prev')
      while (cursor !== null && records.length < bounds.limit) {
        records.push(cursor.value)
        if (records.length < bounds.limit) cursor = await cursor.continue()
      }
      return records
    },
    byId: (room, id) => transaction.objectStore(messages).index(messageIdIndex).getAll([room, id]),
    checkpoint: (room) => transaction.objectStore(checkpoints).get(room),
  }
}

function buildWriter(transaction: WriteTransaction): TableWriter {
  return {
    ...buildReader(transaction as unknown as Transaction),
    // Nobody waits for the single ones: the transaction says whether all were written.
    put: (table, record) => void transaction.objectStore(table).put(record).catch(leaveToTransaction),
    remove(table, room, bounds) {
      if (bounds.from > bounds.to) return
      void transaction.objectStore(table).delete(keysOf(room, bounds)).catch(leaveToTransaction)
    },
    putCheckpoint: (room, checkpoint) =>
      void transaction.objectStore(checkpoints).put(checkpoint, room).catch(leaveToTransaction),
    removeCheckpoint: (room) => void transaction.objectStore(checkpoints).delete(room).catch(leaveToTransaction),
  }
}

function leaveToTransaction(): void {}

function keysOf(room: RoomId, { from, to }: Pick<Bounds, 'from' | 'to'>): IDBKeyRange {
  return IDBKeyRange.bound([room, from], [room, to])
}
