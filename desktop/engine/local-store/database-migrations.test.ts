import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { buildIndexedDbOutboxStore } from '../outbox/outbox-store.indexeddb.ts'
import { buildDraftStore } from './draft-store.ts'
import { buildFactStore } from './fact-store.ts'
import { openAccountDatabase } from './local-database.ts'
import { buildRoomRowStore } from './room-row-store.ts'
import { buildTimelineStore } from './timeline-store.tables.ts'
import { buildIndexedDbTables } from './timeline-tables.indexeddb.ts'

const me = 'b'.repeat(16) as UserId
const room = '0.aaaaaaaaaaaaaa' as RoomId
const users = Array.from({ length: 30 }, (_, index) => `${String(index).padStart(2, '0')}${'u'.repeat(14)}` as UserId)
const idOf = (seq: number) => `01jd${String(seq).padStart(22, '0')}` as EventId
const message = (seq: number, version = seq) => ({
  ...{ id: idOf(seq), room, seq, version, author: users[0], at: seq, text: `text ${seq}`, format: 'plain' },
  ...{ mentions: [], attachments: [], reactions: [] },
})
const entry = (seq: number) => ({
  ...{ id: idOf(seq), room, author: me, addedAt: seq, state: 'queued', attempts: 0, triedBefore: false },
  event: { v: 1, kind: 'message.posted', id: idOf(seq), at: 0, text: `unsent ${seq}`, format: 'plain' },
})

/** As version 1 of the app left it; spelled out, since none of its code is left. */
async function writeVersion1(factory: IDBFactory, windows: Readonly<Record<string, unknown>>): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const request = factory.open(`natter-${me}`, 1)
    request.onupgradeneeded = () => {
      for (const store of ['rooms', 'users', 'windows', 'drafts', 'facts']) request.result.createObjectStore(store)
      request.result.createObjectStore('outbox', { keyPath: 'order' })
    }
    request.onsuccess = () => resolve(request.result)
  })
  const transaction = database.transaction([...database.objectStoreNames], 'readwrite')
  const members = [...users, me].map((user) => ({ user, role: 'member' }))
  const facts = { id: room, kind: 'group', name: 'Tea', topic: '', members, createdAt: 1, version: 2 }
  const server = { head: 40, receipt: 30, lastSeq: 40, unread: 4, mentions: 1 }
  transaction
    .objectStore('rooms')
    .put({ room: facts, head: 40, receipt: 30, receipts: new Map([[users[0], 35]]), server }, room)
  transaction.objectStore('rooms').put('nonsense', '0.bbbbbbbbbbbbbb')
  transaction.objectStore('users').put({ id: users[0], handle: 'ana', displayName: 'Ana' }, String(users[0]))
  for (const [key, window] of Object.entries(windows)) transaction.objectStore('windows').put(window, key)
  transaction.objectStore('drafts').put('half a thou', room)
  for (const order of [1, 2, 3]) transaction.objectStore('outbox').put({ order, entry: entry(100 + order) })
  transaction.objectStore('facts').put([{ id: room, name: 'Gone' }], 'gone-rooms')
  await new Promise((resolve) => {
    transaction.oncomplete = resolve
  })
  database.close()
}

async function openAll(factory: IDBFactory) {
  const database = await openAccountDatabase(factory, me)
  return {
    database,
    timelines: buildTimelineStore(buildIndexedDbTables(database)),
    rows: buildRoomRowStore(database),
    outbox: buildIndexedDbOutboxStore(database),
    drafts: buildDraftStore(database),
    facts: buildFactStore(database),
  }
}

test('from version 1: nothing unsent, no draft and no window is lost, and a room is no record any more', async () => {
  const factory = new IDBFactory()
  const notice = { v: 1, kind: 'member.joined', id: idOf(12), at: 0, user: me, role: 'member', by: users[0] }
  await writeVersion1(factory, {
    [room]: {
      checkpoint: { seq: 40, members: [...users, me].map((user) => ({ user, role: 'member' })) },
      messages: [10, 20, 40].map((seq) => message(seq)).concat(message(41, 40)),
      notices: [{ kind: 'notice', seq: 12, at: 12, event: notice }],
      from: 10,
      loaded: true,
    },
  })
  const { database, timelines, rows, outbox, drafts, facts } = await openAll(factory)
  expect((await outbox.loadEntries()).map(({ id }) => id)).toEqual([101, 102, 103].map(idOf))
  expect((await drafts.loadDrafts()).get(room)).toEqual({ text: 'half a thou' })
  expect(await facts.loadGoneRooms()).toEqual([{ id: room, name: 'Gone' }])
  const tail = await timelines.loadTail(room, 50)
  expect(tail).toMatchObject({ checkpoint: { seq: 40 }, from: 10, notices: [{ seq: 12 }] })
  expect(tail?.checkpoint?.members).toHaveLength(31)
  expect(tail?.messages.map(({ seq }) => seq)).toEqual([10, 20, 40])
  // What was heard after the checkpoint is what was said, no longer what it folded to.
  expect(tail?.events).toMatchObject([{ seq: 41, event: { kind: 'message.posted', text: 'text 41' } }])
  const kept = await rows.loadRows()
  expect([...kept.keys()]).toEqual([room])
  expect(kept.get(room)).toMatchObject({ head: 40, receipt: 30, server: { unread: 4 }, last: { seq: 41 } })
  expect(kept.get(room)?.room).toMatchObject({ memberCount: 31, name: 'Tea' })
  expect(kept.get(room)?.room.members.map(({ user }) => user)).toEqual([me, ...users.slice(0, 9)])
  expect([...database.disk.objectStoreNames]).not.toContain('windows')
})

test.each([
  ['nothing at all', undefined],
  ['a number', 7],
  ['a window without a checkpoint', { messages: [message(1)] }],
  [
    'messages without a place',
    { checkpoint: { seq: 4, members: [] }, messages: [{}, { seq: 'x' }, message(3)], from: 'far' },
  ],
  ['a checkpoint of nothing', { checkpoint: { seq: 0, members: [] }, messages: [message(3)], from: 0, loaded: true }],
])('a window of version 1 that is %s is a cache like any other, and ends nothing', async (_, window) => {
  const factory = new IDBFactory()
  await writeVersion1(factory, { [room]: window, '1.cccccccccccccc': { checkpoint: { seq: 1, members: [] } } })
  const { outbox, drafts, rows } = await openAll(factory)
  expect(await outbox.loadEntries()).toHaveLength(3)
  expect((await drafts.loadDrafts()).size).toBe(1)
  expect((await rows.loadRows()).size).toBe(1)
})

test('an empty disk and one of version 1 come to the same stores', async () => {
  const [fresh, old] = [new IDBFactory(), new IDBFactory()]
  await writeVersion1(old, {})
  const stores = async (factory: IDBFactory) => {
    const { database } = await openAll(factory)
    await expect.poll(() => [...database.disk.objectStoreNames].includes('windows')).toBe(false)
    return [...database.disk.objectStoreNames]
  }
  expect(await stores(fresh)).toEqual(await stores(old))
})
