import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import {
  type ArchiveBatch,
  type ArchivedRoom,
  type ArchiveStore,
  mostVersions,
  type SpokeAt,
} from '../archive-store.ts'
import { buildRoomState, buildRoomStateRow, type RoomStateRow } from '../room-state-row.ts'
import { buildSafeSetAside, classOfSetAside, type SetAsideClass, setAsideLimits } from '../safe-set-aside.ts'
import { buildMessageValues, messageColumns, messageFrom } from './message-row.ts'
import { putLastMessages, putRoomHead } from './room-list.sqlite.ts'
import { eraseEntry } from './search-entries.sqlite.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { bytesOf, jsonOf, numberOf, textOf } from './sqlite-row.ts'

// The order of `winsOver` (message-precedence.ts): the lower sequence, then the higher version.
const putMessageSql = `INSERT INTO messages (${messageColumns.join(', ')})
  VALUES (${messageColumns.map(() => '?').join(', ')})
  ON CONFLICT (room, id) DO UPDATE SET ${messageColumns
    .slice(2)
    .map((column) => `${column} = excluded.${column}`)
    .join(', ')}
  WHERE excluded.seq < seq OR (excluded.seq = seq AND excluded.version > version)`

export function buildSqliteArchive(db: SqliteConnection): ArchiveStore {
  return {
    loadPosition: async (shard) => {
      const row = db.get('SELECT seq FROM archive_positions WHERE shard = ?', [shard])
      return row === undefined ? 0 : numberOf(row, 'seq')
    },
    advancePosition: async (shard, fromSeq, toSeq, marks) => {
      if (toSeq < fromSeq) return false
      const kept = marks === undefined ? null : JSON.stringify(marks)
      return db.write(() => {
        db.run('INSERT INTO archive_positions (shard, seq) VALUES (?, 0) ON CONFLICT DO NOTHING', [shard])
        const sql = 'UPDATE archive_positions SET seq = ?, marks = coalesce(?, marks) WHERE shard = ? AND seq = ?'
        return db.run(sql, [toSeq, kept, shard, fromSeq]) === 1
      })
    },
    loadArchivedRooms: async (rooms) =>
      [...new Set(rooms)].flatMap((room: RoomId) => {
        const row = db.get('SELECT head, state, spoke FROM archived_rooms WHERE room = ?', [room])
        if (row === undefined) return []
        const spoke = row.spoke === null ? {} : { spoke: jsonOf<readonly SpokeAt[]>(row, 'spoke') }
        return { state: buildRoomState(jsonOf<RoomStateRow>(row, 'state')), head: numberOf(row, 'head'), ...spoke }
      }),
    loadMessages: async (keys) => {
      const unique = new Map(keys.map((key) => [`${key.room} ${key.id}`, key]))
      return [...unique.values()].flatMap(({ room, id }) => {
        const row = db.get('SELECT * FROM messages WHERE room = ? AND id = ?', [room, id])
        return row === undefined ? [] : messageFrom(row)
      })
    },
    writeBatch: async (batch) => db.write(() => writeRows(db, batch)),
    eraseMessages: async (keys, erasedAt) =>
      db.write(() => {
        for (const { room, id } of keys) {
          db.run(
            `UPDATE messages SET text = '', mentions = NULL, attachments = NULL, reactions = NULL, edited_at = NULL,
               preview = NULL, forwarded = NULL, links = NULL, pinned_at = NULL, removed_at = ? WHERE room = ? AND id = ? AND removed_at IS NULL`,
            [erasedAt, room, id],
          )
          db.run('DELETE FROM message_versions WHERE room = ? AND id = ?', [room, id])
          const row = db.get('SELECT * FROM messages WHERE room = ? AND id = ?', [room, id])
          if (row !== undefined) putLastMessages(db, [messageFrom(row)])
          eraseEntry(db, { room, id })
        }
      }),

    countSetAside: async () => numberOf(db.get('SELECT count(*) AS n FROM set_aside') ?? {}, 'n'),
    loadSetAside: async (limit) =>
      db.all('SELECT * FROM set_aside ORDER BY stored_at DESC, shard, seq DESC LIMIT ?', [limit]).map((row) => ({
        shard: numberOf(row, 'shard'),
        seq: numberOf(row, 'seq'),
        subject: textOf(row, 'subject'),
        reason: textOf(row, 'reason'),
        detail: textOf(row, 'detail'),
        storedAt: numberOf(row, 'stored_at'),
        body: bytesOf(row, 'body'),
      })),
  }
}

