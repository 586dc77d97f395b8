import { parseShardState, type ShardStore, untouchedShard } from '../shard-store.ts'
import type { Collections, ShardDocument } from './mongo-collections.ts'
import { duplicatesOf, isDuplicate } from './mongo-fault.ts'

export function buildMongoShards({ archivePositions, shards, erasedMessages }: Collections): ShardStore {
  const rowFrom = ({ _id, turn, state }: ShardDocument) => ({ shard: _id, turn, state: parseShardState(state) })
  return {
    loadPlace: async (shard) => {
      const place = await archivePositions.findOne({ _id: shard })
      return { seq: place?.seq ?? 0, marks: place?.marks ?? [] }
    },
    loadPlaces: async () =>
      new Map((await archivePositions.find().toArray()).map(({ _id, seq, marks = [] }) => [_id, { seq, marks }])),
    loadShard: async (shard) => {
      const found = await shards.findOne({ _id: shard })
      return found === null ? { shard, turn: 0, state: untouchedShard } : rowFrom(found)
    },
    loadShards: async () => (await shards.find().sort({ _id: 1 }).toArray()).map(rowFrom),
    putShard: async ({ shard, turn, state }) => {
      if (turn > 0) {
        const put = await shards.updateOne({ _id: shard, turn }, { $set: { state }, $inc: { turn: 1 } })
        return put.matchedCount === 1
      }
      try {
        await shards.insertOne({ _id: shard, turn: 1, state })
        return true
      } catch (error) {
        if (!isDuplicate(error)) throw error
        return false
      }
    },
    hasErased: async () => (await erasedMessages.findOne({}, { projection: { _id: 1 } })) !== null,
    putErased: async (erased) => {
      if (erased.length === 0) return
      await erasedMessages
        .insertMany(
          erased.map(({ room, id, seq }) => ({ room, id, seq })),
          { ordered: false },
        )
        .catch(duplicatesOf)
    },
    loadErased: async (keys) => {
      if (keys.length === 0) return []
      const filter = { $or: keys.map(({ room, id }) => ({ room, id })) }
      return (await erasedMessages.find(filter, { projection: { _id: 0 } }).toArray()).map(({ room, id, seq }) => ({
        room,
        id,
        seq,
      }))
    },
  }
}
