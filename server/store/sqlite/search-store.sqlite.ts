import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { HistoryStore } from '../history-store.ts'
import {
  buildRoomsSeen,
  firstPlaceAt,
  isFound,
  isSeenIn,
  loadChanges,
  parseSearchPlace,
  type RoomsSeen,
  type SearchFound,
  type SearchQuery,
  type SearchStore,
  takenOf,
} from '../search-store.ts'
import { messageFrom } from './message-row.ts'
import { putEntry } from './search-entries.sqlite.ts'
import { buildLeads } from './search-lead.sqlite.ts'
import { tidyGrams } from './search-tidy.sqlite.ts'
import type { SqliteConnection, SqlRow, SqlValue } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

/** So many rooms are asked for by name; of more, what the words lead to is looked through first. */
const roomsByName = 64
/** Looked at in vain before all rooms are asked for by name, however many. */
const passedInVain = 2_000
const firstRows = 100
const mostRows = 3_000
/** Rows whose words are looked through at a time where no gram leads to them. */
const scannedAtOnce = 20_000

/** `passed`: entries that were looked at. */
type Walked = { readonly rows: readonly SqlRow[]; readonly passed: number; readonly next: number | undefined }
type Walk = (below: number, take: number) => Walked

export function buildSqliteSearch(db: SqliteConnection, history: Pick<HistoryStore, 'loadPage'>): SearchStore {
  return {
    loadPlaces: async () =>
      new Map(
        db.all('SELECT shard, turn, place FROM search_places').map((row) => {
          const shard = numberOf(row, 'shard')
          const place = parseSearchPlace(JSON.parse(textOf(row, 'place')))
          return [shard, { shard, turn: numberOf(row, 'turn'), place }] as const
        }),
      ),
    putPlace: async ({ shard, turn, place }) =>
      db.write(() => {
        const kept = JSON.stringify(place)
        if (turn > 0)
          return (
            db.run('UPDATE search_places SET turn = turn + 1, place = ? WHERE shard = ? AND turn = ?', [
              ...[kept, shard, turn],
            ]) === 1
          )
        return (
          db.run('INSERT INTO search_places (shard, turn, place) VALUES (?, 1, ?) ON CONFLICT DO NOTHING', [
            ...[shard, kept],
          ]) === 1
        )
      }),
    listMoved: async (shard, { aboveSeq, after, limit }) =>
      db
        .all(
          `SELECT room FROM archived_rooms WHERE room > ? AND room >= ? AND room < ? AND head > ? ORDER BY room LIMIT ?`,
          [after, `${shard}.`, `${shard}/`, aboveSeq, limit],
        )
        .map((row) => textOf<RoomId>(row, 'room')),
    takeIn: async (rooms, limit) => {
      const pages = await loadChanges(history, rooms, limit)
      const messages = pages.flatMap((page) => page.messages)
      if (messages.length > 0)
        db.write(() => {
          for (const message of messages) putEntry(db, message)
        })
      return pages.map(takenOf)
    },
    find: async (query) => find(db, query),
    tidy: async () => tidyGrams(db),
    clear: async () =>
      db.write(() => {
        db.run(`INSERT INTO search_grams (search_grams) VALUES ('delete-all')`)
        db.run('DELETE FROM search_entries')
        db.run('DELETE FROM search_places')
        db.run('DELETE FROM search_leftovers')
      }),
    count: async () => ({
      entries: numberOf(db.get('SELECT count(*) AS n FROM search_entries WHERE words IS NOT NULL') ?? {}, 'n'),
      messages: numberOf(db.get('SELECT count(*) AS n FROM messages WHERE removed_at IS NULL') ?? {}, 'n'),
      isSound: isSound(db),
    }),
  }
}

function isSound(db: SqliteConnection): boolean {
  try {
    db.run(`INSERT INTO search_grams (search_grams) VALUES ('integrity-check')`)
    return true
  } catch {
    return false
  }
}

/** Walks from the newest on, by what leads fastest to what is looked for; all that it comes upon is judged by its message. */
function find(db: SqliteConnection, query: SearchQuery): SearchFound {
  const { words, filter, limit } = query
  const rooms = buildRoomsSeen(query.rooms)
  if (rooms.size === 0) return { messages: [] }
  const until = performance.now() + query.withinMs
  const hits: { readonly message: Message; readonly place: number }[] = []
  const answer = (): Pick<SearchFound, 'messages'> => ({ messages: hits.slice(0, limit).map(({ message }) => message) })
  let below = Math.min(query.below ?? Number.MAX_SAFE_INTEGER, topOf(query))
  const leads = buildLeads(db, query, below)
  let byRoom = rooms.size <= roomsByName
  let walk = buildWalk(db, query, leads.choose(byRoom))
  let inVain = 0
  for (let take = firstRows; ; take = Math.min(take * 2, mostRows)) {
    const { rows, passed, next } = walk(below, take)
    inVain += passed - rows.length
    for (const row of rows) {
      below = numberOf(row, 'place')
      const message = readFound(db, row, rooms)
      if (message === undefined || !isFound(message, { words, filter, rooms })) continue
      hits.push({ message, place: below })
      if (hits.length > limit) return { ...answer(), below: hits[limit - 1]?.place ?? below }
      // Each may be a hundred thousand characters, folded anew.
      if (performance.now() > until) return { ...answer(), below }
    }
    if (next === undefined) return answer()
    below = next
    if (performance.now() > until) return { ...answer(), below }
    if (byRoom || inVain <= passedInVain || leads.choose(false) === undefined) continue
    byRoom = true
    walk = buildWalk(db, query, leads.choose(true))
  }
}