/** One transaction: all of it or nothing is there, so the order inside needs no care here. */
function writeRows(db: SqliteConnection, batch: ArchiveBatch): void {
  const isWritten = (message: Message) => db.run(putMessageSql, buildMessageValues(message)) === 1
  putLastMessages(db, [...batch.posted, ...batch.changed].filter(isWritten))
  // Never of one that is removed by now, whoever writes late.
  for (const { room, id, seq, at, text } of batch.versions ?? []) {
    db.run(
      `INSERT INTO message_versions (room, id, seq, at, text) SELECT ?, ?, ?, ?, ?
       WHERE EXISTS (SELECT 1 FROM messages WHERE room = ? AND id = ? AND removed_at IS NULL) ON CONFLICT DO NOTHING`,
      [room, id, seq, at, text, room, id],
    )
  }
  for (const { room, id } of batch.versions ?? []) {
    db.run(
      `DELETE FROM message_versions WHERE room = ? AND id = ?
       AND seq > (SELECT min(seq) FROM message_versions WHERE room = ? AND id = ?)
       AND seq < (SELECT seq FROM message_versions WHERE room = ? AND id = ? ORDER BY seq DESC LIMIT 1 OFFSET ?)`,
      [room, id, room, id, room, id, mostVersions - 2],
    )
  }
  for (const { room, id, removedAt } of batch.changed) {
    if (removedAt !== undefined) db.run('DELETE FROM message_versions WHERE room = ? AND id = ?', [room, id])
  }
  for (const room of batch.rooms) {
    putRoomRow(db, room)
    putRoomHead(db, room.state.room, room.head)
  }
  for (const { room, seq, at, event } of batch.notices) {
    db.run('INSERT INTO notices (room, seq, at, event) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING', [
      room,
      seq,
      at,
      JSON.stringify(event),
    ])
  }
  for (const entry of batch.setAside.map(buildSafeSetAside)) {
    db.run(
      `INSERT INTO set_aside (shard, seq, subject, reason, detail, stored_at, body) VALUES (?, ?, ?, ?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
      [entry.shard, entry.seq, entry.subject, entry.reason, entry.detail, entry.storedAt, entry.body],
    )
  }
  for (const one of new Set(batch.setAside.map(classOfSetAside))) dropOldSetAside(db, one)
}

function dropOldSetAside(db: SqliteConnection, one: SetAsideClass): void {
  const ofClass = one === 'unwritable' ? "reason = 'unwritable'" : "reason <> 'unwritable'"
  db.run(
    `DELETE FROM set_aside WHERE ${ofClass} AND stored_at < (
       SELECT min(stored_at) FROM (
         SELECT stored_at, sum(length(body)) OVER newest AS bytes, row_number() OVER newest AS place
         FROM set_aside WHERE ${ofClass} WINDOW newest AS (ORDER BY stored_at DESC, shard, seq DESC)
       ) WHERE bytes <= ? AND place <= ?
     )`,
    [setAsideLimits.keptBytes, setAsideLimits.kept],
  )
}

function putRoomRow(db: SqliteConnection, { state, head, spoke }: ArchivedRoom): void {
  const paces = spoke === undefined ? null : JSON.stringify(spoke)
  // Nearly always only the head moved: then the list of members, kilobytes in a large room, is not written again.
  const moved = db.run('UPDATE archived_rooms SET head = ?, spoke = ? WHERE room = ? AND version = ? AND head < ?', [
    head,
    paces,
    state.room,
    state.version,
    head,
  ])
  if (moved === 1) return
  db.run(
    `INSERT INTO archived_rooms (room, head, version, state, spoke) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (room) DO UPDATE SET head = excluded.head, version = excluded.version, state = excluded.state,
       spoke = excluded.spoke WHERE excluded.head > head`,
    [state.room, head, state.version, JSON.stringify(buildRoomStateRow(state)), paces],
  )
}
