import type { UserId } from '../../../common/ids.ts'
import { buildPenalty, type Penalty, type PenaltyKind, type PenaltyStore } from '../penalty-store.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

export function buildSqlitePenalties(db: SqliteConnection): PenaltyStore {
  return {
    takePenalty: async (want) =>
      db.write(() => {
        const row = db.get('SELECT * FROM penalties WHERE user = ? AND kind = ?', [want.user, want.kind])
        const before = row === undefined ? undefined : penaltyFrom(row)
        const penalty = buildPenalty(before, want)
        if (penalty === before) return { penalty, isNew: false }
        db.run(
          `INSERT INTO penalties (user, kind, reason, until, count) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (user, kind) DO UPDATE SET reason = excluded.reason, until = excluded.until, count = excluded.count`,
          [penalty.user, penalty.kind, penalty.reason, penalty.until, penalty.count],
        )
        return { penalty, isNew: true }
      }),
    loadPenalties: async (user, nowAt) =>
      db.all('SELECT * FROM penalties WHERE user = ? AND until > ? ORDER BY kind', [user, nowAt]).map(penaltyFrom),
  }
}

function penaltyFrom(row: SqlRow): Penalty {
  return {
    user: textOf(row, 'user') as UserId,
    kind: textOf(row, 'kind') as PenaltyKind,
    reason: textOf(row, 'reason'),
    until: numberOf(row, 'until'),
    count: numberOf(row, 'count'),
  }
}
