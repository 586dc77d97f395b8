import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { copySqliteFile } from './sqlite/sqlite-copy.ts'
import { openSqliteStore } from './sqlite/sqlite-store.ts'
import { openSqliteWorkers } from './sqlite/sqlite-workers.ts'
import type { Store } from './store-port.ts'

/** The embedded file, whether it is there or not. */
export function embeddedStorePath(dataDir: string): string {
  return join(dataDir, 'store', 'natter.db')
}

/**
 * MongoDB where its address is given, else the embedded file under the data folder. The threads of that one need the
 * built files: from the sources, as tests run them, all is done in this thread.
 */
export async function openStore(where: { readonly mongodbUrl?: string; readonly dataDir: string }): Promise<Store> {
  if (where.mongodbUrl !== undefined) {
    // Its driver takes time and memory, which whoever has the embedded file does not owe.
    const { openMongoStore } = await import('./mongo/mongo-store.ts')
    return openMongoStore(where.mongodbUrl)
  }
  const path = embeddedStorePath(where.dataDir)
  const worker = new URL('./sqlite/sqlite-worker-main.js', import.meta.url)
  return existsSync(worker) ? openSqliteWorkers(path, worker) : openSqliteStore(path)
}

/** The embedded file of one moment, in a folder of its own as `openStore` finds it, while others write. */
export async function copyEmbeddedStore(dataDir: string, toDataDir: string): Promise<void> {
  const to = embeddedStorePath(toDataDir)
  mkdirSync(dirname(to), { recursive: true, mode: 0o700 })
  await copySqliteFile(embeddedStorePath(dataDir), to)
}
