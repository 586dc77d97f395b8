import { z } from 'zod'
import { roomIdSchema, userIdSchema } from '../../../common/id-schemas.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { foldText, foldVersion } from '../../../common/search/fold-text.ts'
import { listHas, type SearchHas, searchedText, searchHas } from '../../../common/search/searched-message.ts'
import { decodeRecords } from './kept-records.ts'
import type { TableWriter } from './timeline-tables.ts'
import { everything } from './timeline-tables.ts'

/**
 * The folded words of what is kept, a record for each run of some hundred messages of a room: a few hundred records can be
 * read and looked through in the time in which single messages of a hundred thousand could not even be fetched. Written in
 * the transaction that writes the messages. Like any index it only says where to look: what it names is judged by the message.
 *
 * A block begins at its `from` and reaches to the next one; a room's first begins at 0. One that grows too long is cut in two.
 */
const mostRows = 512
/** A record of more than 64 KiB is a file by itself to Chromium, which reads it by itself. A longer text has a block alone. */
const mostCharacters = 24_000

/** `words` has a line for each row; `whose` says which of `authors` said it. */
const blockSchema = z.object({
  room: roomIdSchema,
  from: z.int().min(0),
  fold: z.int(),
  seqs: z.instanceof(Float64Array),
  ats: z.instanceof(Float64Array),
  has: z.instanceof(Uint8Array),
  authors: z.array(userIdSchema),
  whose: z.instanceof(Uint16Array),
  words: z.string(),
})
export type WordBlock = z.output<typeof blockSchema>

export const mentionsBit = 1 << searchHas.length
export const bitOf = (has: SearchHas) => 1 << searchHas.indexOf(has)

/** One that was written with another folding is not there, and is made anew from its messages. */
export function decodeBlocks(records: readonly unknown[]): readonly WordBlock[] {
  return decodeRecords(blockSchema, records).filter(({ fold, words, seqs, ats, has, authors, whose }) => {
    const isEven = [ats, has, whose].every(({ length }) => length === seqs.length)
    const isWhole = (words === '' || words.endsWith('\n')) && countLines(words) === seqs.length
    return fold === foldVersion && isEven && isWhole && whose.every((author) => author < authors.length)
  })
}

function countLines(words: string): number {
  let count = 0
  for (let at = words.indexOf('\n'); at !== -1; at = words.indexOf('\n', at + 1)) count++
  return count
}

/** As the language has it, in versions that not all of ours know. */
function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

type Row = { readonly at: number; readonly has: number; readonly author: UserId; readonly words: string }

/**
 * Messages as they are now, in the blocks that have their place; a removed one leaves no words. Where the room has no blocks
 * although more of it is kept, or one cannot be read, none stay: whoever searches first makes them from the messages.
 */
export async function putWords(writer: TableWriter, room: RoomId, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return
  const seqs = messages.map(({ seq }) => seq)
  const blocks = await blocksAround(writer, room, { from: Math.min(...seqs), to: Math.max(...seqs) })
  if (blocks === undefined) return writer.remove('words', room, everything)
  if (blocks.length === 0) {
    const kept = await writer.range('messages', room, { ...everything, limit: messages.length + 1 })
    if (kept.length > messages.length) return writer.remove('words', room, everything)
  }
  for (const block of changeBlocks(room, blocks, messages)) writer.put('words', block)
}

/** No words stay of what is removed without a message in its place. */
export async function removeWords(
  writer: TableWriter,
  room: RoomId,
  { from, to, isGone = () => true }: { readonly from: number; readonly to: number; isGone?(seq: number): boolean },
): Promise<void> {
  const blocks = await blocksAround(writer, room, { from, to })
  if (blocks === undefined) return writer.remove('words', room, everything)
  for (const block of blocks) {
    const rows = readRows(block)
    for (const seq of block.seqs) if (seq >= from && seq <= to && isGone(seq)) rows.delete(seq)
    if (rows.size === block.seqs.length) continue
    for (const left of splitRows(room, block.from, rows)) writer.put('words', left)
  }
}

