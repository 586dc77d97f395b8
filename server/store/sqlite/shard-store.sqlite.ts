import { z } from 'zod'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import { parseShardState, type ShardPlace, type ShardRow, type ShardStore, untouchedShard } from '../shard-store.ts'
import type { SqliteConnection } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

const marksSchema = z.array(z.object({ seq: z.int(), at: z.number() }))

export function buildSqliteShards(db: SqliteConnection): ShardStore {
  const rowFrom = (row: Parameters<typeof numberOf>[0]): ShardRow => ({
    shard: numberOf(row, 'shard'),
    turn: numberOf(row, 'turn'),
    state: parseShardState(JSON.parse(textOf(row, 'state'))),
  })
  const selectPlaces = "SELECT shard, seq, coalesce(marks, '[]') AS marks FROM archive_positions"
  const placeFrom = (row: Parameters<typeof numberOf>[0]): ShardPlace => ({
    seq: numberOf(row, 'seq'),
    marks: marksSchema.parse(JSON.parse(textOf(row, 'marks'))),
  })
  return {
    loadPlace: async (shard) => {
      const row = db.get(`${selectPlaces} WHERE shard = ?`, [shard])
      return row === undefined ? { seq: 0, marks: [] } : placeFrom(row)
    },
    loadPlaces: async () => new Map(db.all(selectPlaces).map((row) => [numberOf(row, 'shard'), placeFrom(row)])),
    loadShard: async (shard) => {
      const row = db.get('SELECT shard, turn, state FROM shards WHERE shard = ?', [shard])
      return row === undefined ? { shard, turn: 0, state: untouchedShard } : rowFrom(row)
    },
    loadShards: async () => db.all('SELECT shard, turn, state FROM shards ORDER BY shard').map(rowFrom),
    putShard: async ({ shard, turn, state }) =>
      db.write(() => {
        db.run("INSERT INTO shards (shard, turn, state) VALUES (?, 0, '{}') ON CONFLICT DO NOTHING", [shard])
        const put = db.run('UPDATE shards SET turn = turn + 1, state = ? WHERE shard = ? AND turn = ?', [
          JSON.stringify(state),
          shard,
          turn,
        ])
        // The row of turn 0 was only made for the comparison.
        if (put === 0) db.run('DELETE FROM shards WHERE shard = ? AND turn = 0', [shard])
        return put === 1
      }),
    hasErased: async () => db.get('SELECT 1 FROM erased_messages LIMIT 1') !== undefined,
    putErased: async (erased) =>
      db.write(() => {
        for (const { room, id, seq } of erased) {
          db.run('INSERT INTO erased_messages (room, id, seq) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [room, id, seq])
        }
      }),
    loadErased: async (keys) =>
      keys.flatMap(({ room, id }) => {
        const row = db.get('SELECT room, id, seq FROM erased_messages WHERE room = ? AND id = ?', [room, id])
        if (row === undefined) return []
        return { room: textOf(row, 'room') as RoomId, id: textOf(row, 'id') as MessageId, seq: numberOf(row, 'seq') }
      }),
  }
}
