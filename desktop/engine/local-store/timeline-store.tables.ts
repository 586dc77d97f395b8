import type { RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { targetOf } from '../../../common/reducers/fold-event.ts'
import type { KeptNotice } from './kept-records.ts'
import {
  decodeRecord,
  decodeRecords,
  fieldOf,
  keptCheckpointSchema,
  keptEventSchema,
  keptMessageSchema,
  keptNoticeSchema,
} from './kept-records.ts'
import { loadSpans, readStretch } from './kept-stretch.ts'
import type { Span, SpanList } from './span-list.ts'
import { addSpan, cutSpans, dropFromSpans, raiseSpans, spanAt } from './span-list.ts'
import type { KeptQuery, TimelineStore } from './timeline-store.ts'
import type { TableWriter, TimelineTables } from './timeline-tables.ts'
import { everything } from './timeline-tables.ts'
import { putWords, removeWords } from './word-blocks.ts'
import { rememberWords } from './word-memory.ts'
import { buildWordScan } from './word-scan.ts'

const mostEvents = 2_000
const measuredAtOnce = 500

/** The timeline store on whatever tables there are. */
export function buildTimelineStore(onDisk: TimelineTables): TimelineStore {
  const words = rememberWords(onDisk)
  const { tables } = words

  /** A hole where something could not be read: the next one who asks gets it from history. */
  function noteHoles(room: RoomId, holes: readonly number[]): void {
    if (holes.length === 0) return
    const drop = (spans: SpanList) => holes.reduce((rest, seq) => dropFromSpans(rest, seq), spans)
    tables.write((writer) => changeSpans(writer, room, drop)).catch(() => {})
  }

  return {
    async loadTail(room, most) {
      const read = await tables.read(async (reader) => {
        const checkpoint = decodeRecord(keptCheckpointSchema, await reader.checkpoint(room))
        const seq = checkpoint?.seq ?? 0
        // What was known less well than the checkpoint is no end to go on from.
        const { page, holes } =
          checkpoint === undefined
            ? { page: undefined, holes: [] }
            : await readStretch(reader, room, { before: seq + 1, limit: most, knownTo: seq })
        const from = page?.from ?? seq + 1
        const [events, notices] = await Promise.all([
          reader.range('events', room, { from: seq + 1, to: everything.to, limit: mostEvents + 1 }),
          reader.range('notices', room, { from, to: everything.to }),
        ])
        return { checkpoint, messages: page?.messages ?? [], from, holes, events, notices }
      })
      const { holes, notices, ...tail } = read
      // So many that history is asked sooner than they are read.
      const events = read.events.length > mostEvents ? [] : decodeRecords(keptEventSchema, read.events)
      noteHoles(room, holes)
      if (tail.checkpoint === undefined && events.length === 0) return undefined
      return { ...tail, notices: decodeRecords(keptNoticeSchema, notices), events }
    },

    async loadPage(room, query: KeptQuery) {
      const { page, holes } = await tables.read((reader) => readStretch(reader, room, query))
      noteHoles(room, holes)
      return page
    },

    loadSpans: (room) => tables.read((reader) => loadSpans(reader, room)),

    async findMessage(room, id) {
      const found = decodeRecords(keptMessageSchema, await tables.read((reader) => reader.byId(room, id)))
      return found.reduce<Message | undefined>((first, one) => (first && first.seq < one.seq ? first : one), undefined)
    },

    putPage: (room, { messages, notices, ...span }) =>
      tables.write(async (writer) => {
        await putMessages(writer, room, messages)
        putNotices(writer, notices)
        await changeSpans(writer, room, (spans) => addSpan(spans, span))
      }),

    replacePage: (room, { messages, notices, ...span }) =>
      tables.write(async (writer) => {
        writer.remove('messages', room, span)
        writer.remove('notices', room, span)
        await removeWords(writer, room, span)
        await putMessages(writer, room, messages)
        putNotices(writer, notices)
        await changeSpans(writer, room, (spans) => addSpan(dropFromSpans(spans, span.from, span.to), span))
      }),

    putFill: (room, { since, head, checkpoint, messages, notices }) =>
      tables.write(async (writer) => {
        const known = decodeRecord(keptCheckpointSchema, await writer.checkpoint(room))
        if (known !== undefined && known.seq > checkpoint.seq) return
        const spans = await loadSpans(writer, room)
        // What changed in a message that is not kept here belongs in no stretch.
        await putMessages(
          writer,
          room,
          messages.filter(({ seq }) => seq > since || spanAt(spans, seq) !== undefined),
        )
        const heard = decodeRecords(keptEventSchema, await writer.range('events', room, { from: 0, to: head }))
        putNotices(writer, [...decodeRecords(keptNoticeSchema, heard.map(noticeOf)), ...notices])
        writer.remove('events', room, { from: 0, to: head })
        writer.putCheckpoint(room, checkpoint)
        const end: Span = { from: since + 1, to: head, knownTo: head }
        putSpans(writer, room, addSpan(raiseSpans(spans, { since, head }), end))
      }),

    putEnd: (room, { messages, notices, checkpoint, ...span }) =>
      tables.write(async (writer) => {
        const known = decodeRecord(keptCheckpointSchema, await writer.checkpoint(room))
        if (known !== undefined && known.seq > checkpoint.seq) return
        await putMessages(writer, room, messages)
        putNotices(writer, notices)
        writer.remove('events', room, { from: 0, to: checkpoint.seq })
        writer.putCheckpoint(room, checkpoint)
        await changeSpans(writer, room, (spans) => addSpan(spans, span))
      }),

    putRefresh: (room, { messages, ...raise }) =>
      tables.write(async (writer) => {
        await putMessages(writer, room, messages)
        await changeSpans(writer, room, (spans) => raiseSpans(spans, raise))
      }),

    putEvents: (events, settled) =>
      tables.write(async (writer) => {
        for (const stored of events) writer.put('events', stored)
      }, settled),

    settle: (room, { since, head, fold }) =>
      tables.write(async (writer) => {
        const checkpoint = decodeRecord(keptCheckpointSchema, await writer.checkpoint(room))
        if (checkpoint?.seq !== since) return
        const heard = await writer.range('events', room, { from: since + 1, to: head })
        const events = decodeRecords(keptEventSchema, heard)
        // One of them cannot be read: the archive has to be asked what it said.
        if (events.length < heard.length) return
        const targets = new Set(events.flatMap(({ event }) => targetOf(event) ?? []))
        const found = await Promise.all([...targets].map((id) => writer.byId(room, id)))
        const messages = decodeRecords(keptMessageSchema, found.flat())
        const folded = fold({ head, checkpoint, messages, events })
        await putMessages(writer, room, folded.messages)
        putNotices(writer, decodeRecords(keptNoticeSchema, events.map(noticeOf)))
        writer.remove('events', room, { from: 0, to: head })
        writer.putCheckpoint(room, folded.checkpoint)
        const end: Span = { from: since + 1, to: head, knownTo: head }
        await changeSpans(writer, room, (spans) => addSpan(raiseSpans(spans, { since, head }), end))
      }),

    dropEvents: (room, seqs) =>
      tables.write(async (writer) => {
        for (const seq of seqs) writer.remove('events', room, { from: seq, to: seq })
      }),

    cut: (room, forkSeq) =>
      tables.write(async (writer) => {
        const later = { from: forkSeq + 1, to: everything.to }
        for (const table of ['messages', 'events', 'notices'] as const) writer.remove(table, room, later)
        // What was changed above the fork may have been something else below it.
        const kept = await writer.range('messages', room, { from: 0, to: forkSeq })
        const changed = kept
          .filter((record) => !(Number(fieldOf(record, 'version')) <= forkSeq))
          .map((record) => Number(fieldOf(record, 'seq')))
        for (const seq of changed) writer.remove('messages', room, { from: seq, to: seq })
        const gone = new Set(changed)
        const isGone = (seq: number) => seq > forkSeq || gone.has(seq)
        await removeWords(writer, room, { from: Math.min(later.from, ...changed), to: later.to, isGone })
        await changeSpans(writer, room, (spans) =>
          changed.reduce((rest, seq) => dropFromSpans(rest, seq), cutSpans(spans, forkSeq)),
        )
        const checkpoint = decodeRecord(keptCheckpointSchema, await writer.checkpoint(room))
        // Who was a member at the fork is for history to say.
        if (checkpoint !== undefined && checkpoint.seq > forkSeq) writer.removeCheckpoint(room)
      }),

    async measure(room) {
      const weigh = (records: readonly unknown[]) =>
        records.reduce<number>((sum, record) => sum + JSON.stringify(record).length, 0)
      // What was heard and not counted yet lies beside them.
      let bytes = weigh(await tables.read((reader) => reader.range('events', room, everything)))
      let messages = 0
      for (let from = 0; ; ) {
        // Some at a time: a room may be larger than what may be held.
        const bounds = { from, to: everything.to, limit: measuredAtOnce }
        const records = await tables.read((reader) => reader.range('messages', room, bounds))
        bytes += weigh(records)
        messages += records.length
        const last = Number(fieldOf(records.at(-1), 'seq'))
        if (records.length < measuredAtOnce || Number.isNaN(last)) return { messages, bytes }
        from = last + 1
      }
    },

    async findWords(rooms, query) {
      const blocks = await words.load(rooms)
      const sinceAt = blocks.reduce((least, { oldestAt }) => Math.min(least, oldestAt), Number.POSITIVE_INFINITY)
      return { next: buildWordScan(blocks, query), ...(Number.isFinite(sinceAt) ? { sinceAt } : {}) }
    },

    forgetWords: () => words.forget(),

    loadAt: (places) =>
      tables.read(async (reader) => {
        const found = await Promise.all(
          places.map(({ room, seq }) => reader.range('messages', room, { from: seq, to: seq })),
        )
        return decodeRecords(keptMessageSchema, found.flat())
      }),

    removeRoom: (room) =>
      tables.write(async (writer) => {
        for (const table of ['messages', 'events', 'notices', 'spans', 'words'] as const)
          writer.remove(table, room, everything)
        writer.removeCheckpoint(room)
      }),
  }
}

/** The newer one of the same message stays. */
async function putMessages(writer: TableWriter, room: RoomId, messages: readonly Message[]): Promise<void> {
  if (messages.length === 0) return
  const seqs = messages.map(({ seq }) => seq)
  const bounds = { from: Math.min(...seqs), to: Math.max(...seqs) }
  const isDense = bounds.to - bounds.from < 4 * messages.length
  const known = new Map<number, number>()
  const records = isDense
    ? await writer.range('messages', room, bounds)
    : (await Promise.all(seqs.map((seq) => writer.range('messages', room, { from: seq, to: seq })))).flat()
  for (const record of records) {
    // One that cannot be read is nothing to keep.
    const message = decodeRecord(keptMessageSchema, record)
    if (message !== undefined) known.set(message.seq, message.version)
  }
  const fresh = messages.filter((one) => one.room === room && one.version >= (known.get(one.seq) ?? 0))
  for (const message of fresh) writer.put('messages', message)
  await putWords(writer, room, fresh)
}

function putNotices(writer: TableWriter, notices: readonly KeptNotice[]): void {
  for (const notice of notices) writer.put('notices', notice)
}

async function changeSpans(writer: TableWriter, room: RoomId, change: (spans: SpanList) => SpanList): Promise<void> {
  putSpans(writer, room, change(await loadSpans(writer, room)))
}

function putSpans(writer: TableWriter, room: RoomId, spans: SpanList): void {
  writer.remove('spans', room, everything)
  for (const span of spans) writer.put('spans', { room, ...span })
}

function noticeOf({ room, seq, storedAt, event }: { room: RoomId; seq: number; storedAt: number; event: unknown }) {
  return { room, seq, at: storedAt, event }
}
