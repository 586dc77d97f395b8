import type { LeaseStore } from '../lease-store.ts'
import type { Collections } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

export function buildMongoLeases({ leases }: Collections): LeaseStore {
  return {
    takeLease: async ({ name, holder, nowAt, lifeMs }) => {
      const expiresAt = nowAt + lifeMs
      const after = { returnDocument: 'after' } as const
      const renewed = await leases.findOneAndUpdate({ _id: name, holder }, { $set: { expiresAt } }, after)
      if (renewed !== null) return { name, holder, term: renewed.term, expiresAt }

      const lapsed = { _id: name, holder: { $ne: holder }, expiresAt: { $lte: nowAt } }
      const taken = await leases.findOneAndUpdate(lapsed, { $set: { holder, expiresAt }, $inc: { term: 1 } }, after)
      if (taken !== null) return { name, holder, term: taken.term, expiresAt }

      try {
        await leases.insertOne({ _id: name, holder, term: 1, expiresAt })
        return { name, holder, term: 1, expiresAt }
      } catch (error) {
        if (!isDuplicate(error)) throw error
        return undefined
      }
    },
    releaseLease: async (name, holder) => {
      // Held by nobody, and the document stays: the next holder's term must be above this one's.
      await leases.updateOne({ _id: name, holder }, { $set: { holder: '', expiresAt: 0 } })
    },
  }
}
