import type { FigureStore } from '../figure-store.ts'
import type { SqliteConnection, SqlValue } from './sqlite-connection.ts'
import { numberOf } from './sqlite-row.ts'

export function buildSqliteFigures(db: SqliteConnection): FigureStore {
  const count = (sql: string, values: readonly SqlValue[] = []) => numberOf(db.get(sql, [...values]) ?? {}, 'n')
  const people = `FROM users WHERE json_extract(profile, '$.deletedAt') IS NULL AND json_extract(profile, '$.botOf') IS NULL`
  return {
    countPeople: async (sinceAts) => ({
      total: count(`SELECT count(*) AS n ${people}`),
      suspended: count(`SELECT count(*) AS n ${people} AND suspended_at IS NOT NULL`),
      active: sinceAts.map((at) =>
        count(`SELECT count(*) AS n ${people} AND id IN (SELECT user FROM devices WHERE last_seen_at >= ?)`, [at]),
      ),
    }),
    countRooms: async () => count('SELECT count(DISTINCT room) AS n FROM room_members'),
    countMessages: async () => count('SELECT count(*) AS n FROM messages'),
    countRoomMessages: async (room) => count('SELECT count(*) AS n FROM messages WHERE room = ?', [room]),
    countMessagesBetween: async (bounds) =>
      bounds
        .slice(1)
        .map((to, place) =>
          count('SELECT count(*) AS n FROM messages WHERE at >= ? AND at < ?', [bounds[place] ?? 0, to]),
        ),
    countBytes: async () => {
      const pages = numberOf(db.get('PRAGMA page_count') ?? {}, 'page_count')
      return pages * numberOf(db.get('PRAGMA page_size') ?? {}, 'page_size')
    },
  }
}
