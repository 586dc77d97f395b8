import { z } from 'zod'
import { roomIdSchema } from '../../../common/id-schemas.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { foldText, foldVersion } from '../../../common/search/fold-text.ts'
import { hasAllWords } from '../../../common/search/search-words.ts'
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

const blockSchema = z.object({
  room: roomIdSchema,
  from: z.int().min(0),
  fold: z.int(),
  seqs: z.instanceof(Float64Array),
  ats: z.instanceof(Float64Array),
  has: z.instanceof(Uint8Array),
  words: z.string(),
})
export type WordBlock = z.output<typeof blockSchema>

const mentionsBit = 1 << searchHas.length
const bitOf = (has: SearchHas) => 1 << searchHas.indexOf(has)

/** One that was written with another folding is not there, and is made anew from its messages. */
export function decodeBlocks(records: readonly unknown[]): readonly WordBlock[] {
  return decodeRecords(blockSchema, records).filter(({ fold, words, seqs }) => {
    return fold === foldVersion && (seqs.length === 0) === (words === '') && countLines(words) === seqs.length
  })
}

function countLines(words: string): number {
  let count = 0
  for (let at = words.indexOf('\n'); at !== -1; at = words.indexOf('\n', at + 1)) count++
  return count
}

/** As the language has it, in versions that not all of ours know. */
export function groupBy<Key, Item>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

type Row = { readonly at: number; readonly has: number; readonly words: string }

/**
 * Messages as they are now, in the blocks that have their place; a removed one leaves no words. Where the room has no blocks
 * although more of it is kept, or one cannot be read, none stay: whoever searches first makes them from the messages.
 */
export async function putWords(writer: TableWriter, room: RoomId, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return
  const seqs = messages.map(({ seq }) => seq)
  const [first, last] = [Math.min(...seqs), Math.max(...seqs)]
  const begins = await writer.range('words', room, { from: 0, to: first, limit: 1, newestFirst: true })
  const records = [...begins, ...(await writer.range('words', room, { from: first + 1, to: last }))]
  const blocks = decodeBlocks(records)
  if (blocks.length < records.length) return writer.remove('words', room, everything)
  if (begins.length === 0) {
    const kept = await writer.range('messages', room, { ...everything, limit: messages.length + 1 })
    if (kept.length > messages.length) return writer.remove('words', room, everything)
  }
  for (const block of changeBlocks(room, blocks, messages)) writer.put('words', block)
}

/** All of a room, from its messages. */
export function buildBlocks(room: RoomId, messages: readonly Message[]): readonly WordBlock[] {
  return changeBlocks(room, [], messages)
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

function splitRows(room: RoomId, from: number, rows: ReadonlyMap<number, Row>): readonly WordBlock[] {
  const ordered = [...rows].sort(([a], [b]) => a - b)
  const count = Math.max(1, Math.ceil(ordered.length / mostRows))
  const size = Math.ceil(ordered.length / count)
  return Array.from({ length: count }, (_, index) => {
    const part = ordered.slice(index * size, (index + 1) * size)
    return {
      ...{ room, fold: foldVersion, from: index === 0 ? from : (part[0]?.[0] ?? from) },
      seqs: Float64Array.from(part, ([seq]) => seq),
      ats: Float64Array.from(part, ([, { at }]) => at),
      has: Uint8Array.from(part, ([, { has }]) => has),
      words: part.map(([, { words }]) => `${words}\n`).join(''),
    }
  })
}

function rowOf(message: Message): Row {
  const has = listHas(message).reduce((bits, one) => bits | bitOf(one), message.mentions.length > 0 ? mentionsBit : 0)
  return { at: message.at, has, words: foldText(searchedText(message)) }
}

function readRows(block: WordBlock | undefined): Map<number, Row> {
  if (block === undefined) return new Map()
  const { seqs, ats, has, words } = block
  const lines = words.split('\n')
  return new Map(
    [...seqs].map((seq, index) => [seq, { at: ats[index] ?? 0, has: has[index] ?? 0, words: lines[index] ?? '' }]),
  )
}

export type WordPlace = { readonly room: RoomId; readonly seq: number; readonly at: number }
export type WordQuery = {
  readonly words: readonly string[]
  readonly before?: number | undefined
  readonly after?: number | undefined
  readonly has?: SearchHas | undefined
  readonly mentions?: boolean | undefined
}

/** Where all words stand, as far as words, times and marks tell. */
export function* findInBlock(block: WordBlock, query: WordQuery): Generator<WordPlace> {
  const { room, seqs, ats, has, words } = block
  if (!hasAllWords(words, query.words)) return
  const bits = (query.has === undefined ? 0 : bitOf(query.has)) | (query.mentions === true ? mentionsBit : 0)
  let start = 0
  for (let index = 0; index < seqs.length; index++) {
    const end = words.indexOf('\n', start)
    const line = words.slice(start, end)
    start = end + 1
    const at = ats[index] ?? 0
    if (query.before !== undefined && at >= query.before) continue
    if (query.after !== undefined && at < query.after) continue
    if (((has[index] ?? 0) & bits) !== bits) continue
    if (hasAllWords(line, query.words)) yield { room, seq: seqs[index] ?? 0, at }
  }
}
