import { buildPenalty, type Penalty, type PenaltyStore } from '../penalty-store.ts'
import type { Collections, PenaltyDocument } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

export function buildMongoPenalties({ penalties }: Collections): PenaltyStore {
  return {
    takePenalty: async (want) => {
      const _id = `${want.kind} ${want.user}`
      for (;;) {
        const found = await penalties.findOne({ _id })
        const before = found === null ? undefined : penaltyFrom(found)
        const penalty = buildPenalty(before, want)
        if (penalty === before) return { penalty, isNew: false }
        if (before === undefined) {
          try {
            await penalties.insertOne({ _id, ...penalty })
            return { penalty, isNew: true }
          } catch (error) {
            if (!isDuplicate(error)) throw error
          }
        } else {
          // The end tells whether it is still the one we looked at: each begins after the one before has ended.
          const replaced = await penalties.updateOne({ _id, until: before.until }, { $set: { ...penalty } })
          if (replaced.matchedCount === 1) return { penalty, isNew: true }
        }
      }
    },
    loadPenalties: async (user, nowAt) => {
      const ids = [`hold ${user}`, `mute ${user}`]
      const found = await penalties.find({ _id: { $in: ids }, until: { $gt: nowAt } }).toArray()
      return found.map(penaltyFrom).sort((a, b) => (a.kind < b.kind ? -1 : 1))
    },
  }
}

function penaltyFrom({ user, kind, reason, until, count }: PenaltyDocument): Penalty {
  return { user, kind, reason, until, count }
}
