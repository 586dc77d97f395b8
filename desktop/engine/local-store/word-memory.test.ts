import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { compareFound, isSearched } from '../../../common/search/searched-message.ts'
import { decodeRecords, keptMessageSchema } from './kept-records.ts'
import { openAccountDatabase } from './local-database.ts'
import { buildTimelineStore } from './timeline-store.tables.ts'
import type { TimelineStore } from './timeline-store.ts'
import { buildIndexedDbTables } from './timeline-tables.indexeddb.ts'
import { buildMemoryTables } from './timeline-tables.memory.ts'
import { everything, type TimelineTables } from './timeline-tables.ts'
import { putWords } from './word-blocks.ts'
import { rememberWords } from './word-memory.ts'

const [room, other] = ['0.aaaaaaaaaaaaaa', '1.bbbbbbbbbbbbbb'] as RoomId[] as [RoomId, RoomId]
const ana = 'a'.repeat(16) as UserId
const message = (of: RoomId, seq: number, text: string, change: Partial<Message> = {}): Message => ({
  ...{ id: `01jd${String(seq).padStart(22, '0')}` as EventId, room: of, seq, version: seq, author: ana, at: seq % 7 },
  ...{ format: 'plain', text, mentions: [], attachments: [], reactions: [], ...change },
})
const range = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at)

const place = { room: fc.constantFrom(room, other), seq: fc.integer({ min: 1, max: 40 }) }
const text = fc.constantFrom('quay', 'pier', 'quay and pier', `${'mole '.repeat(2_500)}quay`)
const step = fc.record({
  act: fc.oneof(
    fc.record({ kind: fc.constant('put'), ...place, count: fc.integer({ min: 1, max: 12 }), text }),
    fc.record({ kind: fc.constantFrom('edit', 'remove', 'fail'), ...place, count: fc.constant(1), text }),
    fc.record({ kind: fc.constantFrom('replace', 'cut'), ...place, count: fc.integer({ min: 1, max: 5 }), text }),
    fc.record({ kind: fc.constantFrom('clear', 'search', 'search', 'search'), ...place, count: fc.constant(1), text }),
  ),
  /** Or it goes on while the next one begins. */
  isAwaited: fc.boolean(),
})
const queries: readonly (readonly string[])[] = [[], ['quay'], ['pier', 'quay'], ['mole']]

async function findAll(store: TimelineStore, words: readonly string[]): Promise<readonly string[]> {
  const { next } = await store.findWords([room, other], { words })
  return (await next(10_000)).map(({ room: of, seq, at }) => `${at} ${seq} ${of}`)
}

async function readAll(tables: TimelineTables, words: readonly string[]): Promise<readonly string[]> {
  const records = await tables.read((reader) =>
    Promise.all([room, other].map((of) => reader.range('messages', of, everything))),
  )
  const messages = decodeRecords(keptMessageSchema, records.flat()).filter((one) => isSearched(one, words, {}))
  return [...messages].sort(compareFound).map(({ room: of, seq, at }) => `${at} ${seq} ${of}`)
}

const adapters: Readonly<Record<string, { readonly runs: number; open(): Promise<TimelineTables> }>> = {
  memory: { runs: 25, open: async () => buildMemoryTables() },
  IndexedDB: {
    runs: 6,
    open: async () => buildIndexedDbTables(await openAccountDatabase(new IDBFactory(), ana)),
  },
}

