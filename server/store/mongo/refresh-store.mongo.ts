import type { DeviceId } from '../../../common/ids.ts'
import type { RefreshExchange, RefreshStore, RotateOutcome } from '../account-store.ts'
import { judgeExchange } from '../refresh-verdict.ts'
import type { Collections } from './mongo-collections.ts'
import { isDuplicate, retryOnDuplicate } from './mongo-fault.ts'

export function buildMongoRefreshTokens({ devices, refreshFamilies, refreshHashes }: Collections): RefreshStore {
  const putHash = async (hash: string, device: DeviceId, expiresAt: number): Promise<void> => {
    try {
      await refreshHashes.insertOne({ _id: hash, device, expiresAt })
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
  }

  /** Undefined where another exchange of the same token came first: then it has to be judged anew. */
  const tryExchange = async (exchange: RefreshExchange): Promise<RotateOutcome | undefined> => {
    const old = await refreshHashes.findOne({ _id: exchange.oldHash })
    if (old === null) return { kind: 'unknown' }
    const [family, device] = await Promise.all([
      refreshFamilies.findOne({ _id: old.device }),
      devices.findOne({ _id: old.device }),
    ])
    if (family === null || device?.endedAt !== undefined) return { kind: 'unknown' }
    const owner = { device: family._id, user: family.user }
    const verdict = judgeExchange(family, old.expiresAt, exchange)
    if (verdict === 'unknown') return { kind: 'unknown' }
    if (verdict !== 'rotate') return { kind: verdict, ...owner }

    // The new hash can be found before it counts, never the other way round: dying between the two leaves a hash that
    // nobody holds, and not a token that nobody knows.
    await putHash(exchange.newHash, owner.device, exchange.expiresAt)
    const { newHash, oldHash, attemptHash, expiresAt } = exchange
    const swapped = await refreshFamilies.updateOne(
      { _id: owner.device, currentHash: oldHash },
      { $set: { currentHash: newHash, previousHash: oldHash, attemptHash, expiresAt } },
    )
    if (swapped.matchedCount === 0) return undefined
    await refreshHashes.deleteMany({ device: owner.device, expiresAt: { $lte: exchange.nowAt } })
    return { kind: 'rotated', ...owner }
  }

  return {
    putRefreshFamily: async ({ device, user, tokenHash, expiresAt }) => {
      await putHash(tokenHash, device, expiresAt)
      await retryOnDuplicate(() =>
        refreshFamilies.replaceOne({ _id: device }, { user, currentHash: tokenHash, expiresAt }, { upsert: true }),
      )
    },
    rotateRefreshToken: async (exchange) => {
      // Once a token is spent it never counts again, so the second judgement is the last.
      const outcome = (await tryExchange(exchange)) ?? (await tryExchange(exchange))
      if (outcome === undefined) throw new Error('a spent refresh token counts again')
      return outcome
    },
    pruneRefreshTokens: async (nowAt) => {
      const expired = { expiresAt: { $lte: nowAt } }
      await refreshHashes.deleteMany(expired)
      await refreshFamilies.deleteMany(expired)
    },
  }
}
