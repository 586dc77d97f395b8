import type { DeviceId, UserId } from '../../../common/ids.ts'
import type { DeviceRow, DeviceStore } from '../account-store.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf, optional, textOf } from './sqlite-row.ts'

export function buildSqliteDevices(db: SqliteConnection): DeviceStore {
  return {
    putDevice: async (device) => {
      db.run(
        `INSERT INTO devices (id, user, name, created_at, last_seen_at, password_version, ended_at, system,
           last_address)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET name = excluded.name, last_seen_at = max(last_seen_at, excluded.last_seen_at),
           ended_at = coalesce(ended_at, excluded.ended_at)`,
        [
          device.id,
          device.user,
          device.name,
          device.createdAt,
          device.lastSeenAt,
          device.passwordVersion ?? null,
          device.endedAt ?? null,
          device.system ?? null,
          device.lastAddress ?? null,
        ],
      )
    },
    loadDevice: async (device) => {
      const row = db.get('SELECT * FROM devices WHERE id = ?', [device])
      return row === undefined ? undefined : deviceFrom(row)
    },
    loadDevicesOfUser: async (user) =>
      db
        .all('SELECT * FROM devices WHERE user = ? AND ended_at IS NULL ORDER BY created_at DESC, id', [user])
        .map(deviceFrom),
    loadLastSeen: async (users) =>
      new Map(
        db
          .all(
            `SELECT user, max(last_seen_at) AS at FROM devices WHERE user IN (SELECT value FROM json_each(?)) GROUP BY user`,
            [JSON.stringify(users)],
          )
          .map((row) => [textOf<UserId>(row, 'user'), numberOf(row, 'at')]),
      ),
    touchDevice: async (device, lastSeenAt, lastAddress) => {
      db.run(
        `UPDATE devices SET last_seen_at = ?, last_address = coalesce(?, last_address)
         WHERE id = ? AND last_seen_at < ?`,
        [lastSeenAt, lastAddress ?? null, device, lastSeenAt],
      )
    },
    endDevice: async (device, endedAt) =>
      db.write(() => {
        db.run('DELETE FROM refresh_families WHERE device = ?', [device])
        db.run('DELETE FROM refresh_hashes WHERE device = ?', [device])
        return db.run('UPDATE devices SET ended_at = ? WHERE id = ? AND ended_at IS NULL', [endedAt, device]) === 1
      }),
    endOtherDevices: async ({ user, keep, passwordVersion, endedAt }) =>
      db.write(() => {
        const others = `SELECT id FROM devices
          WHERE user = ? AND id <> ? AND coalesce(password_version, 0) < ? AND ended_at IS NULL`
        const which = [user, keep, passwordVersion]
        db.run(`DELETE FROM refresh_families WHERE device IN (${others})`, which)
        db.run(`DELETE FROM refresh_hashes WHERE device IN (${others})`, which)
        db.run(`UPDATE devices SET ended_at = ? WHERE id IN (${others})`, [endedAt, ...which])
      }),
    forgetDevices: async (user) =>
      db.run("UPDATE devices SET name = '', system = NULL, last_address = NULL WHERE user = ?", [user]),
  }
}

export function deviceFrom(row: SqlRow): DeviceRow {
  return {
    id: textOf<DeviceId>(row, 'id'),
    user: textOf<UserId>(row, 'user'),
    name: textOf(row, 'name'),
    createdAt: numberOf(row, 'created_at'),
    lastSeenAt: numberOf(row, 'last_seen_at'),
    ...optional<'passwordVersion', number>(row, 'password_version', 'passwordVersion'),
    ...optional<'system', string>(row, 'system', 'system'),
    ...optional<'lastAddress', string>(row, 'last_address', 'lastAddress'),
    ...optional<'endedAt', number>(row, 'ended_at', 'endedAt'),
  }
}
