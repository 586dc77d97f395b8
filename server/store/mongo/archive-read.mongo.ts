import type { Filter } from 'mongodb'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { ArchiveStore } from '../archive-store.ts'
import { loadPageByScan, type RowScan } from '../page-window.ts'
import type { Collections, ReceiptDocument } from './mongo-collections.ts'
import { retryOnDuplicate } from './mongo-fault.ts'

type ArchiveReads = Pick<
  ArchiveStore,
  'loadPage' | 'loadLastMessages' | 'countUnread' | 'putReceipts' | 'loadReceiptsOfUser' | 'loadReceiptsOfRoom'
>

const withoutId = { projection: { _id: 0 } }

/** What history is answered from, and the receipts. */
export function buildMongoArchiveReads({ messages, receipts }: Collections): ArchiveReads {
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

    putReceipts: async (marks) => {
      const furthest = new Map<string, ReceiptDocument>()
      for (const mark of marks) {
        const key = `${mark.user} ${mark.room}`
        if (mark.seq > (furthest.get(key)?.seq ?? -1)) furthest.set(key, mark)
      }
      if (furthest.size === 0) return
      const operations = [...furthest.values()].map(({ user, room, seq }) => ({
        updateOne: { filter: { user, room }, update: { $max: { seq } }, upsert: true },
      }))
      await retryOnDuplicate(() => receipts.bulkWrite(operations, { ordered: false }))
    },
    loadReceiptsOfUser: async (user) =>
      (await receipts.find({ user }).toArray()).map(({ room, seq }) => ({ room, seq })),
    loadReceiptsOfRoom: async (room) =>
      (await receipts.find({ room }).toArray()).map(({ user, seq }) => ({ user, seq })),
  }
}
