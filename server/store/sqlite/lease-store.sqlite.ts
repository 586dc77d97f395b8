import type { LeaseStore } from '../lease-store.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { numberOf } from './sqlite-row.ts'

export function buildSqliteLeases(db: SqliteConnection): LeaseStore {
  return {
    takeLease: async ({ name, holder, nowAt, lifeMs }) =>
      db.write(() => {
        const expiresAt = nowAt + lifeMs
        const taken = db.run(
          `INSERT INTO leases (name, holder, term, expires_at) VALUES (?, ?, 1, ?)
           ON CONFLICT (name) DO UPDATE SET term = term + (holder <> excluded.holder), holder = excluded.holder,
             expires_at = excluded.expires_at
           WHERE holder = excluded.holder OR expires_at <= ?`,
          [name, holder, expiresAt, nowAt],
        )
        if (taken === 0) return undefined
        const term = numberOf(db.get('SELECT term FROM leases WHERE name = ?', [name]) ?? {}, 'term')
        return { name, holder, term, expiresAt }
      }),
    releaseLease: async (name, holder) => {
      // Held by nobody, and the row stays: the next holder's term must be above this one's.
      db.run("UPDATE leases SET holder = '', expires_at = 0 WHERE name = ? AND holder = ?", [name, holder])
    },
  }
}
