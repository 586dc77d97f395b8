import type { Filter } from 'mongodb'
import { tallyOf } from '../../../common/http-contract/history-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { RoomNotice } from '../archive-store.ts'
import type { HistoryStore } from '../history-store.ts'
import { loadPageByScan, type RowScan, spansOf, takeWeighed } from '../page-window.ts'
import { messageAlone, notAside } from './message-write.ts'
import type { Collections } from './mongo-collections.ts'

const withoutId = { projection: { _id: 0 } }

/** Each may be a hundred thousand characters, and a page that grows too long reads no further. */
const rowsAtOnce = 64
const noBound = Number.MAX_SAFE_INTEGER - 1
/** Beside a range of `seq`, which is another condition on it. */
export const withinSpans = ({ within }: Pick<RowScan, 'within'>) => {
  if (within === undefined) return {}
  // An empty `$or` is an error to the server; no sequence is below 0.
  const spans = within.length === 0 ? [{ fromSeq: -1, toSeq: -1 }] : spansOf(within)
  return { $or: spans.map(({ fromSeq, toSeq }) => ({ seq: seqRange(fromSeq, toSeq) })) }
}
const threadOf = ({ thread }: Pick<RowScan, 'thread'>) => (thread === undefined ? {} : { thread })
const seqRange = (from: number, to: number) => ({ $gte: from, $lte: to })

export function buildMongoHistory({ messages, messageVersions, notices }: Collections): HistoryStore {
  const walk = (room: RoomId, scan: RowScan) => {
    const { by, direction, from, to, take, seqFrom, seqTo } = scan
    const bounds = { [by]: { $gte: from, $lte: to } }
    const filter =
      by === 'seq' || (seqFrom === 0 && seqTo >= noBound) ? bounds : { ...bounds, seq: seqRange(seqFrom, seqTo) }
    return messages
      .find<Message>(
        { room, ...threadOf(scan), ...filter, ...withinSpans(scan) },
        { ...messageAlone, batchSize: rowsAtOnce },
      )
      .sort({ [by]: direction === 'up' ? 1 : -1 })
      .limit(take)
  }
  const scanNotices = async (room: RoomId, scan: RowScan): Promise<readonly RoomNotice[]> =>
    notices
      .find<RoomNotice>(
        {
          room,
          seq: seqRange(Math.max(scan.from, scan.seqFrom), Math.min(scan.to, scan.seqTo)),
          ...withinSpans(scan),
        },
        withoutId,
      )
      .sort({ seq: scan.direction === 'up' ? 1 : -1 })
      .limit(scan.take)
      .toArray()
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
    loadPage: (query) =>
      loadPageByScan(query, {
        messages: (scan) => takeWeighed(walk(query.room, scan), scan, query),
        notices: (scan) => scanNotices(query.room, scan),
      }),
    async tallySpan({ room, fromSeq, toSeq, most, ...seen }) {
      const found = await messages
        .find<Message>(
          { room, seq: seqRange(fromSeq, toSeq), ...withinSpans(seen) },
          { projection: { _id: 0, seq: 1, version: 1 } },
        )
        .limit(most + 1)
        .toArray()
      return found.length > most ? undefined : tallyOf(found)
    },
    loadLastMessages: async (rooms) => {
      const newest = [...new Set(rooms)].map((room) =>
        messages.findOne<Message>(
          { room, removedAt: { $exists: false }, ...notAside },
          { ...messageAlone, sort: { seq: -1 } },
        ),
      )
      return (await Promise.all(newest)).flatMap((message) => message ?? [])
    },
    loadMessagesOf: (author, after, limit) => {
      const later = after && { $or: [{ room: { $gt: after.room } }, { room: after.room, id: { $gt: after.id } }] }
      return messages
        .find<Message>({ author, ...later }, messageAlone)
        .sort({ room: 1, id: 1 })
        .limit(limit)
        .toArray()
    },
    loadPinned: async (room, limit) =>
      (
        await messages
          .find({ room, pinnedAt: { $gt: 0 }, removedAt: { $exists: false } }, { projection: { _id: 0, seq: 1 } })
          .sort({ seq: -1 })
          .limit(limit)
          .toArray()
      ).map(({ seq }) => seq),
    loadVersions: async (room, id, limit) =>
      (await messageVersions.find({ room, id }, withoutId).sort({ seq: -1 }).limit(limit).toArray()).toReversed(),
    countCarried: async (room, within) => {
      const seen = { room, removedAt: { $exists: false }, ...withinSpans(within === undefined ? {} : { within }) }
      const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0)
      const [files, links] = await Promise.all([
        messages
          .find<Pick<Message, 'attachments'>>({ ...seen, 'attachments.file': { $gt: '' } } as Filter<Message>, {
            projection: { _id: 0, 'attachments.file': 1 },
          })
          .toArray(),
        messages
          .find<{ links: number }>({ ...seen, links: { $gt: 0 } } as Filter<Message>, {
            projection: { _id: 0, links: 1 },
          })
          .toArray(),
      ])
      return {
        files: sum(files.map(({ attachments }) => attachments.length)),
        links: sum(links.map((one) => one.links)),
      }
    },
    countUnread: async ({ room, user, afterSeq, cap }) => {
      const filter = { room, seq: { $gt: afterSeq }, author: { $ne: user }, removedAt: { $exists: false }, ...notAside }
      const [unread, mentions] = await Promise.all([
        countUpTo(cap, filter),
        countUpTo(cap, { ...filter, mentions: { $in: [user, 'room'] } }),
      ])
      return { unread, mentions }
    },
  }
}
