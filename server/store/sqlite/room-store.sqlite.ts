import type { RoomId } from '../../../common/ids.ts'
import type { RoomState } from '../../../common/message.ts'
import { buildPublicRoomRow, type RoomAbout } from '../room-about.ts'
import { buildRoomState, buildRoomStateRow, type RoomStateRow } from '../room-state-row.ts'
import type { RoomStore } from '../room-store.ts'
import { putRoomAbout } from './room-list.sqlite.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { jsonOf, numberOf, textOf } from './sqlite-row.ts'

export function buildSqliteRooms(db: SqliteConnection): RoomStore {
  const loadRoom = (room: RoomId) => {
    const row = db.get('SELECT state FROM rooms WHERE room = ?', [room])
    return row === undefined ? undefined : roomFrom(row)
  }
  return {
    loadRoom: async (room) => loadRoom(room),
    loadRooms: async (rooms) => [...new Set(rooms)].flatMap((room) => loadRoom(room) ?? []),
    loadRoomsOfUser: async (user) =>
      db
        .all('SELECT r.state FROM room_members m JOIN rooms r ON r.room = m.room WHERE m.user = ? ORDER BY r.room', [
          user,
        ])
        .map(roomFrom),
    countRoomsOfUser: async (user) =>
      numberOf(
        db.get(
          `SELECT count(*) AS n FROM room_members m LEFT JOIN room_list l ON l.room = m.room
           WHERE m.user = ? AND (l.limits IS NULL OR l.limits NOT LIKE '%"endedAt"%')`,
          [user],
        ) ?? {},
        'n',
      ),
    loadPublicRooms: async (after, limit) =>
      db
        .all(
          `SELECT room, about FROM room_list
           WHERE json_extract(about, '$.visibility') = 'public' AND room > ? ORDER BY room LIMIT ?`,
          [after ?? '', limit],
        )
        .map((row) => {
          const about = jsonOf<RoomAbout>(row, 'about')
          return buildPublicRoomRow(textOf<RoomId>(row, 'room'), about)
        }),
    loadRoomNames: async (after, limit) =>
      db
        .all(
          `SELECT r.room, json_extract(l.about, '$.kind') AS kind, json_extract(l.about, '$.name') AS name,
             json_extract(l.about, '$.memberCount') AS members
           FROM rooms r JOIN room_list l ON l.room = r.room
           WHERE r.room > ? AND l.about IS NOT NULL ORDER BY r.room LIMIT ?`,
          [after ?? '', limit],
        )
        .map((row) => ({
          room: textOf<RoomId>(row, 'room'),
          roomKind: textOf<RoomState['roomKind']>(row, 'kind'),
          name: textOf(row, 'name'),
          memberCount: numberOf(row, 'members'),
        })),
    listRooms: async (after, limit) =>
      db
        .all('SELECT room FROM rooms WHERE room > ? ORDER BY room LIMIT ?', [after ?? '', limit])
        .map((row) => textOf<RoomId>(row, 'room')),
    putRoom: async (state, expectedVersion) =>
      db.write(() => {
        const json = JSON.stringify(buildRoomStateRow(state))
        const stored =
          expectedVersion === 0
            ? db.run('INSERT INTO rooms (room, version, state) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
                state.room,
                state.version,
                json,
              ])
            : db.run('UPDATE rooms SET version = ?, state = ? WHERE room = ? AND version = ?', [
                state.version,
                json,
                state.room,
                expectedVersion,
              ])
        if (stored === 0) return false
        putRoomAbout(db, state)
        return true
      }),
  }
}

function roomFrom(row: SqlRow): RoomState {
  return buildRoomState(jsonOf<RoomStateRow>(row, 'state'))
}
