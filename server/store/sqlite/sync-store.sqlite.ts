import type { Role } from '../../../common/credential-scope.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { MessagePreview } from '../message-preview.ts'
import type { RoomAbout } from '../room-about.ts'
import { type ListedRoom, type RoomMark, type SyncStore, unreadCap } from '../sync-store.ts'
import { userFrom } from './account-store.sqlite.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { jsonOf, numberOf, textOf } from './sqlite-row.ts'

const marks = 'm.room, m.role, m.joined_seq, l.version, l.head, min(coalesce(r.seq, 0), l.head) AS receipt'
const mine = `room_members m JOIN room_list l ON l.room = m.room
  LEFT JOIN receipts r ON r.user = m.user AND r.room = m.room WHERE m.user = ?`

/** Counts only where the last message lies after the place. */
const news = `x.room = m.room AND x.seq > max(min(coalesce(r.seq, 0), l.head), m.joined_seq)
  AND x.author <> m.user AND x.removed_at IS NULL`
const hasNews = 'l.last_seq > max(min(coalesce(r.seq, 0), l.head), m.joined_seq)'
const countNews = (also: string) =>
  `CASE WHEN ${hasNews}
   THEN (SELECT count(*) FROM (SELECT 1 FROM messages x WHERE ${news} ${also} LIMIT ${unreadCap})) ELSE 0 END`
const mentionsMe = `AND x.mentions IS NOT NULL
  AND EXISTS (SELECT 1 FROM json_each(x.mentions) WHERE value IN (m.user, 'room'))`
const listSql = (which: string) =>
  `SELECT ${marks}, l.about, l.last, ${countNews('')} AS unread, ${countNews(mentionsMe)} AS mentions
   FROM ${mine} ${which} ORDER BY m.room`

const mostChanged = 1_000

export function buildSqliteSync(db: SqliteConnection): SyncStore {
  return {
    loadPositions: async () =>
      new Map(
        db
          .all('SELECT shard, seq FROM archive_positions')
          .map((row) => [numberOf(row, 'shard'), numberOf(row, 'seq')] as const),
      ),
    loadRoomMarks: async (user) => db.all(`SELECT ${marks} FROM ${mine} ORDER BY m.room`, [user]).map(markFrom),
    loadListedRooms: async (user, which) =>
      (which === undefined
        ? db.all(listSql(''), [user])
        : db.all(listSql('AND m.room IN (SELECT value FROM json_each(?))'), [
            user,
            JSON.stringify(which.map(({ room }) => room)),
          ])
      ).map(listedFrom),
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

function markFrom(row: SqlRow): RoomMark {
  return {
    room: textOf<RoomId>(row, 'room'),
    role: textOf<Role>(row, 'role'),
    joinedSeq: numberOf(row, 'joined_seq'),
    version: numberOf(row, 'version'),
    head: numberOf(row, 'head'),
    receipt: numberOf(row, 'receipt'),
  }
}

function listedFrom(row: SqlRow): ListedRoom {
  return {
    ...markFrom(row),
    ...jsonOf<RoomAbout>(row, 'about'),
    ...(row.last === null ? {} : { last: jsonOf<MessagePreview>(row, 'last') }),
    unread: numberOf(row, 'unread'),
    mentions: numberOf(row, 'mentions'),
  }
}
