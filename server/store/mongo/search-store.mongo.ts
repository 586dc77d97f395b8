import type { Filter } from 'mongodb'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { foldText } from '../../../common/search/fold-text.ts'
import { listAskedGrams, listGrams } from '../../../common/search/search-grams.ts'
import { listHas, searchedText } from '../../../common/search/searched-message.ts'
import type { HistoryStore } from '../history-store.ts'
import { pickWinners } from '../message-precedence.ts'
import {
  buildRoomsSeen,
  firstPlaceAt,
  isFound,
  isSeenIn,
  loadChanges,
  parseSearchPlace,
  type SearchFound,
  type SearchQuery,
  type SearchStore,
  searchPlaceOf,
  takenOf,
} from '../search-store.ts'
import { messageAlone } from './message-write.ts'
import type { Collections, SearchEntryDocument } from './mongo-collections.ts'
import { duplicatesOf, isDuplicate } from './mongo-fault.ts'

/** A few say nearly as much as all, and each is another walk for the database. */
const mostGrams = 8
/** At first, and while they are long: folded anew here, each may take a millisecond. */
const fewMessages = 20
const mostMessages = 100
const shortCharacters = 1_000
/** So long nothing else in this process gets its turn. */
const turnMs = 8

export function buildMongoSearch(collections: Collections, history: Pick<HistoryStore, 'loadPage'>): SearchStore {
  const { archivedRooms, messages, searchEntries, searchPlaces } = collections
  return {
    loadPlaces: async () =>
      new Map(
        (await searchPlaces.find().toArray()).map(({ _id, turn, place }) => [
          _id,
          { shard: _id, turn, place: parseSearchPlace(place) },
        ]),
      ),
    putPlace: async ({ shard, turn, place }) => {
      if (turn > 0) {
        const moved = await searchPlaces.updateOne({ _id: shard, turn }, { $set: { place, turn: turn + 1 } })
        return moved.matchedCount === 1
      }
      try {
        await searchPlaces.insertOne({ _id: shard, turn: 1, place })
        return true
      } catch (fault) {
        if (!isDuplicate(fault)) throw fault
        return false
      }
    },
    listMoved: async (shard, { aboveSeq, after, limit }) => {
      const first = `${shard}.`
      const between = { $gt: (after < first ? first : after) as RoomId, $lt: `${shard}/` as RoomId }
      const rooms = await archivedRooms
        .find({ _id: between, head: { $gt: aboveSeq } }, { projection: { _id: 1 } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray()
      return rooms.map(({ _id }) => _id)
    },
    takeIn: async (rooms, limit) => {
      const pages = await loadChanges(history, rooms, limit)
      await putEntries(
        collections,
        pages.flatMap((page) => page.messages),
      )
      return pages.map(takenOf)
    },
    find: (query) => find(collections, query),
    // An entry is replaced as a whole: nothing of it is left.
    tidy: async () => false,
    clear: async () => {
      await searchPlaces.deleteMany({})
      await searchEntries.deleteMany({})
    },
    count: async () => ({
      entries: await searchEntries.countDocuments({ isRemoved: { $exists: false } }),
      messages: await messages.countDocuments({ removedAt: { $exists: false } }),
      isSound: true,
    }),
  }
}

function buildEntry(message: Message): SearchEntryDocument {
  const { room, id, seq, version, author, mentions } = message
  const entry = { room, id, seq, version, place: searchPlaceOf(message), author }
  if (message.removedAt !== undefined) return { ...entry, isRemoved: true, grams: [] }
  const has = listHas(message)
  return {
    ...entry,
    ...(has.length === 0 ? {} : { has }),
    ...(mentions.length === 0 ? {} : { mentions }),
    grams: listGrams(foldText(searchedText(message))),
  }
}

/** Each in the place of what it wins over (message-precedence.ts); the database decides, entry by entry. */
async function putEntries({ searchEntries }: Collections, messages: readonly Message[]): Promise<void> {
  const winners = pickWinners(messages).map(buildEntry)
  if (winners.length === 0) return
  let absent: readonly SearchEntryDocument[] = winners
  try {
    await searchEntries.insertMany(
      winners.map((entry) => ({ ...entry })),
      { ordered: false },
    )
    return
  } catch (fault) {
    absent = duplicatesOf(fault).flatMap((index) => winners[index] ?? [])
  }
  await searchEntries.bulkWrite(
    absent.map((entry) => {
      const { room, id, seq, version } = entry
      const isBeaten = { room, id, $or: [{ seq: { $gt: seq } }, { seq, version: { $lt: version } }] }
      return { replaceOne: { filter: isBeaten, replacement: entry } }
    }),
    { ordered: false },
  )
}

async function find({ messages, searchEntries }: Collections, query: SearchQuery): Promise<SearchFound> {
  const { words, filter, limit } = query
  const rooms = buildRoomsSeen(query.rooms)
  if (rooms.size === 0) return { messages: [] }
  const until = performance.now() + query.withinMs
  const cursor = searchEntries
    .find(filterOf(query), { projection: { _id: 0, room: 1, id: 1, seq: 1, place: 1 }, batchSize: mostMessages })
    .sort({ place: -1, id: -1 })
  const hits: { readonly message: Message; readonly place: number }[] = []
  try {
    let take = fewMessages
    for (let below: number | undefined; ; ) {
      const entries: Pick<SearchEntryDocument, 'room' | 'id' | 'seq' | 'place'>[] = []
      let isLast = false
      // What may not be seen takes time too, and there may be any number of it.
      do {
        const entry = await cursor.next()
        isLast = entry === null
        if (entry === null) break
        below = entry.place
        if (isSeenIn(rooms, entry)) entries.push(entry)
      } while (entries.length < take && performance.now() <= until)
      const found = await loadEach(messages, entries)
      const byKey = new Map(found.map((message) => [`${message.room} ${message.id}`, message]))
      let turnFrom = performance.now()
      for (const { room, id, place } of entries) {
        const message = byKey.get(`${room} ${id}`)
        if (message !== undefined && isFound(message, { words, filter, rooms })) hits.push({ message, place })
        if (performance.now() - turnFrom < turnMs) continue
        await new Promise<void>((next) => setImmediate(next))
        turnFrom = performance.now()
      }
      const characters = found.reduce((sum, { text }) => sum + text.length, 0)
      take = characters <= found.length * shortCharacters ? mostMessages : fewMessages
      const downTo = (place: number): SearchFound['messages'] =>
        hits.filter((hit) => hit.place >= place).map(({ message }) => message)
      // Two of one millisecond may have one place: an answer never ends between them.
      const last = hits[limit - 1]?.place
      if (last !== undefined && (hits.at(-1)?.place ?? last) < last) return { messages: downTo(last), below: last }
      if (isLast) return { messages: downTo(0) }
      if (performance.now() > until && below !== undefined) return { messages: downTo(below + 1), below: below + 1 }
    }
  } finally {
    await cursor.close()
  }
}

async function loadEach(
  messages: Collections['messages'],
  entries: readonly Pick<SearchEntryDocument, 'room' | 'id'>[],
): Promise<readonly Message[]> {
  if (entries.length === 0) return []
  const idsByRoom = new Map<RoomId, MessageId[]>()
  for (const { room, id } of entries) idsByRoom.set(room, [...(idsByRoom.get(room) ?? []), id])
  const asked = [...idsByRoom].map(([room, ids]) => ({ room, id: { $in: ids } }))
  return messages.find<Message>({ $or: asked }, messageAlone).toArray()
}

function filterOf({ words, rooms, filter, below }: SearchQuery): Filter<SearchEntryDocument> {
  const { from, notFrom, before, after, has, mentions } = filter
  const asked = listAskedGrams(words)
  const grams = asked.filter((_, at) => at % Math.ceil(asked.length / mostGrams) === 0)
  const top = Math.min(
    below ?? Number.MAX_SAFE_INTEGER,
    before === undefined ? Number.MAX_SAFE_INTEGER : firstPlaceAt(before),
  )
  return {
    room: { $in: rooms.map(({ room }) => room) },
    ...(grams.length === 0 ? {} : { grams: { $all: grams } }),
    place: { $lt: top, ...(after === undefined ? {} : { $gte: firstPlaceAt(after) }) },
    isRemoved: { $exists: false },
    ...(from === undefined && notFrom === undefined
      ? {}
      : { author: { ...(from && { $in: [...from] }), ...(notFrom && { $nin: [...notFrom] }) } }),
    ...(has === undefined ? {} : { has }),
    ...(mentions === undefined ? {} : { mentions: { $in: [mentions, 'room'] } }),
  } as Filter<SearchEntryDocument>
}
