import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import { foldKept } from '../sync/kept-fold.ts'
import { openAccountDatabase } from './local-database.ts'
import { buildTimelineStore } from './timeline-store.tables.ts'
import type { KeptPage, TimelineStore } from './timeline-store.ts'
import { buildIndexedDbTables } from './timeline-tables.indexeddb.ts'
import { buildMemoryTables } from './timeline-tables.memory.ts'
import type { TimelineTables } from './timeline-tables.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const other = '1.bbbbbbbbbbbbbb' as RoomId
const ana = 'a'.repeat(16) as UserId
const members = [{ user: ana, role: 'member' as const }]
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const message = (seq: number, version = seq, of = room): Message => ({
  ...{ id: idOf(seq), room: of, seq, version, author: ana, at: seq, format: 'plain' },
  ...{ text: textAt(seq, version), mentions: [], attachments: [], reactions: [] },
  ...(version > seq ? { editedAt: version } : {}),
})
const textAt = (seq: number, version: number) => `text ${seq} as of ${version}`
const posted = (seq: number): StoredEvent => ({
  ...{ room, author: ana, seq, storedAt: seq },
  event: { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: textAt(seq, seq), format: 'plain' },
})
const edited = (seq: number, of: number): StoredEvent => ({
  ...{ room, author: ana, seq, storedAt: seq },
  event: { v: 1, kind: 'message.edited', id: idOf(seq), at: 0, message: idOf(of), text: textAt(of, seq) },
})
const joined = (seq: number): StoredEvent => ({
  ...{ room, author: 'system', seq, storedAt: seq },
  event: { v: 1, kind: 'member.joined', id: idOf(seq), at: 0, user: ana, role: 'member', by: ana },
})
const range = (from: number, to: number) => Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at)
const page = (
  from: number,
  to: number,
  knownTo: number,
  messages = range(Math.max(1, from), to).map((seq) => message(seq)),
): KeptPage => ({
  ...{ from, to, knownTo, messages, notices: [] },
})
const seqsOf = (kept: { readonly messages: readonly Message[] } | undefined) => kept?.messages.map(({ seq }) => seq)
const fold = foldKept(room, ana)

type Opened = {
  readonly store: TimelineStore
  readonly tables: TimelineTables
  readonly reopen: () => Promise<TimelineStore>
}
const adapters: Readonly<Record<string, () => Promise<Opened>>> = {
  memory: async () => {
    const tables = buildMemoryTables()
    return { tables, store: buildTimelineStore(tables), reopen: async () => buildTimelineStore(tables) }
  },
  IndexedDB: async () => {
    const factory = new IDBFactory()
    const open = async () => buildIndexedDbTables(await openAccountDatabase(factory, ana))
    const tables = await open()
    return { tables, store: buildTimelineStore(tables), reopen: async () => buildTimelineStore(await open()) }
  },
}

