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
import type { PreviewMessage } from '../../common/http-contract/sync-contract.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { shardOf } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { buildCheckpoint } from '../../common/reducers/room-reducer.ts'
import type { ArchivedRoom, ArchiveStore } from '../store/archive-store.ts'
import type { HistoryStore, ReceiptStore } from '../store/history-store.ts'
import { buildMessagePreview } from '../store/message-preview.ts'
import { type TrustedBarrier, type TrustedOutcome, touchesGap } from './trusted-barrier.ts'

export type HistoryQuery = {
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly around?: number | undefined
  readonly changedAfter?: number | undefined
  readonly limit: number
}

/** A room as `GET /sync` states it, for one user. */
export type RoomSummary = {
  readonly head: number
  readonly complete: boolean
  readonly lastMessage?: PreviewMessage
  readonly receipt: number
  readonly unread: number
  readonly mentions: number
}

export type HistoryService = {
  /** For a member only. Rejects with `StoreUnavailableError`. */
  readonly loadHistory: (room: RoomId, query: HistoryQuery) => Promise<History>
  /** One barrier a shard for all of them. Every room asked for is in the answer. Rejects with `StoreUnavailableError`. */
  readonly loadSummaries: (user: UserId, rooms: readonly RoomId[]) => Promise<ReadonlyMap<RoomId, RoomSummary>>
}

export type HistoryPorts = {
  readonly barrier: TrustedBarrier
  readonly store: {
    readonly archive: Pick<ArchiveStore, 'loadArchivedRooms'>
    readonly history: HistoryStore
    readonly receipts: Pick<ReceiptStore, 'loadReceiptsOfUser'>
  }
}

/** A message alone has at most some six hundred kilobytes; whoever does not read their answers holds so many of ours. */
export const maxPageBytes = 1_000_000
/** Messages; each can have 100,000 characters, and they are read before they are weighed. */
const largestPage = 200
const unreadCap = 100
/** How many rooms are counted at a time: many small questions, and other requests want the store too. */
const countedAtOnce = 16

export function buildHistoryService({ barrier, store }: HistoryPorts): HistoryService {
  return {
    loadHistory: async (room, { limit: wanted, ...place }) => {
      const limit = Math.min(wanted, largestPage)
      const { complete, archivedTo, epoch, forkSeq, gaps } = await barrier.reach(shardOf(room))
      // The head first, then the page up to it: what the archive takes in between the two is left to the next question.
      const [archived] = await store.archive.loadArchivedRooms([room])
      const head = archived?.head ?? 0
      const page = await store.history.loadPage({
        room,
        limit,
        ...dropUndefined(place),
        upTo: head,
        maxBytes: maxPageBytes,
      })
      const seqs = [...page.messages, ...page.notices].map(({ seq }) => seq)
      return {
        messages: page.messages.map(buildApiMessage),
        head,
        notices: page.notices.map(({ seq, at, event }) => ({ seq, at, event })),
        complete: complete && !touchesGap(gaps, { place, page, seqs }),
        archivedTo,
        epoch,
        forkSeq,
        checkpoint: archived === undefined ? { seq: 0, members: [] } : readCheckpoint(archived),
        hasMoreBefore: page.hasMoreBefore,
        hasMoreAfter: page.hasMoreAfter,
      }
    },

    loadSummaries: async (user, rooms) => {
      const reached = await reachAll(barrier, rooms)
      const [archived, receipts, last] = await Promise.all([
        store.archive.loadArchivedRooms(rooms).then((all) => new Map(all.map((room) => [room.state.room, room]))),
        store.receipts
          .loadReceiptsOfUser(user)
          .then((all) => new Map(all.map((receipt) => [receipt.room, receipt.seq]))),
        store.history.loadLastMessages(rooms).then((all) => new Map(all.map((message) => [message.room, message]))),
      ])
      const summaries = new Map<RoomId, RoomSummary>()
      const summarise = async (room: RoomId) => {
        const known = archived.get(room)
        const lastMessage = last.get(room)
        const head = known?.head ?? 0
        const receipt = Math.min(receipts.get(room) ?? 0, head)
        // What was said before somebody came is not new to them.
        const afterSeq = Math.max(receipt, known?.state.members.get(user)?.joinedSeq ?? 0)
        const hasNews = lastMessage !== undefined && lastMessage.seq > afterSeq
        const counts = hasNews ? await store.history.countUnread({ room, user, afterSeq, cap: unreadCap }) : nothingNew
        summaries.set(room, {
          head,
          complete: reached.get(shardOf(room))?.complete ?? false,
          ...(lastMessage === undefined ? {} : { lastMessage: buildPreviewMessage(lastMessage) }),
          receipt,
          unread: counts.unread,
          mentions: counts.mentions,
        })
      }
      for (let next = 0; next < rooms.length; next += countedAtOnce) {
        await Promise.all(rooms.slice(next, next + countedAtOnce).map(summarise))
      }
      return summaries
    },
  }
}

function buildPreviewMessage(message: Message): PreviewMessage {
  const { isCut, ...preview } = buildMessagePreview(message)
  return { ...buildApiMessage(preview), ...(isCut === undefined ? {} : { isCut }) }
}

const nothingNew = { unread: 0, mentions: 0 }

async function reachAll(
  barrier: HistoryPorts['barrier'],
  rooms: readonly RoomId[],
): Promise<ReadonlyMap<number, TrustedOutcome>> {
  const shards = [...new Set(rooms.map(shardOf))]
  return new Map(await Promise.all(shards.map(async (shard) => [shard, await barrier.reach(shard)] as const)))
}

function readCheckpoint({ state, head }: ArchivedRoom): History['checkpoint'] {
  const { seq, members } = buildCheckpoint(state, head)
  return { seq, members: [...members] }
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
