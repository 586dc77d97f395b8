import type { Message } from '../../../common/message.ts'
import { foldText } from '../../../common/search/fold-text.ts'
import { listGrams } from '../../../common/search/search-grams.ts'
import { listHas, searchedText } from '../../../common/search/searched-message.ts'
import { winsOver } from '../message-precedence.ts'
import { type EntryKey, searchPlaceOf } from '../search-store.ts'
import { noteLeftover } from './search-tidy.sqlite.ts'
import type { SqliteConnection, SqlRow } from './sqlite-connection.ts'
import { numberOf, textOf } from './sqlite-row.ts'

/**
 * What the index holds of a message: a row with its folded words, and under the same number the words of `search_grams`, which
 * are numbers again: nothing that somebody said can be read there. To take something out it has to be told what stood there:
 * therefore the row. Its own `secure-delete` is not used: in the SQLite 3.45 of our library it breaks the index (tried).
 */
export const searchSteps: readonly string[] = [
  `CREATE TABLE search_entries (
    place INTEGER PRIMARY KEY, room TEXT NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, version INTEGER NOT NULL,
    author TEXT NOT NULL, has TEXT NOT NULL, mentions TEXT, words TEXT
  ) STRICT`,
  'CREATE UNIQUE INDEX search_entries_by_id ON search_entries (room, id)',
  `CREATE VIRTUAL TABLE search_grams USING fts5(grams, content='', detail=none, columnsize=0, tokenize='ascii')`,
  'CREATE TABLE search_places (shard INTEGER PRIMARY KEY, turn INTEGER NOT NULL, place TEXT NOT NULL) STRICT',
]

type Entry = {
  readonly room: string
  readonly author: string
  readonly has: string
  readonly mentions: string | null
  readonly words: string
}

// Each kind of word begins with a letter of its own. Ids are letters and digits but for a point, which would part them.
export const gramWord = (gram: number) => `g${(gram >>> 0).toString(36)}`
export const roomWord = (room: string) => `r${room.replace('.', 'x')}`
export const authorWord = (author: string) => `a${author}`
export const hasWord = (has: string) => `h${has}`
export const mentionWord = (mention: string) => `m${mention}`

function listWords({ room, author, has, mentions, words }: Entry): string {
  return [
    roomWord(room),
    authorWord(author),
    ...has.split(' ').filter(Boolean).map(hasWord),
    ...(mentions ?? '').split(' ').filter(Boolean).map(mentionWord),
    ...listGrams(words).map(gramWord),
  ].join(' ')
}

function buildEntry(message: Message): Entry {
  return {
    room: message.room,
    author: message.author,
    has: listHas(message).join(' '),
    mentions: message.mentions.length === 0 ? null : message.mentions.join(' '),
    words: foldText(searchedText(message)),
  }
}

const columns = 'place, room, id, seq, version, author, has, mentions, words'
const byId = `SELECT ${columns} FROM search_entries WHERE room = ? AND id = ?`

/** In a transaction of the caller. */
export function putEntry(db: SqliteConnection, message: Message): void {
  const before = db.get(byId, [message.room, message.id])
  const { room, id, seq, version } = message
  const stored = before && { room, id, seq: numberOf(before, 'seq'), version: numberOf(before, 'version') }
  if (stored !== undefined && !winsOver(message, stored)) return
  if (before !== undefined) takeOut(db, before)
  const entry = message.removedAt === undefined ? buildEntry(message) : undefined
  const place = freePlace(db, searchPlaceOf(message))
  const { author = message.author, has = '', mentions = null, words = null } = entry ?? {}
  db.run(`INSERT INTO search_entries (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, [
    ...[place, room, id, seq, version, author, has, mentions, words],
  ])
  if (entry !== undefined) db.run('INSERT INTO search_grams (rowid, grams) VALUES (?, ?)', [place, listWords(entry)])
}

/** Of what was erased in a restored store: not even that there was something. In a transaction of the caller. */
export function eraseEntry(db: SqliteConnection, { room, id }: EntryKey): void {
  const row = db.get(byId, [room, id])
  if (row !== undefined) takeOut(db, row)
}

function takeOut(db: SqliteConnection, row: SqlRow): void {
  const place = numberOf(row, 'place')
  const entry = entryFrom(row)
  if (entry !== undefined) {
    db.run(`INSERT INTO search_grams (search_grams, rowid, grams) VALUES ('delete', ?, ?)`, [place, listWords(entry)])
    noteLeftover(db)
  }
  db.run('DELETE FROM search_entries WHERE place = ?', [place])
}

/** Of one that was removed there is nothing. */
function entryFrom(row: SqlRow): Entry | undefined {
  if (row.words === null) return undefined
  return {
    room: textOf(row, 'room'),
    author: textOf(row, 'author'),
    has: textOf(row, 'has'),
    mentions: row.mentions === null ? null : textOf(row, 'mentions'),
    words: textOf(row, 'words'),
  }
}

function freePlace(db: SqliteConnection, wanted: number): number {
  let place = wanted
  while (db.get('SELECT 1 FROM search_entries WHERE place = ?', [place]) !== undefined) place++
  return place
}
