import type { Store } from '../store-port.ts'
import { buildSqliteAccounts } from './account-store.sqlite.ts'
import { buildSqliteArchive } from './archive-store.sqlite.ts'
import { buildSqliteAudit } from './audit-store.sqlite.ts'
import { buildSqliteChanges } from './change-store.sqlite.ts'
import { buildSqliteCredentials } from './credential-store.sqlite.ts'
import { buildSqliteCuts } from './cut-store.sqlite.ts'
import { buildSqliteDevices } from './device-store.sqlite.ts'
import { buildSqliteFigures } from './figure-store.sqlite.ts'
import { buildSqliteHistory } from './history-store.sqlite.ts'
import { buildSqliteInbox } from './inbox-store.sqlite.ts'
import { buildSqliteLeases } from './lease-store.sqlite.ts'
import { buildSqlitePenalties } from './penalty-store.sqlite.ts'
import { buildSqliteReceipts } from './receipt-store.sqlite.ts'
import { buildSqliteRecords } from './record-store.sqlite.ts'
import { buildSqliteRefreshTokens } from './refresh-store.sqlite.ts'
import { buildSqliteRooms } from './room-store.sqlite.ts'
import { buildSqliteSaved } from './saved-store.sqlite.ts'
import { buildSqliteSearch } from './search-store.sqlite.ts'
import { buildSqliteShards } from './shard-store.sqlite.ts'
import { openSqliteConnection } from './sqlite-connection.ts'
import { ensureSchema } from './sqlite-schema.ts'
import { buildSqliteSync } from './sync-store.sqlite.ts'
import { buildSqliteThreads } from './thread-store.sqlite.ts'
import { buildSqliteUpkeep } from './upkeep-store.sqlite.ts'

/**
 * The embedded store: one file, made with mode 0600 where it is missing. Several processes may open it. Calls are
 * synchronous inside: a batch of 1,000 events holds the event loop for some tens of milliseconds.
 * Throws `StoreUnavailableError` where the file cannot be opened.
 */
export async function openSqliteStore(path: string): Promise<Store> {
  const connection = await openSqliteConnection(path)
  try {
    ensureSchema(connection)
  } catch (error) {
    connection.close()
    throw error
  }
  const history = buildSqliteHistory(connection)
  return {
    kind: 'sqlite',
    accounts: buildSqliteAccounts(connection),
    devices: buildSqliteDevices(connection),
    refreshTokens: buildSqliteRefreshTokens(connection),
    rooms: buildSqliteRooms(connection),
    changes: buildSqliteChanges(connection),
    credentials: buildSqliteCredentials(connection),
    archive: buildSqliteArchive(connection),
    history,
    search: buildSqliteSearch(connection, history),
    receipts: buildSqliteReceipts(connection),
    threads: buildSqliteThreads(connection),
    saved: buildSqliteSaved(connection),
    inbox: buildSqliteInbox(connection),
    leases: buildSqliteLeases(connection),
    shards: buildSqliteShards(connection),
    sync: buildSqliteSync(connection),
    penalties: buildSqlitePenalties(connection),
    cuts: buildSqliteCuts(connection),
    records: buildSqliteRecords(connection),
    audit: buildSqliteAudit(connection),
    figures: buildSqliteFigures(connection),
    upkeep: buildSqliteUpkeep(connection),
    ping: async () => {
      connection.get('SELECT 1 AS one')
    },
    close: async () => connection.close(),
  }
}
