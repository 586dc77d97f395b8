import { buildRoomState, buildRoomStateRow } from '../room-state-row.ts'
import type { RoomStore } from '../room-store.ts'
import type { Collections } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

export function buildMongoRooms({ rooms }: Collections): RoomStore {
  return {
    loadRoom: async (room) => {
      const document = await rooms.findOne({ _id: room })
      return document === null ? undefined : buildRoomState(document.state)
    },
    loadRooms: async (ids) =>
      (await rooms.find({ _id: { $in: [...ids] } }).toArray()).map(({ state }) => buildRoomState(state)),
    loadRoomsOfUser: async (user) =>
      (await rooms.find({ 'state.members.user': user }).sort({ _id: 1 }).toArray()).map(({ state }) =>
        buildRoomState(state),
      ),
    countRoomsOfUser: (user) => rooms.countDocuments({ 'state.members.user': user }),
    putRoom: async (state, expectedVersion) => {
      const document = { version: state.version, state: buildRoomStateRow(state) }
      if (expectedVersion !== 0) {
        const replaced = await rooms.replaceOne({ _id: state.room, version: expectedVersion }, document)
        return replaced.matchedCount === 1
      }
      try {
        await rooms.insertOne({ _id: state.room, ...document })
        return true
      } catch (error) {
        if (!isDuplicate(error)) throw error
        return false
      }
    },
  }
}
