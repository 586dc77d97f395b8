import type { EventId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { LocalDatabase } from '../local-store/local-database.ts'
import { accountStores } from '../local-store/local-database.ts'
import type { OutboxStore } from './outbox-store.ts'
import { buildKeptEntry } from './outbox-store.ts'

type Row = { readonly order: number; readonly entry: OutboxEntry }

/** In the account's own database. `strict`: resolved means on disk, not in a buffer that a power cut empties. */
export function buildIndexedDbOutboxStore(database: LocalDatabase): OutboxStore {
  const store = accountStores.outbox
  const orders = new Map<EventId, number>()
  let next = 1
  // Opening reads what is there: places go on after the last one, and known entries keep theirs.
  const opened = (database.getAll(store) as Promise<Row[]>).then((rows) => {
    for (const { order, entry } of rows) {
      orders.set(entry.id, order)
      next = Math.max(next, order + 1)
    }
    return rows.map(({ entry }) => entry)
  })
  opened.catch(() => {})

  return {
    async loadEntries() {
      await opened
      const rows: Row[] = await database.getAll(store)
      return rows.map(({ entry }) => entry)
    },
    async putEntry(entry) {
      await opened
      let order = orders.get(entry.id)
      if (order === undefined) {
        order = next++
        orders.set(entry.id, order)
      }
      const transaction = database.transaction(store, 'readwrite', { durability: 'strict' })
      void transaction.store.put({ order, entry: buildKeptEntry(entry) } satisfies Row)
      await transaction.done
    },
    async removeEntry(id) {
      await opened
      const order = orders.get(id)
      if (order === undefined) return
      await database.delete(store, order)
      orders.delete(id)
    },
  }
}
