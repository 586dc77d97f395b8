import type { Store } from '../store-port.ts'
import { buildSqliteAccounts } from './account-store.sqlite.ts'
import { buildSqliteArchiveReads } from './archive-read.sqlite.ts'
import { buildSqliteArchiveWrites } from './archive-write.sqlite.ts'
import { buildSqliteCredentials } from './credential-store.sqlite.ts'
import { buildSqliteDevices } from './device-store.sqlite.ts'
import { buildSqliteLeases } from './lease-store.sqlite.ts'
import { buildSqliteRefreshTokens } from './refresh-store.sqlite.ts'
import { buildSqliteRooms } from './room-store.sqlite.ts'
import { buildSqliteShards } from './shard-store.sqlite.ts'
import { openSqliteConnection } from './sqlite-connection.ts'
import { ensureSchema } from './sqlite-schema.ts'

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
  return {
    kind: 'sqlite',
    ...buildSqliteAccounts(connection),
    ...buildSqliteDevices(connection),
    ...buildSqliteRefreshTokens(connection),
    ...buildSqliteRooms(connection),
    ...buildSqliteCredentials(connection),
    ...buildSqliteArchiveWrites(connection),
    ...buildSqliteArchiveReads(connection),
    ...buildSqliteLeases(connection),
    ...buildSqliteShards(connection),
    ping: async () => {
      connection.get('SELECT 1 AS one')
    },
    close: async () => connection.close(),
  }
}
