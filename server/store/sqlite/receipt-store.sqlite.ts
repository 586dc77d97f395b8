import type { RoomId, UserId } from '../../../common/ids.ts'
import type { ReceiptStore } from '../history-store.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

export function buildSqliteReceipts(db: SqliteConnection): ReceiptStore {
  return {
    putReceipts: async (receipts) =>
      db.write(() => {
        for (const { room, user, seq } of receipts) {
          db.run(
            `INSERT INTO receipts (user, room, seq) VALUES (?, ?, ?)
             ON CONFLICT (user, room) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > seq`,
            [user, room, seq],
          )
        }
      }),
    forgetReceipts: async (user) => db.run('DELETE FROM receipts WHERE user = ?', [user]),
    loadReceiptsOfUser: async (user) =>
      db
        .all('SELECT room, seq FROM receipts WHERE user = ?', [user])
        .map((row) => ({ room: textOf<RoomId>(row, 'room'), seq: numberOf(row, 'seq') })),
    loadReceiptsOfRoom: async (room) =>
      db
        .all('SELECT user, seq FROM receipts WHERE room = ?', [room])
        .map((row) => ({ user: textOf<UserId>(row, 'user'), seq: numberOf(row, 'seq') })),
  }
}
