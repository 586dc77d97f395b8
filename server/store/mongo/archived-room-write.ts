import type { Collection } from 'mongodb'
import type { ArchivedRoom } from '../archive-store.ts'
import { buildRoomStateRow } from '../room-state-row.ts'
import type { ArchivedRoomDocument } from './mongo-collections.ts'
import { duplicatesOf } from './mongo-fault.ts'

/** Each write is guarded by `head`, so the read before it only chooses the cheapest way and may be out of date. */
export async function putArchivedRooms(
  archivedRooms: Collection<ArchivedRoomDocument>,
  rooms: readonly ArchivedRoom[],
): Promise<void> {
  if (rooms.length === 0) return
  const furthest = new Map<string, ArchivedRoom>()
  for (const room of rooms) {
    if (room.head > (furthest.get(room.state.room)?.head ?? -1)) furthest.set(room.state.room, room)
  }
  const wanted = [...furthest.values()]
  const stored = await archivedRooms
    .find({ _id: { $in: wanted.map(({ state }) => state.room) } }, { projection: { version: 1 } })
    .toArray()
  const versions = new Map<string, number>(stored.map(({ _id, version }) => [_id, version]))

  const fresh = wanted.filter(({ state }) => !versions.has(state.room))
  let raced: readonly ArchivedRoom[] = []
  if (fresh.length > 0) {
    try {
      await archivedRooms.insertMany(fresh.map(buildDocument), { ordered: false })
    } catch (error) {
      raced = duplicatesOf(error).flatMap((index) => fresh[index] ?? [])
    }
  }
  const known = wanted.filter(({ state }) => versions.has(state.room))
  const operations = [...known, ...raced].map((room) => {
    const { state, head } = room
    const older = { _id: state.room, head: { $lt: head } }
    // Nearly always only the head moved: then the list of members, kilobytes in a large room, is not sent again.
    return versions.get(state.room) === state.version
      ? { updateOne: { filter: { ...older, version: state.version }, update: { $set: { head } } } }
      : { replaceOne: { filter: older, replacement: buildDocument(room) } }
  })
  if (operations.length > 0) await archivedRooms.bulkWrite(operations, { ordered: false })
}

function buildDocument({ state, head }: ArchivedRoom): ArchivedRoomDocument {
  return { _id: state.room, head, version: state.version, state: buildRoomStateRow(state) }
}
