import { z } from 'zod'
import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { decodeRecord, decodeRecords, keptMessageSchema, keptNoticeSchema } from './kept-records.ts'
import type { SpanList } from './span-list.ts'
import { stretchAt } from './span-list.ts'
import type { KeptPage, KeptQuery } from './timeline-store.ts'
import type { TableReader } from './timeline-tables.ts'
import { everything } from './timeline-tables.ts'

const spanSchema = z.object({ from: z.int().min(0), to: z.int().min(0), knownTo: z.int().min(0) })

export async function loadSpans(reader: TableReader, room: RoomId): Promise<SpanList> {
  return decodeRecords(spanSchema, await reader.range('spans', room, everything))
}

/** A page out of what is held (and known up to `knownTo`) without a hole around the place; `holes`: where a record was that cannot be read. */
export async function readStretch(
  reader: TableReader,
  room: RoomId,
  query: KeptQuery & { readonly knownTo?: number },
): Promise<{ readonly page: KeptPage | undefined; readonly holes: readonly number[] }> {
  const spans = (await loadSpans(reader, room)).filter((span) => span.knownTo >= (query.knownTo ?? 0))
  const place = 'before' in query ? query.before - 1 : 'after' in query ? query.after + 1 : query.around
  const stretch = stretchAt(spans, place)
  if (stretch === undefined) return { page: undefined, holes: [] }
  const olderLimit = 'after' in query ? 0 : 'before' in query ? query.limit : Math.ceil(query.limit / 2)
  // Where only newer ones are wanted, the place itself is the first of them.
  const start = 'after' in query ? place : place + 1
  const [older, newer] = await Promise.all([
    readSide(reader, room, { from: stretch.from, to: start - 1, limit: olderLimit, newestFirst: true }),
    readSide(reader, room, { from: start, to: stretch.to, limit: query.limit - olderLimit }),
  ])
  const { edge: from } = older
  const { edge: to } = newer
  const holes = [...older.holes, ...newer.holes]
  if (from > to) return { page: undefined, holes }
  const notices = decodeRecords(keptNoticeSchema, await reader.range('notices', room, { from, to }))
  const known = spans.filter((span) => span.from <= to && span.to >= from)
  const knownTo = known.reduce((least, span) => Math.min(least, span.knownTo), Number.POSITIVE_INFINITY)
  return { page: { from, to, knownTo, messages: [...older.messages.toReversed(), ...newer.messages], notices }, holes }
}

type Side = { readonly from: number; readonly to: number; readonly limit: number; readonly newestFirst?: true }

/** Up to the first record that cannot be read. `edge`: the last place that is held, seen from where reading began. */
async function readSide(reader: TableReader, room: RoomId, { limit, ...side }: Side) {
  const [start, end, step] = side.newestFirst === true ? [side.to + 1, side.from, 1] : [side.from - 1, side.to, -1]
  if (limit === 0) return { messages: [], holes: [], edge: start }
  const records = await reader.range('messages', room, { ...side, limit })
  const messages: Message[] = []
  for (const record of records) {
    const message = decodeRecord(keptMessageSchema, record)
    const seq = message?.seq ?? seqOf(record)
    if (seq === undefined) break
    if (message === undefined) return { messages, holes: [seq], edge: seq + step }
    messages.push(message)
  }
  return { messages, holes: [], edge: records.length < limit ? end : (messages.at(-1)?.seq ?? start) }
}

/** Its key was readable, or it would not have been stored: it tells the place even where nothing else is in order. */
function seqOf(record: unknown): number | undefined {
  const seq: unknown = typeof record === 'object' && record !== null && 'seq' in record ? record.seq : undefined
  return typeof seq === 'number' ? seq : undefined
}
