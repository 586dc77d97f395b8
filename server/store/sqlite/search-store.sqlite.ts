import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { listAskedGrams } from '../../../common/search/search-grams.ts'
import { hasAllWords } from '../../../common/search/search-words.ts'
import type { HistoryStore } from '../history-store.ts'
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
  takenOf,
} from '../search-store.ts'
import { messageFrom } from './message-row.ts'
import { authorWord, gramWord, hasWord, mentionWord, putEntry, roomWord } from './search-entries.sqlite.ts'
import type { SqliteConnection, SqlRow, SqlValue } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

/** So many rooms are asked for by name; of more, what the words lead to is looked through first. */
const roomsByName = 64
/** Looked through in vain before all rooms are asked for by name, however many. */
const strangersPassed = 2_000
const firstRows = 100
const mostRows = 3_000
/** Rows whose words are looked through at a time where no gram leads to them. */
const scannedAtOnce = 20_000

type Walk = (below: number, take: number) => { readonly rows: readonly SqlRow[]; readonly next: number | undefined }

const found = 'e.place, e.room, e.id, e.seq, e.words'

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
    clear: async () =>
      db.write(() => {
        db.run(`INSERT INTO search_grams (search_grams) VALUES ('delete-all')`)
        db.run('DELETE FROM search_entries')
        db.run('DELETE FROM search_places')
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
  const byName = rooms.size <= roomsByName ? walkIndex(db, query, true) : undefined
  let walk = byName ?? (leadsSomewhere(query) ? walkIndex(db, query, false) : walkAll(db, query))
  let below = query.below ?? topOf(query)
  let strangers = 0
  for (let take = firstRows; ; take = Math.min(take * 2, mostRows)) {
    const { rows, next } = walk(below, take)
    for (const row of rows) {
      below = numberOf(row, 'place')
      const key = { room: textOf<RoomId>(row, 'room'), seq: numberOf(row, 'seq') }
      if (!isSeenIn(rooms, key)) {
        strangers++
        continue
      }
      const message = readFound(db, row, words)
      if (message === undefined || !isFound(message, { words, filter, rooms })) continue
      hits.push({ message, place: below })
      if (hits.length > limit) return { ...answer(), below: hits[limit - 1]?.place ?? below }
      // Each may be a hundred thousand characters, folded anew.
      if (performance.now() > until) return { ...answer(), below }
    }
    if (next === undefined) return answer()
    below = next
    if (performance.now() > until) return { ...answer(), below }
    if (byName === undefined && strangers > strangersPassed && leadsSomewhere(query)) {
      walk = walkIndex(db, query, true)
      strangers = Number.NEGATIVE_INFINITY
    }
  }
}

/** Where the index is late by an edit that brought the words, it is found as soon as it has caught up. */
function readFound(db: SqliteConnection, row: SqlRow, words: readonly string[]): Message | undefined {
  if (row.words === null || !hasAllWords(textOf(row, 'words'), words)) return undefined
  const message = db.get('SELECT * FROM messages WHERE room = ? AND id = ?', [textOf(row, 'room'), textOf(row, 'id')])
  return message === undefined ? undefined : messageFrom(message)
}

function topOf({ filter: { before } }: SearchQuery): number {
  return before === undefined ? Number.MAX_SAFE_INTEGER : firstPlaceAt(before)
}
function bottomOf({ filter: { after } }: SearchQuery): number {
  return after === undefined ? -1 : firstPlaceAt(after) - 1
}

function leadsSomewhere({ words, filter }: SearchQuery): boolean {
  const { from, has, mentions } = filter
  return from !== undefined || has !== undefined || mentions !== undefined || listAskedGrams(words).length > 0
}

/** Along the places that have all the words of the index; the rarest of them leads. */
function walkIndex(db: SqliteConnection, query: SearchQuery, byRoom: boolean): Walk {
  const { words, rooms, filter } = query
  const either = (all: readonly string[]) => `(${all.join(' OR ')})`
  const asked = [
    ...listAskedGrams(words).map(gramWord),
    ...(filter.has === undefined ? [] : [hasWord(filter.has)]),
    ...(filter.mentions === undefined ? [] : [either([filter.mentions, 'room'].map(mentionWord))]),
    ...(filter.from === undefined ? [] : [either(['anobody', ...filter.from.map(authorWord)])]),
    ...(byRoom ? [either(rooms.map(({ room }) => roomWord(room)))] : []),
  ].join(' AND ')
  const bottom = bottomOf(query)
  return (below, take) => {
    const rows = db.all(
      `SELECT ${found} FROM search_grams g CROSS JOIN search_entries e ON e.place = g.rowid
       WHERE search_grams MATCH ? AND g.rowid < ? AND g.rowid > ? ORDER BY g.rowid DESC LIMIT ?`,
      [asked, below, bottom, take],
    )
    return { rows, next: rows.length < take ? undefined : numberOf(rows.at(-1) ?? {}, 'place') }
  }
}

/** Every entry, newest first: for one or two characters, which stand nearly everywhere. */
function walkAll(db: SqliteConnection, query: SearchQuery): Walk {
  const bottom = bottomOf(query)
  const stands = query.words.map(() => 'AND instr(e.words, ?) > 0').join(' ')
  const values: readonly SqlValue[] = query.words
  return (below, take) => {
    const ended = db.get('SELECT place FROM search_entries WHERE place < ? ORDER BY place DESC LIMIT 1 OFFSET ?', [
      ...[below, scannedAtOnce],
    ])
    const end = Math.max(ended === undefined ? -1 : numberOf(ended, 'place') - 1, bottom)
    const rows = db.all(
      `SELECT ${found} FROM search_entries e WHERE e.place < ? AND e.place > ? ${stands} ORDER BY e.place DESC LIMIT ?`,
      [below, end, ...values, take],
    )
    // Most of them may have it, and each comes with all its words.
    if (rows.length === take) return { rows, next: numberOf(rows.at(-1) ?? {}, 'place') }
    return { rows, next: end <= bottom || ended === undefined ? undefined : end + 1 }
  }
}
