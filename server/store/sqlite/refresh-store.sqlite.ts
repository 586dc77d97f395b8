import type { DeviceId, UserId } from '../../../common/ids.ts'
import type { RefreshStore } from '../account-store.ts'
import { judgeExchange } from '../refresh-verdict.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { numberOf, optional, textOf } from './sqlite-row.ts'

export function buildSqliteRefreshTokens(db: SqliteConnection): RefreshStore {
  const putHash = (hash: string, device: DeviceId, expiresAt: number) =>
    db.run('INSERT INTO refresh_hashes (hash, device, expires_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
      hash,
      device,
      expiresAt,
    ])
  return {
    putRefreshFamily: async (family) =>
      db.write(() => {
        putHash(family.tokenHash, family.device, family.expiresAt)
        db.run(
          `INSERT INTO refresh_families (device, user, current_hash, expires_at) VALUES (?, ?, ?, ?)
           ON CONFLICT (device) DO UPDATE SET user = excluded.user, current_hash = excluded.current_hash,
             expires_at = excluded.expires_at, previous_hash = NULL, attempt_hash = NULL`,
          [family.device, family.user, family.tokenHash, family.expiresAt],
        )
      }),
    rotateRefreshToken: async (exchange) =>
      db.write(() => {
        const row = db.get(
          `SELECT f.device, f.user, f.current_hash, f.expires_at, f.previous_hash, f.attempt_hash,
             h.expires_at AS old_expires_at
           FROM refresh_hashes h JOIN refresh_families f ON f.device = h.device LEFT JOIN devices d ON d.id = h.device
           WHERE h.hash = ? AND d.ended_at IS NULL`,
          [exchange.oldHash],
        )
        if (row === undefined) return { kind: 'unknown' }
        const family = {
          currentHash: textOf(row, 'current_hash'),
          expiresAt: numberOf(row, 'expires_at'),
          ...optional<'previousHash', string>(row, 'previous_hash', 'previousHash'),
          ...optional<'attemptHash', string>(row, 'attempt_hash', 'attemptHash'),
        }
        const owner = { device: textOf<DeviceId>(row, 'device'), user: textOf<UserId>(row, 'user') }
        const verdict = judgeExchange(family, numberOf(row, 'old_expires_at'), exchange)
        if (verdict === 'unknown') return { kind: 'unknown' }
        if (verdict !== 'rotate') return { kind: verdict, ...owner }
        putHash(exchange.newHash, owner.device, exchange.expiresAt)
        db.run(
          `UPDATE refresh_families SET current_hash = ?, expires_at = ?, previous_hash = ?, attempt_hash = ?
           WHERE device = ?`,
          [exchange.newHash, exchange.expiresAt, exchange.oldHash, exchange.attemptHash, owner.device],
        )
        db.run('DELETE FROM refresh_hashes WHERE device = ? AND expires_at <= ?', [owner.device, exchange.nowAt])
        return { kind: 'rotated', ...owner }
      }),
    pruneRefreshTokens: async (nowAt) =>
      db.write(() => {
        db.run('DELETE FROM refresh_hashes WHERE expires_at <= ?', [nowAt])
        db.run('DELETE FROM refresh_families WHERE expires_at <= ?', [nowAt])
      }),
  }
}
