import type { Filter } from 'mongodb'
import { type InboxRow, type InboxStore, inboxRowId } from '../inbox-store.ts'
import type { Collections, InboxDocument } from './mongo-collections.ts'
import { retryOnDuplicate } from './mongo-fault.ts'

const newestFirst = { at: -1, id: 1 } as const

export function buildMongoInbox({ inboxRows }: Collections): InboxStore {
  return {
    applyChanges: async (changes) => {
      if (changes.length === 0) return
      const operations = changes.map(({ kind, row }) => {
        const filter = { owner: row.owner, id: inboxRowId(row) }
        if (kind === 'drop') return { deleteOne: { filter } }
        const { seq, at, ...rest } = row
        return { updateOne: { filter, update: { $min: { seq, at }, $setOnInsert: bodyOf(rest) }, upsert: true } }
      })
      await retryOnDuplicate(() => inboxRows.bulkWrite(operations))
    },
    loadRows: async ({ owners, kinds, behind, limit }) => {
      const filter: Filter<InboxDocument> = {
        owner: { $in: [...owners] },
        ...(kinds === undefined ? {} : { kind: { $in: [...kinds] } }),
        ...(behind === undefined
          ? {}
          : { $or: [{ at: { $lt: behind.at } }, { at: behind.at, id: { $gt: behind.id } }] }),
      }
      const found = await inboxRows.find(filter).sort(newestFirst).limit(limit).toArray()
      return found.map(inboxRowOf)
    },
    forgetRows: async (owner) => (await inboxRows.deleteMany({ owner })).deletedCount,
    pruneRows: async ({ beforeAt, most }) => {
      await inboxRows.deleteMany({ at: { $lt: beforeAt } })
      for (let after = ''; ; ) {
        const next = await inboxRows.findOne({ owner: { $gt: after } } as Filter<InboxDocument>, { sort: { owner: 1 } })
        if (next === null) return
        after = next.owner
        const rest = await inboxRows.find({ owner: next.owner }).sort(newestFirst).skip(most).toArray()
        if (rest.length > 0) await inboxRows.deleteMany({ owner: next.owner, id: { $in: rest.map(({ id }) => id) } })
      }
    },
  }
}

/** What its key does not say. */
function bodyOf({ kind, room, message }: Pick<InboxRow, 'kind' | 'room' | 'message'>) {
  return { kind, room, message }
}

function inboxRowOf({ owner, kind, room, message, seq, at }: InboxDocument): InboxRow {
  return { owner, kind, room, message, seq, at }
}
