import type { CutStore, PendingCut } from '../cut-store.ts'
import type { Collections, CutDocument } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

export function buildMongoCuts({ pendingCuts, brokerNodes }: Collections): CutStore {
  return {
    putCut: async ({ publicKey, revokedAtSec, ...rest }) => {
      try {
        // Only where what stands is older; where it is newer, the insert that follows from it meets that one.
        const older = { _id: publicKey, revokedAtSec: { $lte: revokedAtSec } }
        await pendingCuts.updateOne(older, { $set: { revokedAtSec, ...rest } }, { upsert: true })
      } catch (error) {
        if (!isDuplicate(error)) throw error
      }
    },
    loadCuts: async (limit, after) => {
      const behind =
        after === undefined
          ? {}
          : {
              $or: [
                { revokedAtSec: { $gt: after.revokedAtSec } },
                { revokedAtSec: after.revokedAtSec, _id: { $gt: after.publicKey } },
              ],
            }
      return (await pendingCuts.find(behind).sort({ revokedAtSec: 1, _id: 1 }).limit(limit).toArray()).map(cutFrom)
    },
    loadCutsOfUsers: async (users) =>
      (await pendingCuts.find({ user: { $in: [...new Set(users)] } }).toArray()).map(cutFrom),
    loadCutsOfDevices: async (devices) =>
      (await pendingCuts.find({ device: { $in: [...new Set(devices)] } }).toArray()).map(cutFrom),
    removeCut: async (publicKey, revokedAtSec) => {
      await pendingCuts.deleteOne({ _id: publicKey, revokedAtSec: { $lte: revokedAtSec } })
    },
    putNode: async (name, seenAt) => {
      await brokerNodes.updateOne({ _id: name }, { $max: { seenAt } }, { upsert: true })
    },
    loadNodes: async () => new Map((await brokerNodes.find().toArray()).map(({ _id, seenAt }) => [_id, seenAt])),
    removeNode: async (name) => {
      await brokerNodes.deleteOne({ _id: name })
    },
  }
}

function cutFrom({ _id, device, user, revokedAtSec, expiresAtSec }: CutDocument): PendingCut {
  return { publicKey: _id, device, user, revokedAtSec, expiresAtSec }
}
