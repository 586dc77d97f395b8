import { MongoClient } from 'mongodb'
import type { Store } from '../store-port.ts'
import { buildMongoAccounts } from './account-store.mongo.ts'
import { buildMongoArchive } from './archive-store.mongo.ts'
import { fillRecent } from './archived-room-write.ts'
import { adoptOldChanges, buildMongoChanges } from './change-store.mongo.ts'
import { buildMongoCredentials } from './credential-store.mongo.ts'
import { buildMongoDevices } from './device-store.mongo.ts'
import { buildMongoHistory } from './history-store.mongo.ts'
import { buildMongoLeases } from './lease-store.mongo.ts'
import { buildCollections } from './mongo-collections.ts'
import { mapFault, withMappedFaults } from './mongo-fault.ts'
import { ensureIndexes } from './mongo-indexes.ts'
import { buildMongoReceipts } from './receipt-store.mongo.ts'
import { buildMongoRefreshTokens } from './refresh-store.mongo.ts'
import { buildMongoRooms, fillRoomAbout } from './room-store.mongo.ts'
import { buildMongoShards } from './shard-store.mongo.ts'
import { buildMongoSync } from './sync-store.mongo.ts'

const defaultDatabase = 'natter'

/**
 * The store for everyone past one machine. Every write waits for a majority and its journal. No transactions, pipeline
 * updates or lookups: each step is atomic on one document, and several are ordered so that dying in between does no harm.
 * @param url `mongodb://…/<database>`; without a name in it the database is `natter`
 * Throws `StoreUnavailableError` where nobody answers.
 */
export async function openMongoStore(url: string): Promise<Store> {
  const client = new MongoClient(url, {
    appName: 'natter',
    writeConcern: { w: 'majority', journal: true },
    // What is not there is left out, not written as null.
    ignoreUndefined: true,
    serverSelectionTimeoutMS: 5_000,
    maxPoolSize: 20,
  })
  const db = client.db(databaseOf(url))
  const collections = buildCollections(db)
  try {
    await client.connect()
    await ensureIndexes(collections)
    await adoptOldChanges(collections, db)
    await Promise.all([fillRoomAbout(collections), fillRecent(collections)])
  } catch (error) {
    await client.close()
    throw mapFault(error)
  }
  return {
    kind: 'mongo',
    accounts: withMappedFaults(buildMongoAccounts(collections)),
    devices: withMappedFaults(buildMongoDevices(collections)),
    refreshTokens: withMappedFaults(buildMongoRefreshTokens(collections)),
    rooms: withMappedFaults(buildMongoRooms(collections)),
    changes: withMappedFaults(buildMongoChanges(collections)),
    credentials: withMappedFaults(buildMongoCredentials(collections)),
    archive: withMappedFaults(buildMongoArchive(collections)),
    history: withMappedFaults(buildMongoHistory(collections)),
    receipts: withMappedFaults(buildMongoReceipts(collections)),
    leases: withMappedFaults(buildMongoLeases(collections, db)),
    shards: withMappedFaults(buildMongoShards(collections)),
    sync: withMappedFaults(buildMongoSync(collections)),
    ...withMappedFaults({
      ping: async () => {
        await db.command({ ping: 1 })
      },
      close: () => client.close(),
    }),
  }
}

/** Read by hand: several hosts in one address are no URL to the URL parser, and the driver's own default is `test`. */
function databaseOf(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]*)/.exec(url)?.[1] ?? ''
  return path === '' ? defaultDatabase : decodeURIComponent(path)
}
