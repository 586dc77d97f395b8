import { mostAnswerers } from '../../common/http-contract/history-contract.ts'
import type { FollowedThread } from '../../common/http-contract/thread-contract.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { SeqSpan } from './history-store.ts'

/**
 * What stands between a person and a thread. All of it folds, so that marks may come in any order and again: `fromSeq` by
 * minimum (what was said up to there is not new to them), the others by maximum. They follow where `followSeq` lies above `leftSeq`.
 */
export type ThreadMark = {
  readonly user: UserId
  readonly room: RoomId
  readonly thread: MessageId
  readonly fromSeq?: number
  readonly followSeq: number
  readonly leftSeq: number
  readonly readSeq: number
}
/** What is said of one; the rest stays. */
export type ThreadMarkChange = Pick<ThreadMark, 'user' | 'room' | 'thread'> &
  Partial<Pick<ThreadMark, 'fromSeq' | 'followSeq' | 'leftSeq' | 'readSeq'>>

/** The answers of one thread, those that were not removed; `by`: whoever wrote last first, all of them. */
export type ThreadSum = {
  readonly thread: MessageId
  readonly count: number
  readonly lastAt: number
  readonly lastSeq: number
  readonly by: readonly UserId[]
  /** In the same order: when each of them last did. */
  readonly last: readonly { readonly seq: number; readonly at: number }[]
}

/** As a message says it. */
export function answersOf({ count, lastAt, by }: ThreadSum): FollowedThread['answers'] {
  return { count, lastAt, by: by.slice(0, mostAnswerers) }
}

/** Port; adapters in `sqlite/` and `mongo/`, one conformance suite. */
export type ThreadStore = {
  readonly foldMarks: (changes: readonly ThreadMarkChange[]) => Promise<void>
  /** Takes back that somebody left it. */
  readonly clearLeft: (mark: Pick<ThreadMark, 'user' | 'room' | 'thread'>) => Promise<void>
  /** Of those they follow, the ones that came to them last, so many at most. */
  readonly loadFollowed: (user: UserId, limit: number) => Promise<readonly ThreadMark[]>
  /** All that there are of somebody. */
  readonly loadMarksOf: (user: UserId) => Promise<readonly ThreadMark[]>
  /** Of somebody who is no more; how many there were. */
  readonly forgetMarks: (user: UserId) => Promise<number>
  readonly loadMarks: (user: UserId, room: RoomId, threads: readonly MessageId[]) => Promise<readonly ThreadMark[]>
  /** Of these ids, those that anything hangs on. */
  readonly findThreads: (room: RoomId, threads: readonly MessageId[]) => Promise<readonly MessageId[]>
  /** Of those that have any; only what lies in `within`, and up to a sequence. */
  readonly sumAnswers: (query: {
    readonly room: RoomId
    readonly threads: readonly MessageId[]
    readonly upTo?: number
    readonly within?: readonly SeqSpan[]
  }) => Promise<readonly ThreadSum[]>
  /** Answers of others, not removed, after a sequence: the newest first, so many at most. */
  readonly listNew: (query: {
    readonly room: RoomId
    readonly thread: MessageId
    readonly user: UserId
    readonly afterSeq: number
    readonly cap: number
    readonly within?: readonly SeqSpan[]
  }) => Promise<readonly NewAnswer[]>
}
/** `isInRoom`: the room shows it as well. `isForThem`: it names whoever asks, or everybody. */
export type NewAnswer = { readonly seq: number; readonly isInRoom: boolean; readonly isForThem: boolean }

/** Made from one row a thread and author, in whatever order. */
export function sumThreads(
  rows: readonly {
    readonly thread: MessageId
    readonly author: UserId
    readonly count: number
    readonly lastAt: number
    readonly lastSeq: number
  }[],
): readonly ThreadSum[] {
  const byThread = new Map<MessageId, (typeof rows)[number][]>()
  for (const row of rows) {
    const ofThread = byThread.get(row.thread)
    if (ofThread === undefined) byThread.set(row.thread, [row])
    else ofThread.push(row)
  }
  return [...byThread].map(([thread, authors]) => {
    const latest = authors.toSorted((a, b) => b.lastSeq - a.lastSeq)
    return {
      thread,
      count: authors.reduce((sum, { count }) => sum + count, 0),
      lastAt: latest[0]?.lastAt ?? 0,
      lastSeq: latest[0]?.lastSeq ?? 0,
      by: latest.map(({ author }) => author),
      last: latest.map(({ lastSeq, lastAt }) => ({ seq: lastSeq, at: lastAt })),
    }
  })
}
