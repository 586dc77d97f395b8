import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { HistoryStore } from '../history-store.ts'
import { loadPageByScan, type RowScan } from '../page-window.ts'
import { messageFrom } from './message-row.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { numberOf } from './sqlite-row.ts'

const bySeqSql = (order: 'ASC' | 'DESC', also = '') =>
  `SELECT * FROM messages WHERE room = ? AND seq BETWEEN ? AND ? ${also} ORDER BY seq ${order} LIMIT ?`

/** Two walks, those never changed along their sequence, and the rest along the index of changes. */
const byVersionSql = (order: 'ASC' | 'DESC') =>
  `SELECT * FROM (${bySeqSql(order, 'AND version = seq')})
   UNION ALL
   SELECT * FROM (
     SELECT * FROM messages WHERE room = ? AND version BETWEEN ? AND ? AND version <> seq
     ORDER BY version ${order} LIMIT ?
   )
   ORDER BY version ${order} LIMIT ?`

export function buildSqliteHistory(db: SqliteConnection): HistoryStore {
  const scan = (room: RoomId, { by, direction, from, to, take }: RowScan): readonly Message[] => {
    const bounds = [room, from, to, take]
    const order = direction === 'up' ? 'ASC' : 'DESC'
    const rows =
      by === 'seq' ? db.all(bySeqSql(order), bounds) : db.all(byVersionSql(order), [...bounds, ...bounds, take])
    const messages = rows.map(messageFrom)
    return direction === 'up' ? messages : messages.reverse()
  }
  const countUpTo = (cap: number, conditions: string, values: readonly (string | number)[]) =>
    numberOf(
      db.get(`SELECT count(*) AS n FROM (SELECT 1 FROM messages WHERE ${conditions} LIMIT ?)`, [...values, cap]) ?? {},
      'n',
    )
  const unread = 'room = ? AND seq > ? AND author <> ? AND removed_at IS NULL'

  return {
    loadPage: (query) => loadPageByScan(query, (want) => scan(query.room, want)),
    loadLastMessages: async (rooms) =>
      [...new Set(rooms)].flatMap((room) => {
        const row = db.get('SELECT * FROM messages WHERE room = ? AND removed_at IS NULL ORDER BY seq DESC LIMIT 1', [
          room,
        ])
        return row === undefined ? [] : messageFrom(row)
      }),
    countUnread: async ({ room, user, afterSeq, cap }) => ({
      unread: countUpTo(cap, unread, [room, afterSeq, user]),
      mentions: countUpTo(
        cap,
        `${unread} AND mentions IS NOT NULL
         AND EXISTS (SELECT 1 FROM json_each(mentions) WHERE value IN (?, 'room'))`,
        [room, afterSeq, user, user],
      ),
    }),
  }
}
