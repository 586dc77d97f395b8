import { MongoClient } from 'mongodb'
import { type SetAsideLimits, setAsideLimits } from '../safe-set-aside.ts'
import type { Store } from '../store-port.ts'
import { buildMongoAccounts } from './account-store.mongo.ts'
import { buildMongoArchive } from './archive-store.mongo.ts'
import { fillRecent } from './archived-room-write.ts'
import { buildMongoAudit } from './audit-store.mongo.ts'
import { adoptOldChanges, buildMongoChanges } from './change-store.mongo.ts'
import { buildMongoCredentials } from './credential-store.mongo.ts'
import { buildMongoCuts } from './cut-store.mongo.ts'
import { buildMongoDevices } from './device-store.mongo.ts'
import { buildMongoFigures } from './figure-store.mongo.ts'
import { buildMongoHistory } from './history-store.mongo.ts'
import { buildMongoInbox } from './inbox-store.mongo.ts'
import { buildMongoLeases } from './lease-store.mongo.ts'
import { buildCollections } from './mongo-collections.ts'
import { mapFault, withMappedFaults } from './mongo-fault.ts'
import { ensureIndexes } from './mongo-indexes.ts'
import { refuseUnfinishedMove } from './move-progress.ts'
import { buildMongoPenalties } from './penalty-store.mongo.ts'
import { buildMongoReceipts } from './receipt-store.mongo.ts'
import { buildMongoRecords } from './record-store.mongo.ts'
import { buildMongoRefreshTokens } from './refresh-store.mongo.ts'
import { buildMongoRooms, fillRoomAbout } from './room-store.mongo.ts'
import { buildMongoSaved } from './saved-store.mongo.ts'
import { buildMongoSearch } from './search-store.mongo.ts'
import { buildMongoShards } from './shard-store.mongo.ts'
import { buildMongoSync } from './sync-store.mongo.ts'
import { buildMongoThreads } from './thread-store.mongo.ts'

const defaultDatabase = 'natter'

/** Who asks: people, the archiver, and whoever holds a lease. None waits for a connection that another one uses. */
type Pool = 'api' | 'archiver' | 'leases'
const poolSizes: Readonly<Record<Pool, number>> = { api: 20, archiver: 10, leases: 3 }

export type MongoStoreOptions = {
  /** Each command as it goes out, by the driver's own monitoring: what a call costs is counted in these. */
  readonly onCommand?: (command: string, pool: Pool) => void
  /** How much of what is set aside is kept. */
  readonly limits?: SetAsideLimits
}

/**
 * The store for everyone past one machine. Every write waits for a majority and its journal. No transactions, pipeline
 * updates or lookups: each step is atomic on one document, and several are ordered so that dying in between does no harm.
 * @param url `mongodb://…/<database>`; without a name in it the database is `natter`
 * Throws `StoreUnavailableError` where nobody answers.
 */
export async function openMongoStore(
  url: string,
  { onCommand, limits = setAsideLimits }: MongoStoreOptions = {},
): Promise<Store> {
  const connect = (pool: Pool) => {
    const client = new MongoClient(url, {
      appName: `natter ${pool}`,
      writeConcern: { w: 'majority', journal: true },
      // What is not there is left out, not written as null.
      ignoreUndefined: true,
      serverSelectionTimeoutMS: 5_000,
      maxPoolSize: poolSizes[pool],
      monitorCommands: onCommand !== undefined,
    })
    if (onCommand !== undefined) client.on('commandStarted', ({ commandName }) => onCommand(commandName, pool))
    const db = client.db(databaseOf(url))
    return { client, db, collections: buildCollections(db) }
  }
  const pools = [connect('api'), connect('archiver'), connect('leases')] as const
  const [api, archiver, leases] = pools
  const clients = pools.map(({ client }) => client)
  const close = async () => {
    await Promise.all(clients.map((client) => client.close()))
  }
  try {
    await Promise.all(clients.map((client) => client.connect()))
    await refuseUnfinishedMove(api.db)
    await ensureIndexes(api.collections)
    await adoptOldChanges(api.collections, api.db)
    await Promise.all([fillRoomAbout(api.collections), fillRecent(api.collections)])
  } catch (error) {
    await close()
    throw mapFault(error)
  }
  return {
    kind: 'mongo',
    accounts: withMappedFaults(buildMongoAccounts(api.collections)),
    devices: withMappedFaults(buildMongoDevices(api.collections)),
    refreshTokens: withMappedFaults(buildMongoRefreshTokens(api.collections)),
    rooms: withMappedFaults(buildMongoRooms(api.collections)),
    changes: withMappedFaults(buildMongoChanges(api.collections)),
    credentials: withMappedFaults(buildMongoCredentials(api.collections)),
    archive: withMappedFaults(buildMongoArchive(archiver.collections, limits)),
    history: withMappedFaults(buildMongoHistory(api.collections)),
    receipts: withMappedFaults(buildMongoReceipts(archiver.collections)),
    threads: withMappedFaults(buildMongoThreads(api.collections)),
    saved: withMappedFaults(buildMongoSaved(api.collections)),
    inbox: withMappedFaults(buildMongoInbox(api.collections)),
    leases: withMappedFaults(buildMongoLeases(leases.collections, leases.db)),
    shards: withMappedFaults(buildMongoShards(api.collections)),
    search: withMappedFaults(buildMongoSearch(archiver.collections, buildMongoHistory(archiver.collections))),
    sync: withMappedFaults(buildMongoSync(api.collections)),
    penalties: withMappedFaults(buildMongoPenalties(api.collections)),
    cuts: withMappedFaults(buildMongoCuts(api.collections)),
    records: withMappedFaults(buildMongoRecords(api.collections)),
    audit: withMappedFaults(buildMongoAudit(api.collections)),
    figures: withMappedFaults(buildMongoFigures(api.collections, api.db)),
    // What it has removed it writes over in its own time, and nobody can ask it to.
    upkeep: { scrub: async () => true },
    ...withMappedFaults({
      ping: async () => {
        await api.db.command({ ping: 1 })
      },
      close,
    }),
  }
}

/** Read by hand: several hosts in one address are no URL to the URL parser, and the driver's own default is `test`. */
export function databaseOf(url: string): string {
  const path = /^mongodb(?:\+srv)?:\/\/[^/?]+\/([^?]*)/.exec(url)?.[1] ?? ''
  return path === '' ? defaultDatabase : decodeURIComponent(path)
}
