import { isDeepStrictEqual } from 'node:util'
import type { RoomId } from '../../common/ids.ts'
import { foldVersion } from '../../common/search/fold-text.ts'
import type { SearchPlace, SearchPlaceRow, SearchStore } from '../store/search-store.ts'
import type { ShardStore } from '../store/shard-store.ts'

/**
 * Fills the index from the archive, shard by shard. What is new comes first, always: so what is said is found at once,
 * also while the years before are still going in. Each step may be done twice, by two copies at once too: entries of an
 * older version change nothing, and the place moves by compare-and-set.
 */
export type SearchIndexer = {
  /** One round over all shards. `isMore`: there is a backlog, go on at once. */
  readonly round: () => Promise<IndexRound>
}
export type IndexRound = {
  readonly taken: number
  readonly isMore: boolean
  readonly places: ReadonlyMap<number, SearchPlace>
}

type IndexStore = {
  readonly search: Pick<SearchStore, 'loadPlaces' | 'putPlace' | 'listMoved' | 'takeIn' | 'clear'>
  readonly shards: Pick<ShardStore, 'loadPlaces' | 'loadShards'>
}

const roomsAtOnce = 100
/** Of a room, in one transaction: it holds the database's one place to write for some tens of milliseconds. */
const messagesAtOnce = 200
/** Pages of the backlog in a round: what is new waits that long at most. */
const backlogPages = 8

export function buildSearchIndexer({ search, shards }: IndexStore, signal?: AbortSignal): SearchIndexer {
  let taken = 0

  async function takeRooms(shard: number, aboveSeq: number): Promise<void> {
    for (let after = ''; ; ) {
      const rooms = await search.listMoved(shard, { aboveSeq, after, limit: roomsAtOnce })
      let left = rooms.map((room) => ({ room, afterVersion: aboveSeq }))
      while (left.length > 0) {
        const pages = await search.takeIn(left, messagesAtOnce)
        taken += pages.reduce((sum, page) => sum + page.taken, 0)
        left = pages.flatMap(({ room, toVersion, isMore }) => (isMore ? { room, afterVersion: toVersion } : []))
      }
      const last = rooms.at(-1)
      if (last === undefined || rooms.length < roomsAtOnce || signal?.aborted === true) return
      after = last
    }
  }

  /** Room by room, from where it stood. */
  async function takeBacklog(
    shard: number,
    from: NonNullable<SearchPlace['backlog']>,
  ): Promise<SearchPlace['backlog']> {
    let { room, version } = from
    for (let page = 0; page < backlogPages && signal?.aborted !== true; page++) {
      if (version === 0) {
        const [next] = await search.listMoved(shard, { aboveSeq: 0, after: room, limit: 1 })
        if (next === undefined) return undefined
        room = next
      }
      const [got] = await search.takeIn([{ room: room as RoomId, afterVersion: version }], messagesAtOnce)
      taken += got?.taken ?? 0
      // The rest of the room is new, and was taken with what is new.
      const isDone = got?.isMore !== true || got.toVersion >= from.upTo
      version = isDone ? 0 : got.toVersion
    }
    return { ...from, room, version }
  }

  async function advance(row: SearchPlaceRow, archivedTo: number, past: Past): Promise<SearchPlace | undefined> {
    const { shard, place = begin(archivedTo, past) } = row
    const sameEnd = Math.min(place.seq, archivedTo)
    const from = place.epoch === past.epoch ? sameEnd : Math.min(sameEnd, past.forkSeq)
    if (archivedTo > from) await takeRooms(shard, from)
    const backlog = place.backlog === undefined ? undefined : await takeBacklog(shard, place.backlog)
    if (signal?.aborted === true) return undefined
    const { backlog: _, ...standing } = place
    const next = { ...standing, epoch: past.epoch, seq: archivedTo, ...(backlog === undefined ? {} : { backlog }) }
    // Another copy was first: it says how far, in the next round.
    if (!isDeepStrictEqual(next, row.place) && !(await search.putPlace({ shard, turn: row.turn, place: next })))
      return undefined
    return next
  }

  return {
    round: async () => {
      taken = 0
      const known = await search.loadPlaces()
      // Folded in another way than words are today: nothing of it can be compared with them.
      if ([...known.values()].some(({ place }) => place === undefined)) {
        await search.clear()
        return { taken, isMore: true, places: new Map() }
      }
      const [archived, states] = await Promise.all([shards.loadPlaces(), shards.loadShards()])
      const places = new Map<number, SearchPlace>()
      for (const [shard, { seq }] of archived) {
        const state = states.find((one) => one.shard === shard)?.state
        const past = { epoch: state?.epoch ?? 0, forkSeq: state?.forkSeq ?? 0 }
        const next = await advance(known.get(shard) ?? { shard, turn: 0, place: undefined }, seq, past)
        if (next !== undefined) places.set(shard, next)
      }
      return { taken, isMore: [...places.values()].some(({ backlog }) => backlog !== undefined), places }
    },
  }
}

type Past = { readonly epoch: number; readonly forkSeq: number }

function begin(archivedTo: number, { epoch }: Past): SearchPlace {
  return { fold: foldVersion, seq: archivedTo, backlog: { upTo: archivedTo, room: '', version: 0 }, epoch }
}
