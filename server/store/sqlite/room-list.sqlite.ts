import type { RoomId } from '../../../common/ids.ts'
import type { Message, RoomState } from '../../../common/message.ts'
import { mutedUntil } from '../../../common/reducers/room-limits.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import { writeListedLast, writeListedText } from '../listed-room.ts'
import { buildMessagePreview } from '../message-preview.ts'
import { buildRoomAbout, buildRoomBounds } from '../room-about.ts'
import { buildRoomState, type RoomStateRow } from '../room-state-row.ts'
import { messageFrom } from './message-row.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { jsonOf, numberOf, textOf } from './sqlite-row.ts'

/**
 * `room_list`: one small row a room, of which a list of a thousand is made by one query. Who writes a room or a message
 * writes it here too, in the same transaction: the directory what the room is, the archiver its head and last message.
 */
export function putRoomAbout(db: SqliteConnection, state: RoomState): void {
  const { room, version } = state
  const { about, members } = writeListedText(buildRoomAbout(state))
  const bounds = buildRoomBounds(state)
  db.run(
    `INSERT INTO room_list (room, version, about, members, limits) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room) DO UPDATE SET version = excluded.version, about = excluded.about, members = excluded.members,
       limits = excluded.limits`,
    [room, version, about, members, bounds === undefined ? null : JSON.stringify(bounds)],
  )
  db.run('DELETE FROM room_members WHERE room = ?', [room])
  for (const { user, role, joinedSeq } of state.members.values()) {
    const until = mutedUntil(state.limits ?? {}, user)
    const place = [user, room, role, joinedSeq, until === 0 ? null : until]
    db.run('INSERT INTO room_members (user, room, role, joined_seq, muted_until) VALUES (?, ?, ?, ?, ?)', place)
  }
}

export function putRoomHead(db: SqliteConnection, room: RoomId, head: number): void {
  db.run(
    `INSERT INTO room_list (room, head) VALUES (?, ?)
     ON CONFLICT (room) DO UPDATE SET head = excluded.head WHERE excluded.head > head`,
    [room, head],
  )
}

/** @param written a moment ago, the newest version of a message last; one that lost to another copy is not among them */
export function putLastMessages(db: SqliteConnection, written: readonly Message[]): void {
  const byRoom = new Map<RoomId, Map<string, Message>>()
  for (const message of written) {
    const messages = byRoom.get(message.room) ?? new Map<string, Message>()
    byRoom.set(message.room, messages.set(message.id, message))
  }
  for (const [room, messages] of byRoom) putLastMessage(db, room, [...messages.values()])
}

function putLastMessage(db: SqliteConnection, room: RoomId, messages: readonly Message[]): void {
  const row = db.get('SELECT last_seq, last_id FROM room_list WHERE room = ?', [room])
  const last = { seq: Number(row?.last_seq ?? 0), id: row?.last_id }
  const isGone = messages.some(
    ({ id, seq, removedAt }) => id === last.id && (removedAt !== undefined || seq !== last.seq),
  )
  const standing = messages.filter((message) => message.removedAt === undefined && !isOnlyInThread(message))
  const newest = isGone ? loadNewest(db, room) : standing.toSorted((a, b) => b.seq - a.seq)[0]
  if (isGone || (newest !== undefined && newest.seq >= last.seq)) writeLast(db, room, newest)
}

function writeLast(db: SqliteConnection, room: RoomId, last: Message | undefined): void {
  const row = writeListedLast(last === undefined ? undefined : buildMessagePreview(last))
  db.run(
    `INSERT INTO room_list (room, last_seq, last_id, last, last_author) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room) DO UPDATE SET last_seq = excluded.last_seq, last_id = excluded.last_id, last = excluded.last,
       last_author = excluded.last_author`,
    [room, last?.seq ?? 0, last?.id ?? null, row.last ?? null, row.lastAuthor ?? null],
  )
}

/** Behind so many removed ones, or answers in threads, in a row none is looked for: whoever removes all they wrote must not cost a walk each time. */
const mostRemoved = 200

function loadNewest(db: SqliteConnection, room: RoomId): Message | undefined {
  const newest = db
    .all('SELECT seq, removed_at, aside FROM messages WHERE room = ? ORDER BY seq DESC LIMIT ?', [room, mostRemoved])
    .find(({ removed_at, aside }) => removed_at === null && aside === null)
  if (newest === undefined) return undefined
  const row = db.get('SELECT * FROM messages WHERE room = ? AND seq = ?', [room, numberOf(newest, 'seq')])
  return row === undefined ? undefined : messageFrom(row)
}

/** For a file from before there was a list. */
export function fillRoomList(db: SqliteConnection): void {
  for (const row of db.all('SELECT state FROM rooms')) {
    putRoomAbout(db, buildRoomState(jsonOf<RoomStateRow>(row, 'state')))
  }
  for (const row of db.all('SELECT room, head FROM archived_rooms')) {
    const room = textOf<RoomId>(row, 'room')
    putRoomHead(db, room, numberOf(row, 'head'))
    writeLast(db, room, loadNewest(db, room))
  }
}
