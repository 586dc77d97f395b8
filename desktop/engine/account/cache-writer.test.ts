import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import { buildTestClock, settle, type TestClock } from '../engine-test-clock.ts'
import { openAccountDatabase } from '../local-store/local-database.ts'
import { buildTimelineStore } from '../local-store/timeline-store.tables.ts'
import type { TimelineStore } from '../local-store/timeline-store.ts'
import { buildIndexedDbTables } from '../local-store/timeline-tables.indexeddb.ts'
import { buildMemoryTables } from '../local-store/timeline-tables.memory.ts'
import { buildIndexedDbOutboxStore } from '../outbox/outbox-store.indexeddb.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { mergeSyncRoom } from '../sync/room-steps.ts'
import { buildCacheWriter, type CacheWriter } from './cache-writer.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const me = 'b'.repeat(16) as UserId
const members = [{ user: me, role: 'owner' as const }]
const about = { id: room, kind: 'group' as const, name: 'Tea', topic: '', createdAt: 1, version: 1 }
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const posted = (seq: number): StoredEvent => ({
  ...{ room, author: me, seq, storedAt: seq },
  event: { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: `text ${seq}`, format: 'plain' },
})

let clock: TestClock
let writer: CacheWriter
let timelines: TimelineStore
let isDiskFull: boolean
let faults: unknown[]
let writes: { readonly rooms: readonly RoomId[]; readonly cursor: string | null | undefined }[]

beforeEach(async () => {
  clock = buildTestClock()
  writes = []
  isDiskFull = false
  faults = []
  timelines = buildTimelineStore(buildMemoryTables())
  const book = buildRoomBook({ onRoom: () => {}, onUsers: () => {} })
  const synced = { room: { ...about, members, memberCount: 1 }, head: 4, complete: true, receipt: 0 }
  book.put(room, mergeSyncRoom(undefined, { ...synced, unread: 0, mentions: 0 }, me))
  const rows = {
    async putRows(kept: ReadonlyMap<RoomId, unknown>, cursor?: string | null) {
      if (isDiskFull) throw new Error('full')
      writes.push({ rooms: [...kept.keys()], cursor })
    },
  }
  const onFault = (fault: unknown) => void faults.push(fault)
  writer = buildCacheWriter({ clock, me, book, rows, timelines, onFault })
  writer.touch(room)
  await clock.advance(20)
  expect(writes).toHaveLength(1)
})

afterEach(() => expect(faults).toEqual([]))

test('many changes of a room that is on disk are one write, a second later', async () => {
  for (let change = 0; change < 10; change++) writer.touch(room)
  await clock.advance(999)
  expect(writes).toHaveLength(1)
  await clock.advance(1)
  expect(writes).toHaveLength(2)
})

test('the cursor of a sync goes to disk with the rows that it stands for, never before them', async () => {
  writer.touch(room)
  writer.keepCursor('far')
  await clock.advance(1_000)
  expect(writes.slice(1)).toEqual([{ rooms: [room], cursor: 'far' }])
})

test('a cursor never goes to disk without rows that could not be written with the one before', async () => {
  writer.touch(room)
  writer.keepCursor('far')
  isDiskFull = true
  await clock.advance(1_000)
  expect(writes).toHaveLength(1)
  isDiskFull = false
  writer.keepCursor('further')
  await clock.advance(1_000)
  expect(writes.slice(1)).toEqual([{ rooms: [room], cursor: 'further' }])
  expect(faults.splice(0)).toEqual([new Error('full')])
})

test('events wait for company, and whoever cannot wait flushes', async () => {
  for (const seq of [5, 6]) writer.hear(posted(seq))
  await settle()
  expect(await timelines.loadTail(room, 5)).toBeUndefined()
  await writer.flush()
  expect((await timelines.loadTail(room, 5))?.events).toEqual([posted(5), posted(6)])
})

test('an entry of the outbox goes in one transaction with the message that was heard, on a real database, or neither does', async () => {
  const database = await openAccountDatabase(new IDBFactory(), me)
  const outbox = buildIndexedDbOutboxStore(database)
  const transactions: (readonly string[])[] = []
  let isFull = true
  const counting: typeof database = {
    ...database,
    write(stores, ...asked) {
      transactions.push(stores)
      return isFull ? Promise.reject(new Error('full')) : database.write(stores, ...asked)
    },
  }
  const onDisk = buildTimelineStore(buildIndexedDbTables(counting))
  const book = buildRoomBook({ onRoom: () => {}, onUsers: () => {} })
  const rows = { putRows: async () => {} }
  const onFault = (fault: unknown) => void faults.push(fault)
  const real = buildCacheWriter({ clock, me, book, rows, timelines: onDisk, onFault })
  const entry = { id: idOf(5), room, author: me, event: posted(5).event as MemberEvent, addedAt: 1 }
  await outbox.putEntry({ ...entry, state: 'queued', attempts: 0, triedBefore: false })
  real.hear(posted(5))
  await expect(real.letGo(outbox.removalOf(idOf(5), () => true))).rejects.toThrow('full')
  expect(await outbox.loadEntries()).toHaveLength(1)
  expect(faults.splice(0)).toEqual([new Error('full')])
  isFull = false
  transactions.length = 0
  real.hear(posted(5))
  await real.letGo(outbox.removalOf(idOf(5), () => true))
  expect(transactions).toHaveLength(1)
  expect(transactions[0]).toEqual(expect.arrayContaining(['events', 'outbox']))
  expect(await outbox.loadEntries()).toEqual([])
  expect((await onDisk.loadTail(room, 5))?.events).toEqual([posted(5)])
  database.close()
})

test('what the archive has confirmed is folded on disk, after all that was heard before', async () => {
  writer.fill(room, { since: 0, head: 4, checkpoint: { seq: 4, members }, messages: [], notices: [] })
  writer.hear(posted(5))
  writer.settle(room, { since: 4, head: 5 })
  await writer.flush()
  const tail = await timelines.loadTail(room, 5)
  expect(tail).toMatchObject({ checkpoint: { seq: 5 }, events: [], messages: [{ seq: 5, text: 'text 5' }] })
})
