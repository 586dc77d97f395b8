import type { Filter } from 'mongodb'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { HistoryStore } from '../history-store.ts'
import { loadPageByScan, type RowScan } from '../page-window.ts'
import type { Collections } from './mongo-collections.ts'

const withoutId = { projection: { _id: 0 } }

export function buildMongoHistory({ messages }: Collections): HistoryStore {
  const scan = async (room: RoomId, { by, direction, from, to, take }: RowScan): Promise<readonly Message[]> => {
    const rows = await messages
      .find<Message>({ room, [by]: { $gte: from, $lte: to } }, withoutId)
      .sort({ [by]: direction === 'up' ? 1 : -1 })
      .limit(take)
      .toArray()
    return direction === 'up' ? rows : rows.reverse()
  }
  const countUpTo = async (cap: number, filter: Filter<Message>): Promise<number> => {
    // To the driver a limit of 0 is none.
    if (cap < 1) return 0
    return (
      await messages
        .find(filter, { projection: { _id: 1 } })
        .limit(cap)
        .toArray()
    ).length
  }

  return {
    loadPage: (query) => loadPageByScan(query, (want) => scan(query.room, want)),
    loadLastMessages: async (rooms) => {
      const newest = [...new Set(rooms)].map((room) =>
        messages.findOne<Message>({ room, removedAt: { $exists: false } }, { ...withoutId, sort: { seq: -1 } }),
      )
      return (await Promise.all(newest)).flatMap((message) => message ?? [])
    },
    countUnread: async ({ room, user, afterSeq, cap }) => {
      const filter = { room, seq: { $gt: afterSeq }, author: { $ne: user }, removedAt: { $exists: false } }
      const [unread, mentions] = await Promise.all([
        countUpTo(cap, filter),
        countUpTo(cap, { ...filter, mentions: { $in: [user, 'room'] } }),
      ])
      return { unread, mentions }
    },
  }
}
