import type { RoomState } from '../../../common/message.ts'
import { mutedUntil } from '../../../common/reducers/room-limits.ts'
import { buildPublicRoomRow, buildRoomAbout, buildRoomBounds } from '../room-about.ts'
import { buildRoomState, buildRoomStateRow } from '../room-state-row.ts'
import type { RoomStore } from '../room-store.ts'
import type { Collections, RoomDocument } from './mongo-collections.ts'
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
    countRoomsOfUser: (user) =>
      rooms.countDocuments({ 'state.members.user': user, 'bounds.endedAt': { $exists: false } }),
    loadPublicRooms: async (after, limit) => {
      const found = await rooms
        .find(
          { 'about.visibility': 'public', ...(after === undefined ? {} : { _id: { $gt: after } }) },
          { projection: { about: 1 } },
        )
        .sort({ _id: 1 })
        .limit(limit)
        .toArray()
      return found.flatMap(({ _id, about }) => (about === undefined ? [] : buildPublicRoomRow(_id, about)))
    },
    loadRoomNames: async (after, limit) => {
      const beyond = { about: { $exists: true }, ...(after === undefined ? {} : { _id: { $gt: after } }) }
      const found = await rooms
        .find(beyond, { projection: { 'about.roomKind': 1, 'about.name': 1, 'about.memberCount': 1 } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray()
      return found.flatMap(({ _id: room, about }) => {
        if (about === undefined) return []
        const { roomKind, name, memberCount } = about
        return [{ room, roomKind, name, memberCount }]
      })
    },
    listRooms: async (after, limit) => {
      const beyond = after === undefined ? {} : { _id: { $gt: after } }
      const found = await rooms
        .find(beyond, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray()
      return found.map(({ _id }) => _id)
    },
    putRoom: async (state, expectedVersion) => {
      const document = buildRoomDocument(state)
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

export function buildRoomDocument(state: RoomState): Omit<RoomDocument, '_id'> {
  const bounds = buildRoomBounds(state)
  const places = [...state.members.values()].map(({ user, role, joinedSeq }) => {
    const until = mutedUntil(state.limits ?? {}, user)
    return [user, { role, joinedSeq, ...(until === 0 ? {} : { mutedUntil: until }) }] as const
  })
  return {
    version: state.version,
    state: buildRoomStateRow(state),
    about: buildRoomAbout(state),
    ...(bounds === undefined ? {} : { bounds }),
    places: Object.fromEntries(places),
  }
}

/** For rooms of before there was a list. Idempotent; by compare-and-set, so that a change meanwhile stands. */
export async function fillRoomAbout({ rooms }: Pick<Collections, 'rooms'>): Promise<void> {
  for await (const { _id, version, state } of rooms.find({ about: { $exists: false } })) {
    await rooms.replaceOne({ _id, version }, { ...buildRoomDocument(buildRoomState(state)), version })
  }
}
