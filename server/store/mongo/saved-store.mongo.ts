import type { Filter } from 'mongodb'
import { foldSaved } from '../../../common/reducers/saved-reducer.ts'
import type { SavedMark, SavedPlace, SavedStore } from '../saved-store.ts'
import type { Collections } from './mongo-collections.ts'
import { isDuplicate } from './mongo-fault.ts'

const bare = { projection: { _id: 0 } } as const
const newestFirst = { at: -1, room: -1, message: -1 } as const

export function buildMongoSaved({ savedMarks }: Collections): SavedStore {
  const loadMark: SavedStore['loadMark'] = async ({ user, room, message }) =>
    (await savedMarks.findOne({ user, room, message }, bare)) ?? undefined
  /** False where somebody else was first. */
  async function put(before: SavedMark | undefined, { user, room, message, ...state }: SavedMark): Promise<boolean> {
    if (before !== undefined) {
      const { saidAt, isSaved } = before
      return (await savedMarks.updateOne({ user, room, message, saidAt, isSaved }, { $set: state })).matchedCount === 1
    }
    try {
      await savedMarks.insertOne({ user, room, message, ...state })
      return true
    } catch (error) {
      if (isDuplicate(error)) return false
      throw error
    }
  }
  return {
    foldWord: async ({ user, room, message }, word) => {
      // Each that loses has seen another one win.
      for (;;) {
        const before = await loadMark({ user, room, message })
        const after = { user, room, message, ...foldSaved(before, word) }
        if (await put(before, after)) return after
      }
    },
    loadMark,
    loadSaved: async (user, { after, limit }) =>
      savedMarks
        .find({ user, isSaved: true, ...(after === undefined ? {} : earlierThan(after)) }, bare)
        .sort(newestFirst)
        .limit(limit)
        .toArray(),
    countSaved: (user) => savedMarks.countDocuments({ user, isSaved: true }),
    loadMarksOf: (user) => savedMarks.find({ user }, bare).toArray(),
    pruneUnsaved: async (user, { since, most }) => {
      await savedMarks.deleteMany({ user, isSaved: false, saidAt: { $lt: since } })
      const [last] = await savedMarks
        .find({ user, isSaved: false }, bare)
        .sort({ saidAt: -1 })
        .skip(most)
        .limit(1)
        .toArray()
      if (last !== undefined) await savedMarks.deleteMany({ user, isSaved: false, saidAt: { $lte: last.saidAt } })
    },
    removeMarks: async (keys) => {
      if (keys.length === 0) return
      await savedMarks.bulkWrite(
        keys.map(({ user, room, message }) => ({ deleteOne: { filter: { user, room, message } } })),
        { ordered: false },
      )
    },
    forgetSaved: async (user) => (await savedMarks.deleteMany({ user })).deletedCount,
  }
}

function earlierThan({ at, room, message }: SavedPlace): Filter<SavedMark> {
  return {
    $or: [{ at: { $lt: at } }, { at, room: { $lt: room } }, { at, room, message: { $lt: message } }],
  }
}
