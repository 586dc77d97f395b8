import type { IndexDescription } from 'mongodb'
import type { Collections } from './mongo-collections.ts'

/**
 * Every index there is. `messages` is made to be sharded on `{room, id}`: a unique index must begin with the shard key,
 * so the cluster itself refuses a second copy of a message; a page names its room and so asks one shard. All else stays
 * small enough for one shard. No TTL, text or partial indexes: nothing here needs one.
 */
const indexes = {
  users: [
    { key: { handle: 1 }, unique: true },
    // Sparse: an account without an e-mail is not the second one without.
    { key: { email: 1 }, unique: true, sparse: true },
    { key: { changedAt: 1 }, sparse: true },
  ],
  devices: [{ key: { user: 1, createdAt: -1 } }],
  refreshHashes: [{ key: { device: 1, expiresAt: 1 } }],
  rooms: [{ key: { 'state.members.user': 1 } }],
  changes: [{ key: { kind: 1, startedAt: 1 } }],
  deviceKeys: [{ key: { device: 1 } }, { key: { user: 1 } }, { key: { listed: 1, prunableAtSec: 1 } }],
  messages: [
    { key: { room: 1, id: 1 }, unique: true },
    { key: { room: 1, seq: 1 } },
    { key: { room: 1, version: 1 } },
    { key: { room: 1, mentions: 1, seq: 1 } },
  ],
  erasedMessages: [{ key: { room: 1, id: 1 }, unique: true }],
  notices: [{ key: { room: 1, seq: 1 }, unique: true }],
  receipts: [{ key: { user: 1, room: 1 }, unique: true }, { key: { room: 1 } }],
  pendingCuts: [{ key: { user: 1 } }, { key: { device: 1 } }],
  setAside: [{ key: { shard: 1, seq: 1 }, unique: true }, { key: { storedAt: -1 } }],
} as const satisfies Partial<Record<keyof Collections, readonly IndexDescription[]>>

/** Idempotent, and several servers may do it at once. One by one: the test server breaks off at a list of known ones. */
export async function ensureIndexes(collections: Collections): Promise<void> {
  for (const [name, wanted] of Object.entries(indexes) as [keyof typeof indexes, readonly IndexDescription[]][]) {
    for (const { key, ...options } of wanted) await collections[name].createIndex(key, options)
  }
}
