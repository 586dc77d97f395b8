import type { WithId } from 'mongodb'
import { type KeptRecord, mostRecords, type RecordStore } from '../record-store.ts'
import type { Collections, RecordDocument } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

export function buildMongoRecords({ records }: Collections): RecordStore {
  return {
    loadRecord: async (kind, id) => {
      const document = await records.findOne({ _id: recordKey(kind, id) })
      return document === null ? undefined : recordFrom(document)
    },
    loadRecordsById: async (kind, ids) => {
      const found = await records.find({ _id: { $in: [...new Set(ids)].map((id) => recordKey(kind, id)) } }).toArray()
      return found.map(recordFrom)
    },
    loadRecords: async ({ kind, owner, after, limit = mostRecords }) => {
      const later = after && { $or: [{ at: { $gt: after.at } }, { at: after.at, id: { $gt: after.id } }] }
      const found = await records
        .find({ kind, ...(owner === undefined ? {} : { owners: owner }), ...later })
        .sort({ at: 1, id: 1 })
        .limit(limit)
        .toArray()
      return found.map(recordFrom)
    },
    countRecords: (kind, owner) => records.countDocuments({ kind, owners: owner }),
    putRecord: async (record) => {
      const { turn } = record
      const document = buildRecordDocument(record)
      const _id = recordKey(record.kind, record.id)
      if (turn > 1) return (await records.replaceOne({ _id, turn: turn - 1 }, document)).matchedCount === 1
      try {
        await records.insertOne({ _id, ...document })
        return true
      } catch (error) {
        if (!isDuplicate(error)) throw error
        return false
      }
    },
    removeRecord: async (kind, id, turn) =>
      (await records.deleteOne({ _id: recordKey(kind, id), turn })).deletedCount === 1,
  }
}

/** No kind has a space in its name. */
export function recordKey(kind: string, id: string): string {
  return `${kind} ${id}`
}

export function buildRecordDocument({ detail, owners, ...rest }: KeptRecord): Omit<RecordDocument, '_id'> {
  return { ...rest, owners: [...new Set(owners)], detail: JSON.stringify(detail) }
}

function recordFrom({ _id, detail, ...rest }: WithId<RecordDocument>): KeptRecord {
  return { ...rest, detail: JSON.parse(detail) as unknown }
}
