/**
 * Path of a message, station 9 of 9: history.
 *
 * Answers from the store (station 8) what was said in a room: pages, the surroundings of a message, what changed since.
 * It promises: everything up to the `head` it states is in the answer's range, and with `complete` that is all the stream
 * held when the question came; otherwise `archivedTo` says how far. It must never say "no messages" because the archive
 * is behind, and never show a room to somebody who is not in it (the caller has asked before). The client folds on from
 * `checkpoint`: members and roles at `head`.
 */
import type { History } from '../../common/http-contract/history-contract.ts'
import { buildApiMessage } from '../../common/http-contract/history-contract.ts'
import type { MessageId, RoomId } from '../../common/ids.ts'
import { shardOf } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { buildCheckpoint } from '../../common/reducers/room-reducer.ts'
import { everything, type Span, withinOf } from '../reach/visible-spans.ts'
import type { ArchivedRoom, ArchiveStore } from '../store/archive-store.ts'
import type { HistoryStore } from '../store/history-store.ts'
import { answersOf, type ThreadStore, type ThreadSum } from '../store/thread-store.ts'
import { type TrustedBarrier, touchesGap } from './trusted-barrier.ts'

export type HistoryQuery = {
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
  readonly changedAfter?: number | undefined
  readonly limit: number
}

export type HistoryService = {
  /** For a member only; `seen`: what of it they may see, as `server/reach/` says. `thread`: only what hangs on this message. Rejects with `StoreUnavailableError`. */
  readonly loadHistory: (
    room: RoomId,
    query: HistoryQuery,
    seen?: readonly Span[],
    thread?: MessageId,
  ) => Promise<History>
}

export type HistoryPorts = {
  readonly barrier: Pick<TrustedBarrier, 'reach'>
  readonly store: {
    readonly archive: Pick<ArchiveStore, 'loadArchivedRooms'>
    readonly history: Pick<HistoryStore, 'loadPage' | 'tallySpan'>
    readonly threads: Pick<ThreadStore, 'sumAnswers'>
  }
}

/** A message alone has at most some six hundred kilobytes; whoever does not read their answers holds so many of ours. */
export const maxPageBytes = 1_000_000
/** Messages; each can have 100,000 characters, and they are read before they are weighed. */
const largestPage = 200
/** Whoever compares holds a page or a few; a whole room would be counted again and again. */
const largestTally = 1_000

export function buildHistoryService({ barrier, store }: HistoryPorts): HistoryService {
  return {
    loadHistory: async (room, { limit: wanted, ...place }, seen = everything, thread) => {
      const limit = Math.min(wanted, largestPage)
      const { complete, archivedTo, epoch, forkSeq, gaps } = await barrier.reach(shardOf(room))
      // The head first, then the page up to it: what the archive takes in between the two is left to the next question.
      const [archived] = await store.archive.loadArchivedRooms([room])
      const head = archived?.head ?? 0
      const page = await store.history.loadPage({
        room,
        limit,
        ...dropUndefined(place),
        ...withinOf(seen),
        ...(thread === undefined ? {} : { thread }),
        upTo: head,
        maxBytes: maxPageBytes,
      })
      const tally = thread === undefined ? await loadTally(room, { ...place, head, seen }) : undefined
      const answers = await loadAnswers(room, page.messages, { head, seen })
      const seqs = [...page.messages, ...page.notices].map(({ seq }) => seq)
      return {
        messages: page.messages.map((message) => {
          const sum = answers.get(message.id)
          return buildApiMessage(sum === undefined ? message : { ...message, answers: answersOf(sum) })
        }),
        head,
        notices: page.notices.map(({ seq, at, event }) => ({ seq, at, event })),
        complete: complete && !touchesGap(gaps, { place, page, seqs }),
        archivedTo,
        epoch,
        forkSeq,
        checkpoint: archived === undefined ? { seq: 0, members: [] } : readCheckpoint(archived),
        hasMoreBefore: page.hasMoreBefore,
        hasMoreAfter: page.hasMoreAfter,
        ...(tally === undefined ? {} : { tally }),
      }
    },
  }

  /** Of what the caller may see. An answer has none itself: threads have one level. */
  async function loadAnswers(
    room: RoomId,
    messages: readonly Message[],
    { head, seen }: { readonly head: number; readonly seen: readonly Span[] },
  ): Promise<ReadonlyMap<MessageId, ThreadSum>> {
    const roots = messages.flatMap(({ id, thread }) => (thread === undefined ? id : []))
    if (roots.length === 0) return new Map()
    const sums = await store.threads.sumAnswers({ room, threads: roots, upTo: head, ...withinOf(seen) })
    return new Map(sums.map((sum) => [sum.thread, sum]))
  }

  async function loadTally(
    room: RoomId,
    { changedAfter, after, before, head, seen }: Bounds,
  ): Promise<History['tally']> {
    if (changedAfter === undefined || (after === undefined && before === undefined)) return undefined
    return store.history.tallySpan({
      room,
      fromSeq: (after ?? -1) + 1,
      toSeq: Math.min(before === undefined ? head : before - 1, head),
      most: largestTally,
      ...withinOf(seen),
    })
  }
}

type Bounds = Omit<HistoryQuery, 'limit'> & { readonly head: number; readonly seen: readonly Span[] }

function readCheckpoint({ state, head }: ArchivedRoom): History['checkpoint'] {
  const { seq, members, limits } = buildCheckpoint(state, head)
  const { mutes, ...rest } = limits ?? {}
  if (limits === undefined) return { seq, members: [...members] }
  return { seq, members: [...members], limits: { ...rest, ...(mutes === undefined ? {} : { mutes: [...mutes] }) } }
}

/** A query field that was not given is left out, as `exactOptionalPropertyTypes` readers of the port expect. */
function dropUndefined(place: Omit<HistoryQuery, 'limit'>): {
  before?: number
  after?: number
  around?: number
  changedAfter?: number
} {
  return Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined))
}
