import { z } from 'zod'
import type { MessageId, RoomId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { foldVersion } from '../../common/search/fold-text.ts'
import { isSearched, type SearchFilter } from '../../common/search/searched-message.ts'
import type { HistoryStore, Page, SeqSpan } from './history-store.ts'

const seqSchema = z.int().min(0)
const placeSchema = z.object({
  /** How texts were folded that are in the index; another number than today's, and it is built anew. */
  fold: z.int(),
  /** Everything archived after the backlog and up to here is in the index. */
  seq: seqSchema,
  /** What was archived up to `upTo` when the index was begun goes in room by room; done up to this room and version. */
  backlog: z.object({ upTo: seqSchema, room: z.string(), version: seqSchema }).optional(),
  /** The shard's epoch then: in another one, what lay above the fork is looked at again. */
  epoch: seqSchema,
})
/** How far a shard of the archive has been taken into the index. */
export type SearchPlace = z.output<typeof placeSchema>
/** `turn` rises with each change, and is compared: two copies that work at once advance it once. 0: never begun. */
export type SearchPlaceRow = { readonly shard: number; readonly turn: number; readonly place: SearchPlace | undefined }

/** One that was written with another folding, or cannot be read, is none. */
export function parseSearchPlace(value: unknown): SearchPlace | undefined {
  const parsed = placeSchema.safeParse(value)
  return parsed.success && parsed.data.fold === foldVersion ? parsed.data : undefined
}

export type SearchedRoom = {
  readonly room: RoomId
  /** Sequences that may be seen; absent: all. */
  readonly within?: readonly SeqSpan[]
}

export type SearchQuery = {
  /** Folded; all are to be found. May be empty. */
  readonly words: readonly string[]
  /** Nothing of other rooms is found. */
  readonly rooms: readonly SearchedRoom[]
  readonly filter: SearchFilter
  /** Where an earlier answer ended. */
  readonly below?: number
  readonly limit: number
  /** How long may be looked; the answer then says where it ended. */
  readonly withinMs: number
}

export type SearchFound = {
  /** As the archive has them, newest first. */
  readonly messages: readonly Message[]
  /** Where to go on; absent: there is nothing more. There may be one with nothing found: it took too long. */
  readonly below?: number
}

/** Of one room, in the order in which they were asked for. */
export type TakenIn = {
  readonly room: RoomId
  readonly taken: number
  readonly toVersion: number
  readonly isMore: boolean
}

/** What was said of the index: entries with words, messages that ought to have one, and whether the database finds it sound. */
export type SearchCensus = { readonly entries: number; readonly messages: number; readonly isSound: boolean }

/**
 * Where words are looked up: a projection of the archive, which can be thrown away and made anew. Port; adapters in `sqlite/`
 * and `mongo/`, one conformance suite. It only says where to look: whatever is found is judged by the archive's row as it
 * is at that moment (`isFound`), so what was removed or edited is not found by what it said, however late the index is.
 */
export type SearchStore = {
  /** Of every shard that was begun. */
  readonly loadPlaces: () => Promise<ReadonlyMap<number, SearchPlaceRow>>
  /** Compare-and-set on the row's `turn`; false where another was first. */
  readonly putPlace: (row: SearchPlaceRow & { readonly place: SearchPlace }) => Promise<boolean>
  /** Rooms of the shard whose archived head lies above the sequence, by room, after that one. */
  readonly listMoved: (
    shard: number,
    query: { readonly aboveSeq: number; readonly after: string; readonly limit: number },
  ) => Promise<readonly RoomId[]>
  /**
   * Takes what changed in rooms after a version into the index, by version, at most so many of each. An entry of a later version stays, and a
   * removal leaves one without words, so that a copy that comes late brings nothing back.
   */
  readonly takeIn: (
    rooms: readonly { readonly room: RoomId; readonly afterVersion: number }[],
    limit: number,
  ) => Promise<readonly TakenIn[]>
  readonly find: (query: SearchQuery) => Promise<SearchFound>
  /**
   * One small step by which nothing stays in the file of what was taken out; whether there is more to do. Takes as long in
   * all as filling the index does, so it is begun now and then.
   */
  readonly tidy: () => Promise<boolean>
  /** Everything goes, places too: whoever fills it begins anew. */
  readonly clear: () => Promise<void>
  readonly count: () => Promise<SearchCensus>
}

const placeEpoch = Date.UTC(2020, 0, 1)
const placesPerMs = 64

/** Newest is highest. Two messages may ask for the same one, and then the database takes the next that is free. */
export function searchPlaceOf({ at, seq }: Pick<Message, 'at' | 'seq'>): number {
  return Math.max(0, Math.min(at, placeEpoch + 2 ** 46) - placeEpoch) * placesPerMs + (seq % placesPerMs)
}

/** The first place of that millisecond. */
export function firstPlaceAt(at: number): number {
  return searchPlaceOf({ at, seq: 0 })
}

type Changes = Page & { readonly room: RoomId; readonly afterVersion: number }
/** Texts of a transaction together. */
const mostBytes = 4_000_000

/** What an adapter takes in: a page by version of each room. */
export async function loadChanges(
  { loadPage }: Pick<HistoryStore, 'loadPage'>,
  rooms: Parameters<SearchStore['takeIn']>[0],
  limit: number,
): Promise<readonly Changes[]> {
  const pages: Changes[] = []
  const maxBytes = Math.floor(mostBytes / Math.max(1, rooms.length))
  for (const { room, afterVersion } of rooms)
    pages.push({ ...(await loadPage({ room, changedAfter: afterVersion, limit, maxBytes })), room, afterVersion })
  return pages
}

/** In a page by version messages and notices lie in one order. */
export function takenOf({ room, afterVersion, messages, notices, hasMoreAfter }: Changes): TakenIn {
  const toVersion = Math.max(afterVersion, messages.at(-1)?.version ?? 0, notices.at(-1)?.seq ?? 0)
  return { room, taken: messages.length, toVersion, isMore: hasMoreAfter }
}

/** By what the archive says now, whatever the index believes. */
export function isFound(
  message: Message,
  {
    words,
    filter,
    rooms,
  }: { readonly words: readonly string[]; readonly filter: SearchFilter; readonly rooms: RoomsSeen },
): boolean {
  return isSeenIn(rooms, message) && isSearched(message, words, filter)
}

export type RoomsSeen = ReadonlyMap<RoomId, readonly SeqSpan[] | undefined>

export function buildRoomsSeen(rooms: readonly SearchedRoom[]): RoomsSeen {
  return new Map(rooms.map(({ room, within }) => [room, within]))
}

export function isSeenIn(rooms: RoomsSeen, { room, seq }: { readonly room: RoomId; readonly seq: number }): boolean {
  if (!rooms.has(room)) return false
  const spans = rooms.get(room)
  return spans === undefined || spans.some(({ fromSeq, toSeq }) => fromSeq <= seq && seq <= toSeq)
}

export type EntryKey = { readonly room: RoomId; readonly id: MessageId }