/** Those that have places in the bounds; undefined where one of them cannot be read. */
async function blocksAround(
  writer: TableWriter,
  room: RoomId,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<readonly WordBlock[] | undefined> {
  const begins = await writer.range('words', room, { from: 0, to: from, limit: 1, newestFirst: true })
  const records = [...begins, ...(await writer.range('words', room, { from: from + 1, to }))]
  const blocks = decodeBlocks(records)
  // A room has one from its beginning on, or none.
  return blocks.length < records.length || (begins.length === 0 && blocks.length > 0) ? undefined : blocks
}

/** What is kept of a room, or a part of it, from its messages. */
export function buildBlocks(room: RoomId, from: number, messages: readonly Message[]): readonly WordBlock[] {
  const rows = new Map<number, Row>()
  for (const message of messages) if (message.removedAt === undefined) rows.set(message.seq, rowOf(message))
  return splitRows(room, from, rows)
}

function changeBlocks(room: RoomId, blocks: readonly WordBlock[], messages: readonly Message[]): readonly WordBlock[] {
  const froms = blocks.length === 0 ? [0] : blocks.map(({ from }) => from)
  const changes = groupBy(messages, ({ seq }) => froms.findLast((from) => from <= seq) ?? froms[0] ?? 0)
  return [...changes].flatMap(([from, changed]) => {
    const rows = readRows(blocks.find((block) => block.from === from))
    for (const message of changed) {
      if (message.removedAt === undefined) rows.set(message.seq, rowOf(message))
      else rows.delete(message.seq)
    }
    return splitRows(room, from, rows)
  })
}

type Entry = readonly [seq: number, row: Row]

function splitRows(room: RoomId, from: number, rows: ReadonlyMap<number, Row>): readonly WordBlock[] {
  const parts = splitEvenly([...rows].sort(([a], [b]) => a - b))
  return parts.map((part, index) => {
    const authors = [...new Set(part.map(([, { author }]) => author))]
    const places = new Map(authors.map((author, at) => [author, at]))
    return {
      ...{ room, fold: foldVersion, from: index === 0 ? from : (part[0]?.[0] ?? from) },
      seqs: Float64Array.from(part, ([seq]) => seq),
      ats: Float64Array.from(part, ([, { at }]) => at),
      has: Uint8Array.from(part, ([, { has }]) => has),
      authors,
      whose: Uint16Array.from(part, ([, { author }]) => places.get(author) ?? 0),
      words: part.map(([, { words }]) => `${words}\n`).join(''),
    }
  })
}

/** One part at least, and none much larger than it may be. */
function splitEvenly(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const characters = entries.reduce((sum, [, { words }]) => sum + words.length + 1, 0)
  const count = Math.max(1, Math.ceil(entries.length / mostRows), Math.ceil(characters / mostCharacters))
  const [rowsEach, charactersEach] = [Math.ceil(entries.length / count), characters / count]
  const parts: Entry[][] = []
  let part: Entry[] = []
  let filled = 0
  for (const entry of entries) {
    const length = entry[1].words.length + 1
    if (part.length > 0 && (part.length >= rowsEach || filled + length / 2 > charactersEach)) {
      parts.push(part)
      ;[part, filled] = [[], 0]
    }
    part.push(entry)
    filled += length
  }
  return [...parts, part]
}

function rowOf(message: Message): Row {
  const has = listHas(message).reduce((bits, one) => bits | bitOf(one), message.mentions.length > 0 ? mentionsBit : 0)
  return { at: message.at, has, author: message.author, words: foldText(searchedText(message)) }
}

function readRows(block: WordBlock | undefined): Map<number, Row> {
  const rows = new Map<number, Row>()
  if (block === undefined) return rows
  const { seqs, ats, has, authors, whose, words } = block
  const lines = words.split('\n')
  seqs.forEach((seq, index) => {
    const author = authors[whose[index] ?? 0]
    if (author !== undefined)
      rows.set(seq, { at: ats[index] ?? 0, has: has[index] ?? 0, author, words: lines[index] ?? '' })
  })
  return rows
}
