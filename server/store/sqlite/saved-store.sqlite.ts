import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import { foldSaved } from '../../../common/reducers/saved-reducer.ts'
import type { SavedKey, SavedMark, SavedStore } from '../saved-store.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

const ofKey = 'user = ? AND room = ? AND message = ?'
const valuesOf = ({ user, room, message }: SavedKey) => [user, room, message]

export function buildSqliteSaved(db: SqliteConnection): SavedStore {
  const load = (key: SavedKey): SavedMark | undefined => {
    const row = db.get(`SELECT * FROM saved_marks WHERE ${ofKey}`, valuesOf(key))
    return row === undefined ? undefined : savedMarkFrom(row)
  }
  return {
    foldWord: async (key, word) =>
      db.write(() => {
        const { user, room, message } = key
        const state = foldSaved(load(key), word)
        db.run(
          `INSERT INTO saved_marks (user, room, message, at, said_at, is_saved) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (user, room, message) DO UPDATE SET
             at = excluded.at, said_at = excluded.said_at, is_saved = excluded.is_saved`,
          [...valuesOf(key), state.at, state.saidAt, state.isSaved ? 1 : 0],
        )
        return { user, room, message, ...state }
      }),
    loadMark: async (key) => load(key),
    loadSaved: async (user, { after, limit }) =>
      db
        .all(
          `SELECT * FROM saved_marks WHERE user = ? AND is_saved = 1
             ${after === undefined ? '' : 'AND (at, room, message) < (?, ?, ?)'}
           ORDER BY at DESC, room DESC, message DESC LIMIT ?`,
          [user, ...(after === undefined ? [] : [after.at, after.room, after.message]), limit],
        )
        .map(savedMarkFrom),
    countSaved: async (user) =>
      numberOf(db.get('SELECT count(*) AS n FROM saved_marks WHERE user = ? AND is_saved = 1', [user]) ?? {}, 'n'),
    loadMarksOf: async (user) => db.all('SELECT * FROM saved_marks WHERE user = ?', [user]).map(savedMarkFrom),
    pruneUnsaved: async (user, { since, most }) => {
      db.write(() => {
        db.run('DELETE FROM saved_marks WHERE user = ? AND is_saved = 0 AND said_at < ?', [user, since])
        db.run(
          `DELETE FROM saved_marks WHERE user = ? AND is_saved = 0 AND (room, message) IN (
             SELECT room, message FROM saved_marks WHERE user = ? AND is_saved = 0
             ORDER BY said_at DESC LIMIT -1 OFFSET ?)`,
          [user, user, most],
        )
      })
    },
    removeMarks: async (keys) => {
      if (keys.length === 0) return
      db.write(() => {
        for (const key of keys) db.run(`DELETE FROM saved_marks WHERE ${ofKey}`, valuesOf(key))
      })
    },
    forgetSaved: async (user) => db.run('DELETE FROM saved_marks WHERE user = ?', [user]),
  }
}

export function savedMarkFrom(row: SqlRow): SavedMark {
  return {
    user: textOf<UserId>(row, 'user'),
    room: textOf<RoomId>(row, 'room'),
    message: textOf<MessageId>(row, 'message'),
    isSaved: numberOf(row, 'is_saved') === 1,
    at: numberOf(row, 'at'),
    saidAt: numberOf(row, 'said_at'),
  }
}
