import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSqliteStore } from '../store/sqlite/sqlite-store.ts'

/** Two doors to a file of its own. */
export async function openSqliteDoors() {
  const folder = mkdtempSync(join(tmpdir(), 'natter-store-'))
  const path = join(folder, 'natter.db')
  // At once: the second must bear that the first is still making the tables.
  const [first, second] = await Promise.all([openSqliteStore(path), openSqliteStore(path)])
  const drop = async () => {
    await first.close()
    await second.close()
    rmSync(folder, { recursive: true })
  }
  return { first, second, drop }
}
