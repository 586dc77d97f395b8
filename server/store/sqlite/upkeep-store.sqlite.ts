import type { UpkeepStore } from '../upkeep-store.ts'
import type { SqliteConnection } from './sqlite-connection.ts'

/** Whoever reads or writes meanwhile does not wait for long. */
const waitMs = 250

export function buildSqliteUpkeep(db: SqliteConnection): UpkeepStore {
  return {
    // Free pages and what was cut off cells is zeroes already (`secure_delete`); the log has pages of before until it is emptied.
    scrub: async () => Number(db.patiently(waitMs, () => db.get('PRAGMA wal_checkpoint(TRUNCATE)'))?.busy ?? 1) === 0,
  }
}