describe.each(Object.entries(adapters))('words held in memory (%s)', (name, { runs, open }) => {
  test('are what the disk says, whatever was written, changed, removed and looked for at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const disk = await open()
        let isFailing = false
        const store = buildTimelineStore({
          read: disk.read,
          write(job, settled) {
            const fails = isFailing
            isFailing = false
            return disk.write(async (writer) => {
              await job(writer)
              if (fails) throw new Error('full')
            }, settled)
          },
        })
        let version = 100
        const under: Promise<unknown>[] = []
        for (const { act, isAwaited } of steps) {
          const { kind, seq, count, text } = act
          version++
          const put = (change: Partial<Message> = {}) => {
            const messages = range(seq, count).map((at) => message(act.room, at, text, { version, ...change }))
            return store.putPage(act.room, { from: seq, to: seq + count - 1, knownTo: version, messages, notices: [] })
          }
          const acts: Readonly<Record<string, () => Promise<unknown>>> = {
            put: () => put(),
            edit: () => put({ editedAt: 1 }),
            remove: () => put({ text: '', removedAt: 1 }),
            async fail() {
              // Where nothing can be taken back nothing fails.
              if (name === 'memory') return
              isFailing = true
              await expect(put()).rejects.toThrow()
            },
            replace: () =>
              store.replacePage(act.room, {
                ...{ from: seq, to: seq + 6, knownTo: version, notices: [] },
                messages: range(seq, count).map((at) => message(act.room, at, text, { version: at })),
              }),
            cut: () => store.cut(act.room, seq),
            clear: () => store.removeRoom(act.room),
            search: () => findAll(store, ['quay']),
          }
          under.push((acts[kind] ?? acts.search)?.() ?? Promise.resolve())
          if (isAwaited) await Promise.all(under.splice(0))
        }
        await Promise.all(under)
        const fresh = buildTimelineStore(disk)
        for (const words of queries) {
          const wanted = await readAll(disk, words)
          expect(await findAll(store, words)).toEqual(wanted)
          expect(await findAll(fresh, words)).toEqual(wanted)
        }
        for (const each of [store, fresh]) each.forgetWords()
      }),
      { numRuns: runs },
    )
  })

  test('are read from disk once, and again after they were forgotten', async () => {
    const disk = await open()
    let reads = 0
    const store = buildTimelineStore({
      ...disk,
      read(job) {
        reads++
        return disk.read(job)
      },
    })
    const put = (of: RoomId, seq: number, text: string) =>
      store.putPage(of, { from: seq, to: seq, knownTo: seq, messages: [message(of, seq, text)], notices: [] })
    const readsOf = async (words: readonly string[], hits: number) => {
      reads = 0
      expect(await findAll(store, words)).toHaveLength(hits)
      return reads
    }
    await put(room, 1, 'quay')
    await put(other, 2, 'quay')
    expect(await readsOf(['quay'], 2)).toBeGreaterThan(0)
    expect(await readsOf(['pier'], 0)).toBe(0)
    await put(room, 3, 'quay')
    expect(await readsOf(['quay'], 3)).toBe(0)
    store.forgetWords()
    expect(await readsOf(['quay'], 3)).toBeGreaterThan(0)
    await store.removeRoom(room)
    expect(await findAll(store, ['quay'])).toEqual(['2 2 1.bbbbbbbbbbbbbb'])
    store.forgetWords()
  })
})

describe('the memory of words', () => {
  const fill = async (tables: TimelineTables, of: RoomId, from: number, count: number) => {
    const messages = range(from, count).map((seq) => message(of, seq, `quay ${seq}`))
    await tables.write(async (writer) => {
      for (const one of messages) writer.put('messages', one)
      await putWords(writer, of, messages)
    })
  }
  const seqsOf = async (memory: ReturnType<typeof rememberWords>, rooms: readonly RoomId[]) =>
    (await memory.load(rooms)).flatMap(({ block }) => [...block.seqs]).sort((a, b) => a - b)

  test('holds no more than it may and loads all the same, and holds nothing once nobody searches', async () => {
    const memory = rememberWords(buildMemoryTables(), { mostBytes: 4_000, idleMs: 1 })
    await fill(memory.tables, room, 1, 40)
    await fill(memory.tables, other, 101, 400)
    const all = [...range(1, 40), ...range(101, 400)]
    expect(await seqsOf(memory, [other, room])).toEqual(all)
    expect(memory.heldBytes()).toBeLessThanOrEqual(4_000)
    expect(await seqsOf(memory, [room, other])).toEqual(all)
    await vi.waitFor(() => expect(memory.heldBytes()).toBe(0))
    await fill(memory.tables, room, 41, 1)
    expect(memory.heldBytes()).toBe(0)
  })

  test('holds nothing that changed, or was forgotten, while it was read', async () => {
    const disk = buildMemoryTables()
    let goOn = () => {}
    let gate: Promise<void> = Promise.resolve()
    const memory = rememberWords({
      write: disk.write,
      async read(job) {
        const read = await disk.read(job)
        await gate
        return read
      },
    })
    await fill(memory.tables, room, 1, 3)
    for (const meanwhile of [() => fill(memory.tables, room, 4, 1), async () => memory.forget()]) {
      memory.forget()
      gate = new Promise((done) => {
        goOn = done
      })
      const loading = seqsOf(memory, [room])
      await disk.read(async () => {})
      await meanwhile()
      goOn()
      expect(await loading).toContain(3)
      expect(memory.heldBytes()).toBe(0)
      expect(await seqsOf(memory, [room])).toEqual(range(1, 4))
    }
    memory.forget()
  })
})
