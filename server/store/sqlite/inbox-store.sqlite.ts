import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import { type InboxRow, type InboxRowKind, type InboxStore, inboxRowId } from '../inbox-store.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

export const inboxSteps = [
  `CREATE TABLE inbox_rows (
    owner TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL, room TEXT NOT NULL, message TEXT NOT NULL,
    seq INTEGER NOT NULL, at INTEGER NOT NULL, PRIMARY KEY (owner, id)
  ) STRICT, WITHOUT ROWID`,
  'CREATE INDEX inbox_rows_by_time ON inbox_rows (owner, at DESC, id)',
]

const putSql = `INSERT INTO inbox_rows (owner, id, kind, room, message, seq, at) VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (owner, id) DO UPDATE SET seq = min(seq, excluded.seq), at = min(at, excluded.at)`

export function buildSqliteInbox(db: SqliteConnection): InboxStore {
  return {
    applyChanges: async (changes) => {
      if (changes.length === 0) return
      db.write(() => {
        for (const { kind, row } of changes) {
          const id = inboxRowId(row)
          if (kind === 'drop') db.run('DELETE FROM inbox_rows WHERE owner = ? AND id = ?', [row.owner, id])
          else db.run(putSql, [row.owner, id, row.kind, row.room, row.message, row.seq, row.at])
        }
      })
    },
    loadRows: async ({ owners, kinds, behind, limit }) => {
      const ofKinds = kinds === undefined ? '' : 'AND r.kind IN (SELECT value FROM json_each(?))'
      const place = behind === undefined ? '' : 'AND r.at <= ? AND (r.at < ? OR r.id > ?)'
      return db
        .all(
          `SELECT r.* FROM json_each(?) o CROSS JOIN inbox_rows r ON r.owner = o.value
           WHERE true ${place} ${ofKinds} ORDER BY r.at DESC, r.id LIMIT ?`,
          [
            JSON.stringify(owners),
            ...(behind === undefined ? [] : [behind.at, behind.at, behind.id]),
            ...(kinds === undefined ? [] : [JSON.stringify(kinds)]),
            limit,
          ],
        )
        .map(inboxRowFrom)
    },
    forgetRows: async (owner) => db.run('DELETE FROM inbox_rows WHERE owner = ?', [owner]),
    pruneRows: async ({ beforeAt, most }) => {
      db.run('DELETE FROM inbox_rows WHERE at < ?', [beforeAt])
      const crowded = db.all('SELECT owner FROM inbox_rows GROUP BY owner HAVING count(*) > ?', [most])
      for (const row of crowded) {
        const owner = textOf(row, 'owner')
        db.run(
          `DELETE FROM inbox_rows WHERE owner = ? AND id IN (
             SELECT id FROM inbox_rows WHERE owner = ? ORDER BY at DESC, id LIMIT -1 OFFSET ?)`,
          [owner, owner, most],
        )
      }
    },
  }
}

export function inboxRowFrom(row: SqlRow): InboxRow {
  return {
    owner: textOf<UserId | RoomId>(row, 'owner'),
    kind: textOf<InboxRowKind>(row, 'kind'),
    room: textOf<RoomId>(row, 'room'),
    message: textOf<MessageId>(row, 'message'),
    seq: numberOf(row, 'seq'),
    at: numberOf(row, 'at'),
  }
}
