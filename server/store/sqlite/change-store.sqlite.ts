import type { EventId } from '../../../common/ids.ts'
import type { ChangeStore, PendingChange } from '../change-store.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { jsonOf, numberOf, textOf } from './sqlite-row.ts'

export function buildSqliteChanges(db: SqliteConnection): ChangeStore {
  return {
    putChange: async ({ id, kind, detail, startedAt }) => {
      db.run(
        `INSERT INTO changes (id, kind, detail, started_at) VALUES (?, ?, ?, ?)
         ON CONFLICT (id) DO UPDATE SET detail = excluded.detail`,
        [id, kind, JSON.stringify(detail), startedAt],
      )
    },
    removeChange: async (id) => {
      db.run('DELETE FROM changes WHERE id = ?', [id])
    },
    loadChange: async (id) => {
      const row = db.get('SELECT * FROM changes WHERE id = ?', [id])
      return row === undefined ? undefined : changeFrom(row)
    },
    loadChanges: async (kind) =>
      db.all('SELECT * FROM changes WHERE kind = ? ORDER BY started_at, id', [kind]).map(changeFrom),
  }
}

function changeFrom(row: SqlRow): PendingChange {
  return {
    id: textOf<EventId>(row, 'id'),
    kind: textOf(row, 'kind'),
    detail: jsonOf<unknown>(row, 'detail'),
    startedAt: numberOf(row, 'started_at'),
  }
}
