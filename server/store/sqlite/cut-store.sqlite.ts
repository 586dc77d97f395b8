import type { CutStore, PendingCut } from '../cut-store.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

export function buildSqliteCuts(db: SqliteConnection): CutStore {
  return {
    putCut: async ({ publicKey, device, user, revokedAtSec, expiresAtSec }) => {
      db.run(
        `INSERT INTO pending_cuts (public_key, device, user, revoked_at_sec, expires_at_sec) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (public_key) DO UPDATE SET revoked_at_sec = excluded.revoked_at_sec,
           expires_at_sec = max(expires_at_sec, excluded.expires_at_sec)
         WHERE excluded.revoked_at_sec >= revoked_at_sec`,
        [publicKey, device, user, revokedAtSec, expiresAtSec],
      )
    },
    loadCuts: async (limit, after) =>
      db
        .all(
          `SELECT * FROM pending_cuts WHERE (revoked_at_sec, public_key) > (?, ?)
           ORDER BY revoked_at_sec, public_key LIMIT ?`,
          [after?.revokedAtSec ?? -1, after?.publicKey ?? '', limit],
        )
        .map(cutFrom),
    loadCutsOfUsers: async (users) =>
      [...new Set(users)].flatMap((user) => db.all('SELECT * FROM pending_cuts WHERE user = ?', [user]).map(cutFrom)),
    loadCutsOfDevices: async (devices) =>
      [...new Set(devices)].flatMap((device) =>
        db.all('SELECT * FROM pending_cuts WHERE device = ?', [device]).map(cutFrom),
      ),
    removeCut: async (publicKey, revokedAtSec) => {
      db.run('DELETE FROM pending_cuts WHERE public_key = ? AND revoked_at_sec <= ?', [publicKey, revokedAtSec])
    },
    putNode: async (name, seenAt) => {
      db.run(
        `INSERT INTO broker_nodes (name, seen_at) VALUES (?, ?)
         ON CONFLICT (name) DO UPDATE SET seen_at = max(seen_at, excluded.seen_at)`,
        [name, seenAt],
      )
    },
    loadNodes: async () =>
      new Map(db.all('SELECT * FROM broker_nodes').map((row) => [textOf(row, 'name'), numberOf(row, 'seen_at')])),
    removeNode: async (name) => {
      db.run('DELETE FROM broker_nodes WHERE name = ?', [name])
    },
  }
}

function cutFrom(row: SqlRow): PendingCut {
  return {
    publicKey: textOf(row, 'public_key'),
    device: textOf(row, 'device'),
    user: textOf(row, 'user'),
    revokedAtSec: numberOf(row, 'revoked_at_sec'),
    expiresAtSec: numberOf(row, 'expires_at_sec'),
  }
}