describe.each(Object.entries(adapters))('the timeline in %s', (_name, open) => {
  test('a page comes back as it was put, and no page where nothing was put', async () => {
    const { store, reopen } = await open()
    await store.putPage(room, page(11, 30, 90))
    await store.putPage(other, page(0, 5, 90, [message(3, 3, other)]))
    const again = await reopen()
    expect(await again.loadPage(room, { before: 31, limit: 50 })).toEqual(page(11, 30, 90))
    expect(await again.loadPage(room, { before: 31, limit: 4 })).toEqual(page(27, 30, 90))
    expect(await again.loadPage(room, { after: 10, limit: 4 })).toEqual(page(11, 14, 90))
    expect(seqsOf(await again.loadPage(room, { around: 20, limit: 6 }))).toEqual([18, 19, 20, 21, 22, 23])
    expect(await again.loadPage(other, { before: 6, limit: 9 })).toMatchObject({
      from: 0,
      to: 5,
      messages: [{ seq: 3 }],
    })
    expect(await again.loadPage(room, { before: 11, limit: 5 })).toBeUndefined()
    expect(await again.loadPage(room, { after: 30, limit: 5 })).toBeUndefined()
    expect(await again.findMessage(room, idOf(20))).toEqual(message(20))
    expect(await again.findMessage(other, idOf(20))).toBeUndefined()
  })

  test('an answer that is older than what is kept overwrites nothing', async () => {
    const { store } = await open()
    await store.putPage(room, page(1, 3, 9, [message(1), message(2, 8), message(3)]))
    await store.putPage(room, page(1, 3, 5))
    expect(await store.loadPage(room, { before: 4, limit: 9 })).toMatchObject({
      knownTo: 9,
      messages: [{}, { version: 8 }, {}],
    })
  })

  test('what was found to be something else gives way to what history says of the stretch', async () => {
    const { store, reopen } = await open()
    await store.putPage(room, page(1, 30, 30))
    // One that the archive does not have, and one that is newer than the archive’s.
    await store.putPage(room, page(11, 20, 31, [message(14, 99), message(15), message(17)]))
    await store.replacePage(room, page(11, 20, 28, [message(15), message(16)]))
    const again = await reopen()
    expect(seqsOf(await again.loadPage(room, { before: 31, limit: 50 }))).toEqual([
      ...range(1, 10),
      ...[15, 16],
      ...range(21, 30),
    ])
    expect(await again.loadPage(room, { after: 10, limit: 2 })).toMatchObject({ from: 11, knownTo: 28 })
    expect(await again.findMessage(room, idOf(14))).toBeUndefined()
  })

  test('a room that is measured has what was put, and nothing once it is removed; others stay', async () => {
    const { store } = await open()
    await store.putPage(room, page(1, 600, 600))
    await store.putPage(other, page(0, 5, 90, [message(3, 3, other)]))
    const { messages, bytes } = await store.measure(room)
    expect(messages).toBe(600)
    expect(bytes).toBeGreaterThan(600 * 100)
    await store.removeRoom(room)
    expect(await store.measure(room)).toEqual({ messages: 0, bytes: 0 })
    expect(await store.measure(other)).toMatchObject({ messages: 1 })
  })

  test('which stretches are kept, and up to where each was known, is there to be read', async () => {
    const { store, reopen } = await open()
    expect(await store.loadSpans(room)).toEqual([])
    await store.putPage(room, page(10, 20, 30))
    await store.putPage(room, page(1, 5, 90))
    await store.putPage(other, page(0, 5, 90))
    expect(await (await reopen()).loadSpans(room)).toEqual([
      { from: 1, to: 5, knownTo: 90 },
      { from: 10, to: 20, knownTo: 30 },
    ])
  })

  test('the end is what reaches the checkpoint, with what was heard after it', async () => {
    const { store, reopen } = await open()
    expect(await store.loadTail(room, 10)).toBeUndefined()
    await store.putEvents([posted(12), joined(13)])
    expect(await store.loadTail(room, 10)).toMatchObject({ checkpoint: undefined, events: [posted(12), joined(13)] })
    await store.putFill(room, {
      since: 5,
      head: 11,
      checkpoint: { seq: 11, members },
      messages: range(6, 11).map((seq) => message(seq)),
      notices: [],
    })
    expect(await (await reopen()).loadTail(room, 4)).toEqual({
      ...{ checkpoint: { seq: 11, members }, from: 8, notices: [] },
      ...{ messages: range(8, 11).map((seq) => message(seq)), events: [posted(12), joined(13)] },
    })
  })

  test('a fill makes current what was current at its start, and not what was older', async () => {
    const { store } = await open()
    await store.putPage(room, page(1, 10, 20))
    await store.putPage(room, page(15, 30, 30))
    await store.putFill(room, {
      since: 30,
      head: 40,
      checkpoint: { seq: 40, members },
      messages: [message(4, 37), message(13, 38), message(16, 39), message(40)],
      notices: [],
    })
    expect(await store.loadPage(room, { before: 11, limit: 20 })).toMatchObject({ knownTo: 20 })
    expect(await store.loadPage(room, { before: 41, limit: 50 })).toMatchObject({ from: 15, to: 40, knownTo: 40 })
    expect((await store.loadPage(room, { around: 16, limit: 1 }))?.messages).toEqual([message(16, 39)])
    // It lies in no stretch: kept by itself it would stand beside a hole.
    expect(await store.findMessage(room, idOf(13))).toBeUndefined()
    await store.putRefresh(room, { since: 20, head: 40, from: 1, to: 10, messages: [message(4, 37)] })
    expect(await store.loadPage(room, { before: 11, limit: 1 })).toMatchObject({ knownTo: 40 })
  })

  test('two stretches side by side are one page, known as well as the worse of them', async () => {
    const { store } = await open()
    await store.putPage(room, page(1, 10, 20))
    await store.putPage(room, page(11, 20, 30))
    expect(await store.loadPage(room, { before: 21, limit: 15 })).toMatchObject({ from: 6, to: 20, knownTo: 20 })
    expect(await store.loadPage(room, { before: 21, limit: 5 })).toMatchObject({ from: 16, to: 20, knownTo: 30 })
  })

  test('settling folds what was heard into messages that memory does not hold', async () => {
    const { store, reopen } = await open()
    await store.putFill(room, {
      since: 0,
      head: 300,
      checkpoint: { seq: 300, members },
      messages: range(1, 300).map((seq) => message(seq)),
      notices: [],
    })
    await store.putEvents([edited(301, 7), posted(302), joined(303), edited(304, 302), posted(305)])
    await store.settle(room, { since: 300, head: 304, fold })
    const again = await reopen()
    expect(await again.findMessage(room, idOf(7))).toEqual(message(7, 301))
    const tail = await again.loadTail(room, 3)
    expect(tail).toMatchObject({ checkpoint: { seq: 304 }, from: 299, events: [posted(305)], notices: [{ seq: 303 }] })
    expect(tail?.messages.at(-1)).toEqual(message(302, 304))
    // Memory had another start than the disk: nothing is taken for heard.
    await again.settle(room, { since: 300, head: 305, fold })
    expect((await again.loadTail(room, 3))?.checkpoint?.seq).toBe(304)
  })

  test('one record that cannot be read is a hole, and all around it is there', async () => {
    const { store, tables } = await open()
    await store.putPage(room, page(1, 30, 30))
    await tables.write(async (writer) => writer.put('messages', { room, seq: 15, id: 'nonsense' }))
    expect(seqsOf(await store.loadPage(room, { before: 31, limit: 50 }))).toEqual(range(16, 30))
    expect(seqsOf(await store.loadPage(room, { after: 0, limit: 50 }))).toEqual(range(1, 14))
    await expect.poll(() => store.loadPage(room, { around: 15, limit: 5 })).toBeUndefined()
    await store.putPage(room, page(15, 15, 30))
    expect(seqsOf(await store.loadPage(room, { before: 31, limit: 50 }))).toEqual(range(1, 30))
    await tables.write(async (writer) => writer.put('spans', { room, from: 40, to: 'far' }))
    expect(seqsOf(await store.loadPage(room, { before: 31, limit: 2 }))).toEqual([29, 30])
  })

  test('above a fork nothing stays, and below it nothing that was changed above', async () => {
    const { store } = await open()
    await store.putFill(room, {
      since: 0,
      head: 20,
      checkpoint: { seq: 20, members },
      messages: range(1, 20).map((seq) => (seq === 5 ? message(5, 18) : message(seq))),
      notices: [],
    })
    await store.putEvents([posted(21)])
    await store.cut(room, 12)
    expect(await store.loadPage(room, { before: 13, limit: 50 })).toMatchObject({ from: 6, to: 12, knownTo: 12 })
    expect(await store.findMessage(room, idOf(5))).toBeUndefined()
    expect(await store.findMessage(room, idOf(13))).toBeUndefined()
    expect(await store.loadTail(room, 5)).toBeUndefined()
  })

  test('a room that is removed leaves nothing, and the others all', async () => {
    const { store } = await open()
    for (const of of [room, other]) {
      await store.putFill(of, {
        since: 0,
        head: 2,
        checkpoint: { seq: 2, members },
        messages: [message(2, 2, of)],
        notices: [],
      })
      await store.putEvents([{ ...posted(3), room: of }])
    }
    await store.removeRoom(room)
    expect(await store.loadTail(room, 5)).toBeUndefined()
    expect(await store.loadPage(room, { before: 3, limit: 5 })).toBeUndefined()
    expect((await store.loadTail(other, 5))?.events).toHaveLength(1)
  })
})

