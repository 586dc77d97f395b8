import type { Filter } from 'mongodb'
import type { MessageId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import { sumThreads, type ThreadStore } from '../thread-store.ts'
import { withinSpans } from './history-store.mongo.ts'
import type { Collections } from './mongo-collections.ts'
import { retryOnDuplicate } from './mongo-fault.ts'

const bare = { projection: { _id: 0 } } as const
/** Left out of a document where nothing was said of it; read as none. */
const none = { followSeq: 0, leftSeq: 0, readSeq: 0 }

export function buildMongoThreads({ messages, threadMarks }: Collections): ThreadStore {
  return {
    foldMarks: async (changes) => {
      if (changes.length === 0) return
      const operations = changes.map(({ user, room, thread, fromSeq, followSeq = 0, leftSeq = 0, readSeq = 0 }) => ({
        updateOne: {
          filter: { user, room, thread },
          update: {
            $max: { followSeq, leftSeq, readSeq },
            ...(fromSeq === undefined ? {} : { $min: { fromSeq } }),
          },
          upsert: true,
        },
      }))
      await retryOnDuplicate(() => threadMarks.bulkWrite(operations, { ordered: false }))
    },
    clearLeft: async ({ user, room, thread }) => {
      await threadMarks.updateOne({ user, room, thread }, { $set: { leftSeq: 0 } })
    },
    loadFollowed: async (user, limit) => {
      // Two fields are not compared by the server here: those left are few.
      const found = await threadMarks
        .find({ user, followSeq: { $gt: 0 } }, bare)
        .sort({ followSeq: -1 })
        .limit(2 * limit)
        .toArray()
      return found
        .map((mark) => ({ ...none, ...mark }))
        .filter(({ followSeq, leftSeq }) => followSeq > leftSeq)
        .slice(0, limit)
    },
    loadMarksOf: async (user) => {
      const found = await threadMarks.find({ user }, bare).toArray()
      return found.map((mark) => ({ ...none, ...mark }))
    },
    forgetMarks: async (user) => (await threadMarks.deleteMany({ user })).deletedCount,
    loadMarks: async (user, room, threads) => {
      const found = await threadMarks.find({ user, room, thread: { $in: [...threads] } }, bare).toArray()
      return found.map((mark) => ({ ...none, ...mark }))
    },
    findThreads: async (room, threads) => {
      const isThere = (thread: MessageId) => messages.findOne({ room, thread }, { projection: { _id: 1 } })
      const found = await Promise.all(threads.map(isThere))
      return threads.filter((_, index) => found[index] !== null)
    },
    sumAnswers: async ({ room, threads, upTo = Number.MAX_SAFE_INTEGER, ...seen }) => {
      if (threads.length === 0) return []
      const filter = { room, thread: { $in: [...threads] }, seq: { $lte: upTo }, removedAt: { $exists: false } }
      const sums = new Map<string, Sum>()
      const found = messages.find<Pick<Message, 'author' | 'at' | 'seq'> & { readonly thread: MessageId }>(
        { ...filter, ...withinSpans(seen) } as Filter<Message>,
        { projection: { _id: 0, thread: 1, author: 1, at: 1, seq: 1 } },
      )
      for await (const { thread, author, at, seq } of found) {
        const key = `${thread} ${author}`
        const sum = sums.get(key) ?? { thread, author, count: 0, lastAt: 0, lastSeq: 0 }
        sums.set(key, {
          ...sum,
          count: sum.count + 1,
          lastAt: Math.max(sum.lastAt, at),
          lastSeq: Math.max(sum.lastSeq, seq),
        })
      }
      return sumThreads([...sums.values()])
    },
    listNew: async ({ room, thread, user, afterSeq, cap, ...seen }) => {
      // To the driver a limit of 0 is none.
      if (cap < 1) return []
      const filter = { room, thread, author: { $ne: user }, removedAt: { $exists: false } }
      const found = await messages
        .find<Pick<Message, 'seq' | 'thread' | 'replyTo' | 'mentions'>>(
          { ...filter, seq: { $gt: afterSeq }, ...withinSpans(seen) } as Filter<Message>,
          { projection: { _id: 0, seq: 1, thread: 1, replyTo: 1, mentions: 1 } },
        )
        .sort({ seq: -1 })
        .limit(cap)
        .toArray()
      return found.map((one) => ({
        seq: one.seq,
        isInRoom: !isOnlyInThread(one),
        isForThem: one.mentions.some((named) => named === 'room' || named === user),
      }))
    },
  }
}

type Sum = {
  readonly thread: MessageId
  readonly author: UserId
  readonly count: number
  readonly lastAt: number
  readonly lastSeq: number
}
