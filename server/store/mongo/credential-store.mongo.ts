import type { WithId } from 'mongodb'
import type { RevokedKey } from '../../../common/ids.ts'
import type { BoundKey, CredentialStore } from '../credential-store.ts'
import { freshKeyTimes, type KeyTimes, unboundKeyLifeSec, withIssue, withRevocation } from '../revocation-arithmetic.ts'
import { StoreUnavailableError } from '../store-port.ts'
import type { Collections, KeyDocument } from './mongo-collections.ts'
import { isDuplicate, retryOnDuplicate } from './mongo-fault.ts'

/** Each round somebody gets through; this many in vain are not a race any more. */
const maxRounds = 200

export function buildMongoCredentials({ deviceKeys, singletons }: Collections): CredentialStore {
  /** Reads, computes, and writes if nobody wrote in between: the rules need the stored times, and updates cannot compute. */
  const changeTimes = async (
    publicKey: RevokedKey,
    change: (times: KeyTimes | undefined) => KeyTimes,
  ): Promise<KeyTimes> => {
    for (let round = 0; round < maxRounds; round++) {
      const stored = await deviceKeys.findOne({ _id: publicKey })
      const { lastIssuedAtSec, lastExpiresAtSec, revokedAtSec, listed, prunableAtSec } = change(stored ?? undefined)
      const times = { lastIssuedAtSec, lastExpiresAtSec, revokedAtSec, listed, prunableAtSec }
      if (stored === null) {
        if (await tryInsert({ _id: publicKey, ...times, turn: 0 })) return times
      } else {
        const filter = { _id: publicKey, turn: stored.turn }
        const changed = await deviceKeys.updateOne(filter, { $set: times, $inc: { turn: 1 } })
        if (changed.matchedCount === 1) return times
      }
    }
    throw new StoreUnavailableError('MongoDB: a key is changed by too many at once')
  }
  const tryInsert = async (document: KeyDocument): Promise<boolean> => {
    try {
      await deviceKeys.insertOne(document)
      return true
    } catch (error) {
      if (!isDuplicate(error)) throw error
      return false
    }
  }
  const raiseClaimsVersion = () =>
    retryOnDuplicate(() => singletons.updateOne({ _id: 'claims-version' }, { $inc: { number: 1 } }, { upsert: true }))
  const loadNumber = async (name: string) => (await singletons.findOne({ _id: name }))?.number ?? 0
  const newestFirst = { lastIssuedAtSec: -1, _id: 1 } as const

  return {
    bindKey: async ({ publicKey, device, user }) => {
      if (await tryInsert({ _id: publicKey, device, user, ...freshKeyTimes, turn: 0 })) return 'bound'
      const unbound = { _id: publicKey, device: { $exists: false } }
      await deviceKeys.updateOne(unbound, { $set: { device, user }, $inc: { turn: 1 } })
      return (await deviceKeys.findOne({ _id: publicKey }))?.device === device ? 'bound' : 'taken'
    },
    loadKeysOfDevice: async (device) =>
      (await deviceKeys.find({ device }).sort(newestFirst).toArray()).flatMap(keyFrom),
    loadKeysOfUser: async (user) => (await deviceKeys.find({ user }).sort(newestFirst).toArray()).flatMap(keyFrom),
    takeIssueTime: async (publicKey, nowSec, lifeSec) => {
      const issued = await changeTimes(publicKey, (times) => {
        if (times === undefined) throw new Error(`no device holds the key ${publicKey}`)
        return withIssue(times, nowSec, lifeSec)
      })
      return { issuedAtSec: issued.lastIssuedAtSec }
    },
    putRevocation: async (publicKey, nowSec) => {
      const revoked = await changeTimes(publicKey, (times) =>
        withRevocation(times ?? { ...freshKeyTimes, prunableAtSec: nowSec + unboundKeyLifeSec }, nowSec),
      )
      // After the entry: whoever reads the new version must find it.
      await raiseClaimsVersion()
      return { revokedAtSec: revoked.revokedAtSec }
    },
    loadRevocations: async () =>
      (await deviceKeys.find({ listed: true }).toArray()).map(({ _id, revokedAtSec, prunableAtSec }) => ({
        publicKey: _id,
        revokedAtSec,
        prunableAtSec,
      })),
    countRevocations: () => deviceKeys.countDocuments({ listed: true }),
    pruneRevocations: async (nowSec) => {
      const pruned = await deviceKeys.updateMany(
        { listed: true, prunableAtSec: { $lt: nowSec } },
        { $set: { listed: false }, $inc: { turn: 1 } },
      )
      if (pruned.modifiedCount > 0) await raiseClaimsVersion()
      return pruned.modifiedCount
    },
    loadClaimsVersion: () => loadNumber('claims-version'),
    liftClaimsVersion: async (atLeast) => {
      const lift = { $max: { number: atLeast } }
      await retryOnDuplicate(() => singletons.updateOne({ _id: 'claims-version' }, lift, { upsert: true }))
    },
  }
}

function keyFrom({
  _id,
  device,
  user,
  lastIssuedAtSec,
  lastExpiresAtSec,
  revokedAtSec,
}: WithId<KeyDocument>): BoundKey[] {
  if (_id === '*' || device === undefined || user === undefined) return []
  return [{ publicKey: _id, device, user, lastIssuedAtSec, lastExpiresAtSec, revokedAtSec }]
}
