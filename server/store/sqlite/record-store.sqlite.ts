import { type KeptRecord, mostRecords, type RecordStore } from '../record-store.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { jsonOf, numberOf, textOf } from './sqlite-row.ts'

export function buildSqliteRecords(db: SqliteConnection): RecordStore {
  const forget = (kind: string, id: string) => db.run('DELETE FROM record_owners WHERE kind = ? AND id = ?', [kind, id])
  return {
    loadRecord: async (kind, id) => {
      const row = db.get('SELECT * FROM records WHERE kind = ? AND id = ?', [kind, id])
      return row === undefined ? undefined : recordFrom(row)
    },
    loadRecordsById: async (kind, ids) =>
      db
        .all('SELECT * FROM records WHERE kind = ? AND id IN (SELECT value FROM json_each(?))', [
          kind,
          JSON.stringify(ids),
        ])
        .map(recordFrom),
    loadRecords: async ({ kind, owner, after, limit = mostRecords }) => {
      const mine = 'AND r.id IN (SELECT o.id FROM record_owners o WHERE o.kind = r.kind AND o.owner = ?)'
      return db
        .all(
          `SELECT r.* FROM records r WHERE r.kind = ? AND (r.at, r.id) > (?, ?) ${owner === undefined ? '' : mine}
           ORDER BY r.at, r.id LIMIT ?`,
          [kind, after?.at ?? -1, after?.id ?? '', ...(owner === undefined ? [] : [owner]), limit],
        )
        .map(recordFrom)
    },
    countRecords: async (kind, owner) =>
      numberOf(
        db.get('SELECT count(*) AS n FROM record_owners WHERE kind = ? AND owner = ?', [kind, owner]) ?? {},
        'n',
      ),
    putRecord: async ({ kind, id, turn, owners, at, detail }) =>
      db.write(() => {
        const [texts, json] = [JSON.stringify(owners), JSON.stringify(detail)]
        const stored =
          turn === 1
            ? db.run(
                'INSERT INTO records (kind, id, turn, at, owners, detail) VALUES (?, ?, 1, ?, ?, ?) ON CONFLICT DO NOTHING',
                [kind, id, at, texts, json],
              )
            : db.run(
                'UPDATE records SET turn = ?, at = ?, owners = ?, detail = ? WHERE kind = ? AND id = ? AND turn = ?',
                [turn, at, texts, json, kind, id, turn - 1],
              )
        if (stored === 0) return false
        putOwners(db, { kind, id, owners })
        return true
      }),
    removeRecord: async (kind, id, turn) =>
      db.write(() => {
        if (db.run('DELETE FROM records WHERE kind = ? AND id = ? AND turn = ?', [kind, id, turn]) === 0) return false
        forget(kind, id)
        return true
      }),
  }
}

function putOwners(db: SqliteConnection, { kind, id, owners }: Pick<KeptRecord, 'kind' | 'id' | 'owners'>): void {
  db.run('DELETE FROM record_owners WHERE kind = ? AND id = ?', [kind, id])
  for (const owner of new Set(owners)) {
    db.run('INSERT INTO record_owners (kind, owner, id) VALUES (?, ?, ?)', [kind, owner, id])
  }
}

export function recordFrom(row: SqlRow): KeptRecord {
  return {
    kind: textOf(row, 'kind'),
    id: textOf(row, 'id'),
    turn: numberOf(row, 'turn'),
    owners: jsonOf<readonly string[]>(row, 'owners'),
    at: numberOf(row, 'at'),
    detail: jsonOf<unknown>(row, 'detail'),
  }
}
