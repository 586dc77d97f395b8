import type { Role } from '../../../common/credential-scope.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { unreadCap } from '../../../common/reducers/unread-reducer.ts'
import type { ListedRoom, RoomBounds, RoomMark, SyncStore } from '../sync-store.ts'
import { userFrom } from './account-store.sqlite.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { numberOf } from './sqlite-row.ts'

const mine = `room_members m JOIN room_list l ON l.room = m.room
  LEFT JOIN receipts r ON r.user = m.user AND r.room = m.room WHERE m.user = ?`
const receipt = 'min(coalesce(r.seq, 0), l.head)'

/** Counts only where the last message lies after the place, and without reading a message: see `messages_by_seq`. */
const news = `x.room = m.room AND x.seq > max(${receipt}, m.joined_seq) AND x.author <> m.user AND x.removed_at IS NULL
  AND x.aside IS NULL`
const countNews = (also: string) =>
  `CASE WHEN l.last_seq > max(${receipt}, m.joined_seq)
   THEN (SELECT count(*) FROM (SELECT 1 FROM messages x WHERE ${news} ${also} LIMIT ${unreadCap})) ELSE 0 END`
const mentionsMe = `AND x.mentions IS NOT NULL
  AND EXISTS (SELECT 1 FROM json_each(x.mentions) WHERE value IN (m.user, 'room'))`

const markColumns = `m.room, m.role, m.joined_seq, l.version, l.head, ${receipt}, m.muted_until, l.limits`
const listedColumns = `${markColumns}, ${countNews('')}, ${countNews(mentionsMe)}, l.about, l.members, l.last, l.last_author`
const listSql = (columns: string, which = '') => `SELECT ${columns} FROM ${mine} ${which} ORDER BY m.room`
const among = 'AND m.room IN (SELECT value FROM json_each(?))'

const mostChanged = 1_000

export function buildSqliteSync(db: SqliteConnection): SyncStore {
  return {
    loadPositions: async () =>
      new Map(
        db
          .all('SELECT shard, seq FROM archive_positions')
          .map((row) => [numberOf(row, 'shard'), numberOf(row, 'seq')] as const),
      ),
    loadRoomMarks: async (user) => db.list(listSql(markColumns), [user]).map((row) => markFrom(row as MarkRow)),
    loadListedRooms: async (user, which) =>
      (which === undefined
        ? db.list(listSql(listedColumns), [user])
        : db.list(listSql(listedColumns, among), [user, JSON.stringify(which.map(({ room }) => room))])
      ).map((row) => listedFrom(row as ListedRow)),
    loadPeople: async (user, named, changedSinceAt) => {
      const ids = new Set(named)
      const people = db
        .all('SELECT * FROM users WHERE id IN (SELECT value FROM json_each(?))', [JSON.stringify([...ids])])
        .flatMap((row) => userFrom(row) ?? [])
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

/** By place: a name a value takes the library longer to hand over than the database to find. */
type MarkRow = readonly [RoomId, Role, number, number, number, number, number | null, string | null]
type ListedRow = readonly [...MarkRow, number, number, string, string, string | null, UserId | null]

function markFrom([room, role, joinedSeq, version, head, read, mutedUntil, limits]: MarkRow): RoomMark {
  const mark = { room, role, joinedSeq, version, head, receipt: read }
  // In nearly all rooms nothing limits anybody.
  if (mutedUntil === null && limits === null) return mark
  const bounds = limits === null ? {} : (JSON.parse(limits) as RoomBounds)
  return { ...mark, ...bounds, ...(mutedUntil === null ? {} : { mutedUntil }) }
}

function listedFrom(row: ListedRow): ListedRoom {
  const [room, role, joinedSeq, version, head, read, muted, limits, ...rest] = row
  const [unread, mentions, about, members, last, lastAuthor] = rest
  const mark = {
    ...markFrom([room, role, joinedSeq, version, head, read, muted, limits]),
    ...{ unread, mentions, about, members },
  }
  return last === null || lastAuthor === null ? mark : { ...mark, last, lastAuthor }
}
