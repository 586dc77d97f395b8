import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import { sumThreads, type ThreadMark, type ThreadStore } from '../thread-store.ts'
import { withinSql, withinValues } from './history-store.sqlite.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf, optional, textOf } from './sqlite-row.ts'

const foldSql = `INSERT INTO thread_marks (user, room, thread, from_seq, follow_seq, left_seq, read_seq)
  VALUES (?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (user, room, thread) DO UPDATE SET
    from_seq = min(coalesce(from_seq, excluded.from_seq), coalesce(excluded.from_seq, from_seq)),
    follow_seq = max(follow_seq, excluded.follow_seq), left_seq = max(left_seq, excluded.left_seq),
    read_seq = max(read_seq, excluded.read_seq)`

export function buildSqliteThreads(db: SqliteConnection): ThreadStore {
  return {
    foldMarks: async (changes) => {
      // Even a transaction with nothing in it waits for whoever writes.
      if (changes.length === 0) return
      db.write(() => {
        for (const { user, room, thread, fromSeq, followSeq = 0, leftSeq = 0, readSeq = 0 } of changes)
          db.run(foldSql, [user, room, thread, fromSeq ?? null, followSeq, leftSeq, readSeq])
      })
    },
    clearLeft: async ({ user, room, thread }) => {
      db.run('UPDATE thread_marks SET left_seq = 0 WHERE user = ? AND room = ? AND thread = ?', [user, room, thread])
    },
    loadFollowed: async (user, limit) =>
      db
        .all('SELECT * FROM thread_marks WHERE user = ? AND follow_seq > left_seq ORDER BY follow_seq DESC LIMIT ?', [
          user,
          limit,
        ])
        .map(threadMarkFrom),
    loadMarksOf: async (user) => db.all('SELECT * FROM thread_marks WHERE user = ?', [user]).map(threadMarkFrom),
    forgetMarks: async (user) => db.run('DELETE FROM thread_marks WHERE user = ?', [user]),
    loadMarks: async (user, room, threads) =>
      db
        .all(
          `SELECT * FROM thread_marks
           WHERE user = ? AND room = ? AND thread IN (SELECT value FROM json_each(?))`,
          [user, room, JSON.stringify(threads)],
        )
        .map(threadMarkFrom),
    findThreads: async (room, threads) =>
      db
        .all(
          `SELECT value AS thread FROM json_each(?) WHERE EXISTS (
             SELECT 1 FROM messages INDEXED BY messages_in_threads
             WHERE room = ? AND thread = value AND thread IS NOT NULL)`,
          [JSON.stringify(threads), room],
        )
        .map((row) => textOf<MessageId>(row, 'thread')),
    sumAnswers: async ({ room, threads, upTo = Number.MAX_SAFE_INTEGER, ...seen }) => {
      if (threads.length === 0) return []
      const rows = db.all(
        `SELECT thread, author, count(*) AS n, max(at) AS last_at, max(seq) AS last_seq
         FROM messages INDEXED BY messages_in_threads
         WHERE room = ? AND thread IN (SELECT value FROM json_each(?)) AND thread IS NOT NULL AND seq <= ?
           AND removed_at IS NULL ${withinSql(seen)}
         GROUP BY thread, author`,
        [room, JSON.stringify(threads), upTo, ...withinValues(seen)],
      )
      return sumThreads(
        rows.map((row) => ({
          thread: textOf<MessageId>(row, 'thread'),
          author: textOf<UserId>(row, 'author'),
          count: numberOf(row, 'n'),
          lastAt: numberOf(row, 'last_at'),
          lastSeq: numberOf(row, 'last_seq'),
        })),
      )
    },
    listNew: async ({ room, thread, user, afterSeq, cap, ...seen }) =>
      db
        .all(
          `SELECT seq, aside IS NULL AS in_room, mentions IS NOT NULL
             AND EXISTS (SELECT 1 FROM json_each(mentions) WHERE value IN (?, 'room')) AS for_them
           FROM messages INDEXED BY messages_in_threads
           WHERE room = ? AND thread = ? AND thread IS NOT NULL AND seq > ? AND author <> ?
             AND removed_at IS NULL ${withinSql(seen)} ORDER BY seq DESC LIMIT ?`,
          [user, room, thread, afterSeq, user, ...withinValues(seen), cap],
        )
        .map((row) => ({
          seq: numberOf(row, 'seq'),
          isInRoom: numberOf(row, 'in_room') === 1,
          isForThem: numberOf(row, 'for_them') === 1,
        })),
  }
}

export function threadMarkFrom(row: SqlRow): ThreadMark {
  return {
    user: textOf<UserId>(row, 'user'),
    room: textOf<RoomId>(row, 'room'),
    thread: textOf<MessageId>(row, 'thread'),
    ...optional<'fromSeq', number>(row, 'from_seq', 'fromSeq'),
    followSeq: numberOf(row, 'follow_seq'),
    leftSeq: numberOf(row, 'left_seq'),
    readSeq: numberOf(row, 'read_seq'),
  }
}
