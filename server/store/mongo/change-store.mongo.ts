import type { Db, WithId } from 'mongodb'
import type { EventId } from '../../../common/ids.ts'
import type { ChangeStore, PendingChange } from '../change-store.ts'
import type { ChangeDocument, Collections } from './mongo-collections.ts'
import { retryOnDuplicate } from './mongo-fault.ts'

export function buildMongoChanges({ changes }: Collections): ChangeStore {
  return {
    putChange: async ({ id, kind, detail, startedAt }) => {
      const set = { $setOnInsert: { kind, startedAt }, $set: { detail: JSON.stringify(detail) } }
      await retryOnDuplicate(() => changes.updateOne({ _id: id }, set, { upsert: true }))
    },
    removeChange: async (id) => {
      await changes.deleteOne({ _id: id })
    },
    loadChange: async (id) => {
      const document = await changes.findOne({ _id: id })
      return document === null ? undefined : changeFrom(document)
    },
    loadChanges: async (kind) =>
      (await changes.find({ kind }).sort({ startedAt: 1, _id: 1 }).toArray()).map(changeFrom),
  }
}

type OldDocument = { readonly _id: EventId; readonly room: string; readonly event: object; readonly startedAt: number }

/** What an older Natter left half-way, when only rooms could be. Several servers may do it at once. */
export async function adoptOldChanges({ changes }: Collections, db: Db): Promise<void> {
  const old = db.collection<OldDocument>('pending_changes')
  for (const { _id, room, event, startedAt } of await old.find().toArray()) {
    const document = { kind: 'room', detail: JSON.stringify({ room, event }), startedAt }
    await retryOnDuplicate(() => changes.updateOne({ _id }, { $setOnInsert: document }, { upsert: true }))
    await old.deleteOne({ _id })
  }
}

function changeFrom({ _id, kind, detail, startedAt }: WithId<ChangeDocument>): PendingChange {
  return { id: _id, kind, detail: JSON.parse(detail) as unknown, startedAt }
}