/** Where the index is late by an edit that brought the words, it is found as soon as it has caught up. */
function readFound(db: SqliteConnection, row: SqlRow, rooms: RoomsSeen): Message | undefined {
  const [room, id] = [textOf<RoomId>(row, 'room'), textOf(row, 'id')]
  if (!isSeenIn(rooms, { room, seq: numberOf(row, 'seq') })) return undefined
  const message = db.get('SELECT * FROM messages WHERE room = ? AND id = ?', [room, id])
  return message === undefined ? undefined : messageFrom(message)
}

function topOf({ filter: { before } }: SearchQuery): number {
  return before === undefined ? Number.MAX_SAFE_INTEGER : firstPlaceAt(before)
}
function bottomOf({ filter: { after } }: SearchQuery): number {
  return after === undefined ? -1 : firstPlaceAt(after) - 1
}

/**
 * By the entry alone, so that the few that may be it are loaded; the rest of the words is judged by the message. With the
 * plus no index is taken for the rooms: all entries of theirs would be sorted before the newest are known.
 */
const mayBe = `e.words IS NOT NULL AND +e.room IN (SELECT value FROM json_each(?))
  AND instr(e.words, ?) > 0 AND instr(e.words, ?) > 0 AND instr(e.words, ?) > 0 AND instr(e.words, ?) > 0
  AND instr(e.has, ?) > 0 AND (? = '' OR instr(e.mentions, ?) > 0 OR instr(e.mentions, 'room') > 0)
  AND (? IS NULL OR e.author IN (SELECT value FROM json_each(?)))`

function mayBeValues({ words, rooms, filter }: SearchQuery): readonly SqlValue[] {
  const { has = '', mentions = '', from } = filter
  const [first = '', second = '', third = '', fourth = ''] = words.toSorted((one, other) => other.length - one.length)
  const authors = from === undefined ? null : JSON.stringify(from)
  const named = JSON.stringify(rooms.map(({ room }) => room))
  return [named, first, second, third, fourth, has, mentions, mentions, authors, authors]
}

function buildWalk(db: SqliteConnection, query: SearchQuery, lead: string | undefined): Walk {
  return lead === undefined ? walkAll(db, query) : walkNamed(db, query, lead)
}

/** Along the places that the index names; the last row says how many there were, and where they ended. */
function walkNamed(db: SqliteConnection, query: SearchQuery, lead: string): Walk {
  const [bottom, values] = [bottomOf(query), mayBeValues(query)]
  return (below, take) => {
    const all = db.all(
      `WITH named AS MATERIALIZED (
         SELECT rowid AS place FROM search_grams WHERE search_grams MATCH ? AND rowid < ? AND rowid > ?
         ORDER BY rowid DESC LIMIT ?)
       SELECT e.place, e.room, e.id, e.seq FROM named CROSS JOIN search_entries e ON e.place = named.place WHERE ${mayBe}
       UNION ALL SELECT min(place), NULL, NULL, count(*) FROM named`,
      [lead, below, bottom, take, ...values],
    )
    const [rows, end = {}] = [all.slice(0, -1), all.at(-1)]
    const passed = numberOf(end, 'seq')
    return { rows, passed, next: passed < take ? undefined : numberOf(end, 'place') }
  }
}

/** Every entry, newest first: for one or two characters, which stand nearly everywhere. */
function walkAll(db: SqliteConnection, query: SearchQuery): Walk {
  const [bottom, values] = [bottomOf(query), mayBeValues(query)]
  return (below, take) => {
    const ended = db.get('SELECT place FROM search_entries WHERE place < ? ORDER BY place DESC LIMIT 1 OFFSET ?', [
      ...[below, scannedAtOnce],
    ])
    const end = Math.max(ended === undefined ? -1 : numberOf(ended, 'place') - 1, bottom)
    const rows = db.all(
      `SELECT e.place, e.room, e.id, e.seq FROM search_entries e WHERE e.place < ? AND e.place > ? AND ${mayBe}
       ORDER BY e.place DESC LIMIT ?`,
      [below, end, ...values, take],
    )
    // Most of them may have it.
    if (rows.length === take) return { rows, passed: take, next: numberOf(rows.at(-1) ?? {}, 'place') }
    return { rows, passed: scannedAtOnce, next: end <= bottom || ended === undefined ? undefined : end + 1 }
  }
}