/** An archive of one room: which messages there are and when they were changed. */
type Change = { readonly seq: number; readonly of: number }
const versionAt = (changes: readonly Change[], of: number, head: number) =>
  changes.reduce((version, change) => (change.of === of && change.seq <= head ? change.seq : version), 0)

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('happens' as const), of: fc.nat(40), isNew: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('page' as const),
      from: fc.nat(60),
      length: fc.integer({ min: 1, max: 12 }),
      lateBy: fc.nat(6),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('fill' as const) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('settle' as const), by: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('refresh' as const), around: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('spoil' as const), seq: fc.nat(60) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('reopen' as const) }) },
)

test.each(Object.entries(adapters))(
  'whatever comes in whatever order, a page from %s is the archive’s, without a hole',
  async (name, open) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
        const opened = await open()
        let { store } = opened
        const changes: Change[] = []
        let [head, knownTo] = [0, 0]
        const inArchive = (from: number, to: number, at: number) =>
          changes
            .filter(({ seq, of }) => seq === of && seq >= from && seq <= Math.min(to, at))
            .map(({ seq }) => message(seq, versionAt(changes, seq, at)))
        await store.putFill(room, { since: 0, head: 0, checkpoint: { seq: 0, members }, messages: [], notices: [] })
        for (const one of steps) {
          switch (one.kind) {
            case 'happens': {
              const seq = ++head
              const exists = changes.some((change) => change.seq === one.of && change.of === one.of)
              const of = one.isNew || !exists ? seq : one.of
              changes.push({ seq, of })
              await store.putEvents([of === seq ? posted(seq) : edited(seq, of)])
              break
            }
            case 'page': {
              const at = Math.max(0, head - one.lateBy)
              const to = Math.min(at, one.from + one.length)
              if (one.from <= to) await store.putPage(room, page(one.from, to, at, inArchive(one.from, to, at)))
              break
            }
            case 'fill': {
              const messages = inArchive(0, head, head).filter(({ version }) => version > knownTo)
              await store.putFill(room, {
                since: knownTo,
                head,
                checkpoint: { seq: head, members },
                messages,
                notices: [],
              })
              knownTo = head
              break
            }
            case 'settle': {
              const to = Math.min(head, knownTo + one.by)
              await store.settle(room, { since: knownTo, head: to, fold })
              knownTo = Math.max(to, knownTo)
              break
            }
            case 'refresh': {
              const stale = await store.loadPage(room, { around: one.around, limit: 8 })
              if (stale === undefined) break
              const { from, to, knownTo: since } = stale
              const messages = inArchive(from, to, head).filter(({ version }) => version > since)
              await store.putRefresh(room, { since, head, from, to, messages })
              break
            }
            case 'spoil':
              if (changes.some(({ seq, of }) => seq === of && seq === one.seq))
                await opened.tables.write(async (writer) => writer.put('messages', { room, seq: one.seq }))
              break
            case 'reopen':
              if (name === 'memory') store = await opened.reopen()
          }
          for (const place of [0, 7, 20, head]) {
            const kept = await store.loadPage(room, { around: place, limit: 10 })
            if (kept === undefined) continue
            const there = inArchive(kept.from, kept.to, Number.POSITIVE_INFINITY)
            expect(seqsOf(kept)).toEqual(there.map(({ seq }) => seq))
            for (const { seq, version, text } of kept.messages) {
              expect(version).toBeGreaterThanOrEqual(versionAt(changes, seq, kept.knownTo))
              expect(text).toBe(textAt(seq, version))
            }
          }
        }
      }),
      { numRuns: name === 'memory' ? 500 : 60 },
    )
  },
)
