import { type Collection, type IndexDescription, MongoServerError } from 'mongodb'
import type { Collections } from './mongo-collections.ts'

/** A collection that nobody has written to yet. */
const namespaceNotFound = 26

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
    { key: { createdAt: 1, _id: 1 } },
  ],
  devices: [{ key: { user: 1, createdAt: -1 } }],
  refreshHashes: [{ key: { device: 1, expiresAt: 1 } }],
  rooms: [{ key: { 'state.members.user': 1 } }, { key: { 'about.visibility': 1, _id: 1 }, sparse: true }],
  changes: [{ key: { kind: 1, startedAt: 1 } }],
  deviceKeys: [{ key: { device: 1 } }, { key: { user: 1 } }, { key: { listed: 1, prunableAtSec: 1 } }],
  messages: [
    { key: { room: 1, id: 1 }, unique: true },
    { key: { room: 1, seq: 1 } },
    { key: { room: 1, version: 1 } },
    { key: { room: 1, mentions: 1, seq: 1 } },
    { key: { room: 1, pinnedAt: 1 } },
    { key: { room: 1, 'attachments.file': 1 } },
    { key: { room: 1, links: 1 } },
    { key: { room: 1, thread: 1, seq: 1 } },
    // By day, for figures alone: the one query that names no room.
    { key: { at: 1 } },
  ],
  erasedMessages: [{ key: { room: 1, id: 1 }, unique: true }],
  notices: [{ key: { room: 1, seq: 1 }, unique: true }],
  receipts: [{ key: { user: 1, room: 1 }, unique: true }, { key: { room: 1 } }],
  messageVersions: [{ key: { room: 1, id: 1, seq: 1 }, unique: true }],
  threadMarks: [{ key: { user: 1, room: 1, thread: 1 }, unique: true }],
  savedMarks: [
    { key: { user: 1, room: 1, message: 1 }, unique: true },
    { key: { user: 1, isSaved: 1, at: -1, room: -1, message: -1 } },
  ],
  inboxRows: [{ key: { owner: 1, id: 1 }, unique: true }, { key: { owner: 1, at: -1, id: 1 } }, { key: { at: 1 } }],
  pendingCuts: [{ key: { user: 1 } }, { key: { device: 1 } }],
  records: [{ key: { owners: 1, kind: 1 } }, { key: { kind: 1, at: 1, id: 1 } }],
  // One line follows each: what keeps several copies that write from forking the chain.
  auditLines: [
    { key: { previous: 1 }, unique: true },
    { key: { id: 1 }, unique: true },
    { key: { by: 1, _id: 1 } },
    { key: { 'about.key': 1, _id: 1 } },
  ],
  auditKeys: [{ key: { id: 1 }, unique: true }],
  // Sharded like the messages. A search names its rooms, then looks up a gram in them, newest first.
  searchEntries: [
    { key: { room: 1, id: 1 }, unique: true },
    { key: { room: 1, grams: 1, place: -1 } },
    { key: { room: 1, place: -1 } },
  ],
  setAside: [{ key: { shard: 1, seq: 1 }, unique: true }, { key: { storedAt: -1 } }],
} as const satisfies Partial<Record<keyof Collections, readonly IndexDescription[]>>

type Standing = { readonly key: unknown; readonly unique?: boolean }

/**
 * Builds what is absent and only looks at the rest: on an archive that has grown, a build is hours of work that no start
 * may begin by the way. Idempotent, and several servers may do it at once. One by one: the test server breaks off at a
 * list of known ones. Throws where one that is to keep copies apart does not.
 */
export async function ensureIndexes(collections: Collections): Promise<void> {
  const names = Object.keys(indexes) as (keyof typeof indexes)[]
  await Promise.all(names.map((name) => ensureIndexesOf(collections[name], indexes[name])))
}

async function ensureIndexesOf(
  collection: Pick<Collection, 'collectionName' | 'listIndexes' | 'createIndex'>,
  wanted: readonly IndexDescription[],
): Promise<void> {
  const standing = await listStanding(collection)
  for (const { key, ...options } of wanted) {
    // The order of its fields is what an index is.
    const found = standing.find((one) => JSON.stringify(one.key) === JSON.stringify(key))
    if (found === undefined) {
      await collection.createIndex(key, options)
      continue
    }
    if ((found.unique ?? false) === (options.unique ?? false)) continue
    const what = `${collection.collectionName} ${JSON.stringify(key)}`
    const is = options.unique === true ? 'is not unique' : 'is unique'
    throw new Error(`MongoDB: the index of ${what} ${is}: drop it, and it is built anew at the next start.`)
  }
}

async function listStanding(collection: Pick<Collection, 'listIndexes'>): Promise<readonly Standing[]> {
  try {
    return await collection.listIndexes().toArray()
  } catch (error) {
    if (error instanceof MongoServerError && error.code === namespaceNotFound) return []
    throw error
  }
}
