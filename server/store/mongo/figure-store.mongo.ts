import type { Db } from 'mongodb'
import type { FigureStore } from '../figure-store.ts'
import type { Collections } from './mongo-collections.ts'

export function buildMongoFigures({ users, devices, rooms, messages }: Collections, db: Db): FigureStore {
  const people = { 'profile.deletedAt': { $exists: false }, 'profile.botOf': { $exists: false } }
  return {
    countPeople: async (sinceAts) => {
      const [total, suspended, ...active] = await Promise.all([
        users.countDocuments(people),
        users.countDocuments({ ...people, suspendedAt: { $exists: true } }),
        // The devices of who is erased stay, so people are asked once more.
        ...sinceAts.map(async (at) => {
          const seen = await devices.distinct('user', { lastSeenAt: { $gte: at } })
          return users.countDocuments({ ...people, _id: { $in: seen } })
        }),
      ])
      return { total: total ?? 0, suspended: suspended ?? 0, active }
    },
    countRooms: () => rooms.countDocuments({ 'state.members.0': { $exists: true } }),
    // From what the database knows of the collection: nothing is read.
    countMessages: () => messages.estimatedDocumentCount(),
    countRoomMessages: (room) => messages.countDocuments({ room }),
    countMessagesBetween: (bounds) =>
      Promise.all(
        bounds.slice(1).map((to, place) => messages.countDocuments({ at: { $gte: bounds[place] ?? 0, $lt: to } })),
      ),
    countBytes: async () => {
      const stats = await db.stats()
      return Number(stats.storageSize ?? 0) + Number(stats.indexSize ?? 0)
    },
  }
}
