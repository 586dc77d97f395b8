import type { Db } from 'mongodb'
import type { LeaseStore } from '../lease-store.ts'
import type { Collections } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

export function buildMongoLeases({ leases }: Collections, db: Db): LeaseStore {
  /**
   * The clock of whoever answers for the database. Asked for beforehand, since an update without a pipeline cannot compare
   * with it; by the time of the update it is a little behind, so that a lease never passes to another too early.
   */
  const loadNow = async (): Promise<number> => {
    const { localTime } = await db.admin().command({ hello: 1 })
    if (!(localTime instanceof Date)) throw new Error('the database does not say its time')
    return localTime.getTime()
  }
  return {
    loadNow,
    takeLease: async ({ name, holder, lifeMs }) => {
      const nowAt = await loadNow()
      const expiresAt = nowAt + lifeMs
      const after = { returnDocument: 'after' } as const
      const renewed = await leases.findOneAndUpdate({ _id: name, holder }, { $set: { expiresAt } }, after)
      if (renewed !== null) return { name, holder, term: renewed.term }

      const lapsed = { _id: name, holder: { $ne: holder }, expiresAt: { $lte: nowAt } }
      const taken = await leases.findOneAndUpdate(lapsed, { $set: { holder, expiresAt }, $inc: { term: 1 } }, after)
      if (taken !== null) return { name, holder, term: taken.term }

      try {
        await leases.insertOne({ _id: name, holder, term: 1, expiresAt })
        return { name, holder, term: 1 }
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
