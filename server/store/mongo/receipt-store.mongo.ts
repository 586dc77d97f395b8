import type { ReceiptStore } from '../history-store.ts'
import type { Collections, ReceiptDocument } from './mongo-collections.ts'
import { retryOnDuplicate } from './mongo-fault.ts'

export function buildMongoReceipts({ receipts }: Collections): ReceiptStore {
  return {
    putReceipts: async (marks) => {
      const furthest = new Map<string, ReceiptDocument>()
      for (const mark of marks) {
        const key = `${mark.user} ${mark.room}`
        if (mark.seq > (furthest.get(key)?.seq ?? -1)) furthest.set(key, mark)
      }
      if (furthest.size === 0) return
      const operations = [...furthest.values()].map(({ user, room, seq }) => ({
        updateOne: { filter: { user, room }, update: { $max: { seq } }, upsert: true },
      }))
      await retryOnDuplicate(() => receipts.bulkWrite(operations, { ordered: false }))
    },
    forgetReceipts: async (user) => (await receipts.deleteMany({ user })).deletedCount,
    loadReceiptsOfUser: async (user) =>
      (await receipts.find({ user }).toArray()).map(({ room, seq }) => ({ room, seq })),
    loadReceiptsOfRoom: async (room) =>
      (await receipts.find({ room }).toArray()).map(({ user, seq }) => ({ user, seq })),
  }
}
