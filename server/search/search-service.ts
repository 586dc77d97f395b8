import { appError } from '../../common/app-error.ts'
import { buildApiMessage } from '../../common/http-contract/history-contract.ts'
import type { SearchAnswer, SearchQuery } from '../../common/http-contract/search-contract.ts'
import { type RoomId, shardOf, type UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import { err, ok, type Result } from '../../common/result.ts'
import { buildSnippet } from '../../common/search/search-snippet.ts'
import { parseSearchWords } from '../../common/search/search-words.ts'
import { searchedText } from '../../common/search/searched-message.ts'
import type { LoadReached } from '../reach/reached-rooms.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import { withinOf } from '../reach/visible-spans.ts'
import type { SearchedRoom, SearchStore } from '../store/search-store.ts'

export type SearchPorts = {
  readonly store: Pick<SearchStore, 'find' | 'loadPlaces'>
  readonly loadReached: LoadReached
  readonly loadRooms: (rooms: readonly RoomId[]) => Promise<readonly RoomState[]>
  readonly reachOf: (user: UserId, state: RoomState) => RoomReach
  /** Whom the caller has blocked, and their bots. */
  readonly listUnheard: (user: UserId) => Promise<readonly UserId[]>
  readonly reachAll: (
    shards: readonly number[],
  ) => Promise<ReadonlyMap<number, { readonly complete: boolean; readonly archivedTo: number }>>
  /** Asks whoever fills the index to do it now. */
  readonly wake: () => void
  readonly waitMs?: number
}

export type SearchService = {
  /** Rejects with `StoreUnavailableError`. */
  readonly search: (user: UserId, query: SearchQuery) => Promise<Result<SearchAnswer>>
}

/** One call looks so long, and says where it ended. */
const lookMs = 600
/** So long a search waits for what was said just before it. */
const defaultWaitMs = 1_000
const pollMs = 15
/** Code units that are gone through for the snippets of one answer, and of one message after these: some microseconds ten of them. */
const mostLooked = 200_000
const leastLooked = 2_000
/** Each keeps a thread of the store for as long as it looks. */
const mostAtOnce = 4
/** Of everybody in this process: whoever came after these would wait longer than anybody does. */
const mostOfAll = 32

export function buildSearchService(ports: SearchPorts): SearchService {
  const { store, waitMs = defaultWaitMs } = ports
  const underWay = new Map<UserId, number>()
  let all = 0

  async function search(user: UserId, query: SearchQuery): Promise<Result<SearchAnswer>> {
    const words = parseSearchWords(query.q)
    if (words.length === 0 && query.has === undefined && query.mentions === undefined) {
      return err(appError('request-invalid', { fields: { '/querystring/q': 'holds nothing that can be looked for' } }))
    }
    const rooms = await loadRooms(user, query.room)
    if (query.room?.some((room) => !rooms.some((one) => one.room === room)) === true)
      return err(appError('room-unknown'))
    const coverage = await loadCoverage(rooms.map(({ room }) => room))
    const found = await store.find({
      words,
      rooms,
      filter: {
        ...(query.from === undefined ? {} : { from: query.from }),
        notFrom: await ports.listUnheard(user),
        ...(query.before === undefined ? {} : { before: query.before }),
        ...(query.after === undefined ? {} : { after: query.after }),
        ...(query.has === undefined ? {} : { has: query.has }),
        ...(query.mentions === undefined ? {} : { mentions: user }),
      },
      ...(query.cursor === undefined ? {} : { below: Number(query.cursor) }),
      limit: query.limit,
      withinMs: lookMs,
    })
    let left = mostLooked
    return ok({
      hits: found.messages.map((message) => {
        const text = searchedText(message)
        const snippet = [...buildSnippet(text, words, Math.max(left, leastLooked))]
        left -= text.length
        return { message: buildApiMessage(message), snippet }
      }),
      ...coverage,
      ...(found.below === undefined ? {} : { cursor: String(found.below) }),
    })
  }

  /** The rooms, of those that are named or of all, that the caller reaches at this moment, and what of them they may see: the same as for pages. */
  async function loadRooms(user: UserId, named: readonly RoomId[] | undefined): Promise<readonly SearchedRoom[]> {
    if (named === undefined)
      return (await ports.loadReached(user)).map(({ room, reach }) => ({ room, ...withinOf(reach.seen) }))
    return (await ports.loadRooms(named)).flatMap((state) => {
      const { scope, seen } = ports.reachOf(user, state)
      return scope === 'none' ? [] : { room: state.room, ...withinOf(seen) }
    })
  }

  /** Whether all that was said in these rooms is in the index; it is given a moment to get there. */
  async function loadCoverage(rooms: readonly RoomId[]): Promise<Pick<SearchAnswer, 'complete' | 'searchedTo'>> {
    const shards = [...new Set(rooms.map(shardOf))]
    const reached = await ports.reachAll(shards)
    const until = Date.now() + waitMs
    for (;;) {
      const places = await store.loadPlaces()
      const behind = shards.filter((shard) => {
        const place = places.get(shard)?.place
        return place === undefined || place.backlog !== undefined || place.seq < (reached.get(shard)?.archivedTo ?? 0)
      })
      // One that is filled from the beginning takes longer than anybody waits.
      const isSoon = behind.every((shard) => places.get(shard)?.place?.backlog === undefined)
      if (behind.length > 0 && isSoon && Date.now() < until) {
        ports.wake()
        await new Promise((next) => setTimeout(next, pollMs))
        continue
      }
      const unsure = shards.filter((shard) => behind.includes(shard) || reached.get(shard)?.complete !== true)
      if (unsure.length === 0) return { complete: true }
      const toOf = (shard: number) => {
        const place = places.get(shard)?.place
        return place === undefined || place.backlog !== undefined ? 0 : place.seq
      }
      return { complete: false, searchedTo: Object.fromEntries(unsure.map((shard) => [String(shard), toOf(shard)])) }
    }
  }

  return {
    search: async (user, query) => {
      const before = underWay.get(user) ?? 0
      if (before >= mostAtOnce) return err(appError('rate-limited', { retryAfterMs: lookMs }))
      if (all >= mostOfAll) return err(appError('busy', { retryAfterMs: lookMs }))
      underWay.set(user, before + 1)
      all++
      try {
        return await search(user, query)
      } finally {
        all--
        const left = (underWay.get(user) ?? 1) - 1
        if (left > 0) underWay.set(user, left)
        else underWay.delete(user)
      }
    },
  }
}
