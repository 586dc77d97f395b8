import type { LeaseStore } from '../lease-store.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { numberOf } from './sqlite-row.ts'

/** The clock of the machine that has the file, the same for all of its processes; ms since the epoch. */
const nowSql = "CAST(unixepoch('subsec') * 1000 AS INTEGER)"

export function buildSqliteLeases(db: SqliteConnection): LeaseStore {
  return {
    loadNow: async () => numberOf(db.get(`SELECT ${nowSql} AS now`) ?? {}, 'now'),
    takeLease: async ({ name, holder, lifeMs }) =>
      db.write(() => {
        const taken = db.run(
          `INSERT INTO leases (name, holder, term, expires_at) VALUES (?, ?, 1, ${nowSql} + ?)
           ON CONFLICT (name) DO UPDATE SET term = term + (holder <> excluded.holder), holder = excluded.holder,
             expires_at = excluded.expires_at
           WHERE holder = excluded.holder OR expires_at <= ${nowSql}`,
          [name, holder, lifeMs],
        )
        if (taken === 0) return undefined
        const term = numberOf(db.get('SELECT term FROM leases WHERE name = ?', [name]) ?? {}, 'term')
        return { name, holder, term }
      }),
    releaseLease: async (name, holder) => {
      // Held by nobody, and the row stays: the next holder's term must be above this one's.
      db.run("UPDATE leases SET holder = '', expires_at = 0 WHERE name = ? AND holder = ?", [name, holder])
    },
  }
}
