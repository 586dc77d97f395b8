import { join } from 'node:path'
import { openMongoStore } from './mongo/mongo-store.ts'
import { openSqliteStore } from './sqlite/sqlite-store.ts'
import type { Store } from './store-port.ts'

/** The embedded file, whether it is there or not. */
export function embeddedStorePath(dataDir: string): string {
  return join(dataDir, 'store', 'natter.db')
}

/** MongoDB where its address is given, else the embedded file under the data folder. */
export async function openStore(where: { readonly mongodbUrl?: string; readonly dataDir: string }): Promise<Store> {
  if (where.mongodbUrl !== undefined) return openMongoStore(where.mongodbUrl)
  return openSqliteStore(embeddedStorePath(where.dataDir))
}
