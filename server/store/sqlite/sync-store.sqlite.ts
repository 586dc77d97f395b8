import { unreadCap } from '../../../common/reducers/unread-reducer.ts'
import type { ListedRoom, RoomMark, SyncStore } from '../sync-store.ts'
import { userFrom } from './account-store.sqlite.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf } from './sqlite-row.ts'

const mine = `room_members m JOIN room_list l ON l.room = m.room
  LEFT JOIN receipts r ON r.user = m.user AND r.room = m.room WHERE m.user = ?`
const receipt = 'min(coalesce(r.seq, 0), l.head)'

/** Counts only where the last message lies after the place. */
const news = `x.room = m.room AND x.seq > max(${receipt}, m.joined_seq) AND x.author <> m.user AND x.removed_at IS NULL`
const countNews = (also: string) =>
  `CASE WHEN l.last_seq > max(${receipt}, m.joined_seq)
   THEN (SELECT count(*) FROM (SELECT 1 FROM messages x WHERE ${news} ${also} LIMIT ${unreadCap})) ELSE 0 END`
const mentionsMe = `AND x.mentions IS NOT NULL
  AND EXISTS (SELECT 1 FROM json_each(x.mentions) WHERE value IN (m.user, 'room'))`

/**
 * Rows as the text of their own JSON, all in one: a thousand rows of ten columns each take the library longer to hand
 * over than the database to find. Ids and roles need no escaping; `about` and `last` are JSON as they were put.
 */
const markJson = `'"room":"' || m.room || '","role":"' || m.role || '","joinedSeq":' || m.joined_seq ||
  ',"version":' || l.version || ',"head":' || l.head || ',"receipt":' || ${receipt}`
const listedJson = `${markJson} || ',"unread":' || ${countNews('')} || ',"mentions":' || ${countNews(mentionsMe)} ||
  coalesce(',"last":' || l.last, '') || ',' || substr(l.about, 2, length(l.about) - 2)`
const listSql = (json: string, which = '') =>
  `SELECT group_concat(row, ',') AS list FROM (SELECT '{' || ${json} || '}' AS row FROM ${mine} ${which} ORDER BY m.room)`

const mostChanged = 1_000

export function buildSqliteSync(db: SqliteConnection): SyncStore {
  return {
    loadPositions: async () =>
      new Map(
        db
          .all('SELECT shard, seq FROM archive_positions')
          .map((row) => [numberOf(row, 'shard'), numberOf(row, 'seq')] as const),
      ),
    loadRoomMarks: async (user) => parseList<RoomMark>(db.get(listSql(markJson), [user])),
    loadListedRooms: async (user, which) =>
      parseList<ListedRoom>(
        which === undefined
          ? db.get(listSql(listedJson), [user])
          : db.get(listSql(listedJson, 'AND m.room IN (SELECT value FROM json_each(?))'), [
              user,
              JSON.stringify(which.map(({ room }) => room)),
            ]),
      ),
    loadPeople: async (user, named, changedSinceAt) => {
      const ids = new Set(named)
      const people = [...ids].flatMap((id) => userFrom(db.get('SELECT * FROM users WHERE id = ?', [id])) ?? [])
      if (changedSinceAt === undefined) return people
      const changed = db.all(
        `SELECT * FROM users u WHERE changed_at >= ? AND EXISTS (
           SELECT 1 FROM room_members a JOIN room_members b ON b.room = a.room WHERE a.user = u.id AND b.user = ?
         ) LIMIT ?`,
        [changedSinceAt, user, mostChanged],
      )
      return [...people, ...changed.flatMap((row) => userFrom(row) ?? []).filter(({ id }) => !ids.has(id))]
    },
  }
}

/** NULL where there is no row. */
function parseList<T>(row: SqlRow | undefined): readonly T[] {
  return typeof row?.list === 'string' ? (JSON.parse(`[${row.list}]`) as readonly T[]) : []
}
