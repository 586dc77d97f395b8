import type { EventId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { accountStores } from '../local-store/database-migrations.ts'
import type { AccountDatabase, WriteTransaction } from '../local-store/local-database.ts'
import type { OutboxStore } from './outbox-store.ts'
import { buildKeptEntry, parseKeptEntry } from './outbox-store.ts'

type Row = { readonly order: number; readonly entry: unknown }
type Table = { put(row: Row): Promise<unknown>; delete(order: number): Promise<unknown> }
type Job = { readonly act: (table: Table) => void; readonly done: () => void; readonly fail: (cause: unknown) => void }

/**
 * In the account's own database. `strict`: resolved means on disk, not in a buffer that a power cut empties. Such a write
 * takes the disk's own time, so those that come while one is under way go together in the next: a hundred rooms wait for
 * two turns of the disk and not for a hundred.
 */
export function buildIndexedDbOutboxStore({ disk, write: writeToDisk }: AccountDatabase): OutboxStore {
  const store = accountStores.outbox
  const orders = new Map<EventId, number>()
  /** Not written yet. What goes with its message goes in another transaction, which may come first: it is not put back then. */
  const puts = new Set<{ readonly id: EventId; isOver: boolean }>()
  let next = 1
  const waiting: Job[] = []
  let isWriting = false

  // Opening reads what is there: places go on after the last one, and known entries keep theirs.
  const opened = loadRows()
  opened.catch(() => {})

  async function loadRows(): Promise<readonly OutboxEntry[]> {
    const rows: Row[] = await disk.getAll(store)
    return rows.flatMap(({ order, entry }) => {
      const parsed = parseKeptEntry(entry)
      next = Math.max(next, order + 1)
      // Not to be read by this version: it stays where it is, for one that can.
      if (parsed === undefined) return []
      orders.set(parsed.id, order)
      return [parsed]
    })
  }

  function write(act: (table: Table) => void): Promise<void> {
    return new Promise((done, fail) => {
      waiting.push({ act, done, fail })
      if (!isWriting) void writeAll()
    })
  }
  async function writeAll() {
    isWriting = true
    while (waiting.length > 0) await writeTogether(waiting.splice(0))
    isWriting = false
  }
  async function writeTogether(jobs: readonly Job[]) {
    let acted: readonly Job[] = []
    try {
      const actAll = (transaction: WriteTransaction) => {
        acted = jobs.filter((job) => act(job, transaction.objectStore(store)))
      }
      await writeToDisk([store], actAll, { durability: 'strict' })
      for (const { done } of acted) done()
    } catch (cause) {
      for (const { fail } of jobs) fail(cause)
    }
  }
  /** What cannot be written at all fails alone; the others are not to wait for it. */
  function act(job: Job, table: Table): boolean {
    try {
      job.act(table)
      return true
    } catch (cause) {
      job.fail(cause)
      return false
    }
  }

  return {
    async loadEntries() {
      await opened
      return loadRows()
    },
    async putEntry(entry) {
      const put = { id: entry.id, isOver: false }
      puts.add(put)
      try {
        await opened
        const order = orders.get(entry.id) ?? next++
        orders.set(entry.id, order)
        await write((table) => {
          puts.delete(put)
          if (!put.isOver) void table.put({ order, entry: buildKeptEntry(entry) }).catch(leaveToTransaction)
        })
      } finally {
        puts.delete(put)
      }
    },
    async removeEntry(id) {
      await opened
      const order = orders.get(id)
      if (order === undefined) return
      // Before it is written: put again meanwhile, it is another record, which this one does not take along.
      orders.delete(id)
      await write((table) => void table.delete(order).catch(leaveToTransaction))
    },
    removalOf(id, isWanted) {
      let isOut = false
      return {
        act(transaction) {
          const order = orders.get(id)
          if (order === undefined || !isWanted()) return
          for (const put of puts) if (put.id === id) put.isOver = true
          void transaction?.objectStore(store).delete(order).catch(leaveToTransaction)
          isOut = true
        },
        // Put again meanwhile, it keeps its place.
        done: () => void (isOut && isWanted() && orders.delete(id)),
      }
    },
  }
}

/** The transaction says whether it was written. */
function leaveToTransaction(): void {}
