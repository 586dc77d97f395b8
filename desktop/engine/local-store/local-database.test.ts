import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { accountMigrations } from './database-migrations.ts'
import type { DiskFault } from './disk-fault.ts'
import { buildFactStore } from './fact-store.ts'
import { accountName, openAccountDatabase } from './local-database.ts'
import { buildRoomRowStore } from './room-row-store.ts'

const me = 'b'.repeat(16) as UserId
const rooms = ['0.aaaaaaaaaaaaaa', '0.bbbbbbbbbbbbbb'] as RoomId[]
const keep = (value: number) => (transaction: { objectStore(name: string): IDBObjectStore | { put: unknown } }) => {
  void (transaction.objectStore('facts') as IDBObjectStore).put(value, 'value')
}

/** Another page's connection, of which version it may be. */
function openRaw(factory: IDBFactory, version: number): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = factory.open(accountName(me), version)
    request.onupgradeneeded = () =>
      request.result.objectStoreNames.contains('facts') || request.result.createObjectStore('facts')
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

test('an engine that slept while another took over writes nothing any more, and says why', async () => {
  const factory = new IDBFactory()
  const faults: (DiskFault | undefined)[] = []
  const old = await openAccountDatabase(factory, me, { onFault: (fault) => faults.push(fault) })
  await old.write(['facts'], keep(1) as never)
  const next = await openAccountDatabase(factory, me)
  await expect(old.write(['facts'], keep(2) as never)).rejects.toMatchObject({ fault: 'stale' })
  expect(await next.disk.get('facts', 'value')).toBe(1)
  await next.write(['facts'], keep(3) as never)
  expect(await next.disk.get('facts', 'value')).toBe(3)
  expect(faults).toEqual(['stale'])
})

test('what fails half way is not written at all', async () => {
  const database = await openAccountDatabase(new IDBFactory(), me)
  const failing = database.write(['facts'], (transaction) => {
    void transaction
      .objectStore('facts')
      .put(1, 'value')
      .catch(() => {})
    throw new Error('half way')
  })
  await expect(failing).rejects.toMatchObject({ fault: 'other' })
  expect(await database.disk.get('facts', 'value')).toBeUndefined()
})

test('a disk that is full is said as that, and said to be well again with the next write that works', async () => {
  const faults: (DiskFault | undefined)[] = []
  const database = await openAccountDatabase(new IDBFactory(), me, { onFault: (fault) => faults.push(fault) })
  const full = database.write(['facts'], () => {
    throw new DOMException('no room', 'QuotaExceededError')
  })
  await expect(full).rejects.toMatchObject({ fault: 'full' })
  await database.write(['facts'], keep(1) as never)
  await database.write(['facts'], keep(2) as never)
  expect(faults).toEqual(['full', undefined])
})

test('a schema newer than this version is left as it is', async () => {
  const factory = new IDBFactory()
  const newer = await openRaw(factory, accountMigrations.length + 1)
  newer.close()
  await expect(openAccountDatabase(factory, me)).rejects.toMatchObject({ fault: 'newer' })
  const again = await openRaw(factory, accountMigrations.length + 1)
  expect([...again.objectStoreNames]).toEqual(['facts'])
})

test('an older page lets go for a newer one, and its later writes fail without harm', async () => {
  const factory = new IDBFactory()
  const faults: (DiskFault | undefined)[] = []
  const old = await openAccountDatabase(factory, me, { onFault: (fault) => faults.push(fault) })
  const newer = await openRaw(factory, accountMigrations.length + 1)
  expect(newer.version).toBe(accountMigrations.length + 1)
  await expect(old.write(['facts'], keep(1) as never)).rejects.toMatchObject({ fault: 'gone' })
  expect(faults[0]).toBe('gone')
})

test('a page that does not let go keeps nobody waiting for ever, and nothing is changed under it', async () => {
  const factory = new IDBFactory()
  const frozen = await openRaw(factory, 1)
  await expect(openAccountDatabase(factory, me, { blockedMs: 20 })).rejects.toMatchObject({ fault: 'blocked' })
  expect(frozen.version).toBe(1)
})

test('one record that cannot be read is dropped, the others are there, and all is asked for anew', async () => {
  const factory = new IDBFactory()
  const database = await openAccountDatabase(factory, me)
  const facts = {
    kind: 'group' as const,
    name: 'Tea',
    topic: '',
    members: [],
    memberCount: 0,
    createdAt: 1,
    version: 1,
  }
  const row = (room: RoomId) => ({ room: { ...facts, id: room }, head: 1, receipt: 0 })
  const store = buildRoomRowStore(database)
  await store.putRows(new Map(rooms.map((room) => [room, row(room)])), 'cursor')
  expect(await store.loadCursor()).toBe('cursor')
  await database.write(['rooms', 'users', 'facts'], (transaction) => {
    void transaction.objectStore('rooms').put({ room: 7 }, rooms[1])
    void transaction.objectStore('users').put('nobody', me)
    void transaction.objectStore('facts').put({ jwt: 7 }, 'credential')
    void transaction.objectStore('facts').put('none', 'gone-rooms')
  })
  const again = buildRoomRowStore(await openAccountDatabase(factory, me))
  expect([...(await again.loadRows()).keys()]).toEqual([rooms[0]])
  expect(await again.loadUsers()).toEqual([])
  expect(await again.loadCursor()).toBeUndefined()
  const kept = buildFactStore(database)
  expect(await kept.loadCredential()).toBeUndefined()
  expect(await kept.loadGoneRooms()).toEqual([])
})
