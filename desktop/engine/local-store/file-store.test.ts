import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import type { FileId, RoomId, UserId } from '../../../common/ids.ts'
import { accountStores } from './database-migrations.ts'
import { buildIndexedDbFileStore } from './file-store.indexeddb.ts'
import { buildMemoryFileStore } from './file-store.memory.ts'
import type { FileStore, KeptFile } from './file-store.ts'
import { partBytes } from './file-store.ts'
import { openAccountDatabase } from './local-database.ts'

const me = 'a'.repeat(16) as UserId
const nameOf = (index: number) => `${'f'.repeat(15)}${index}` as FileId
const room = '0.aaaaaaaaaaaaaa' as RoomId
const fileOf = (index: number, sizeBytes: number): KeptFile => ({
  ...{ file: nameOf(index), room, name: `${index}.bin`, mediaType: 'application/octet-stream', sizeBytes },
  addedAt: index,
})
/** No stretch of it looks like another. */
const bytesOf = (count: number) => Uint8Array.from({ length: count }, (_, index) => (index * 31 + (index >> 8)) & 255)
const read = async (blob: Blob | undefined) =>
  blob === undefined ? undefined : new Uint8Array(await blob.arrayBuffer())

type Opened = { readonly store: FileStore; readonly reopen: () => Promise<FileStore> }
const adapters: Readonly<Record<string, () => Promise<Opened>>> = {
  memory: async () => {
    const store = buildMemoryFileStore()
    return { store, reopen: async () => store }
  },
  IndexedDB: async () => {
    const factory = new IDBFactory()
    let database = await openAccountDatabase(factory, me)
    return {
      store: buildIndexedDbFileStore(database),
      reopen: async () => {
        database.close()
        database = await openAccountDatabase(factory, me)
        return buildIndexedDbFileStore(database)
      },
    }
  },
}

describe.each(Object.entries(adapters))('files that go out, in %s', (_, open) => {
  test('come back with every byte in its place, whatever stretch is asked for', async () => {
    const { store, reopen } = await open()
    const bytes = bytesOf(partBytes + 70_001)
    await store.addFile(fileOf(2, bytes.length), new Blob([bytes]))
    await store.addFile(fileOf(1, 0), new Blob([]))
    const again = await reopen()
    const [one, other] = (await again.loadFiles()).toSorted((a, b) => a.addedAt - b.addedAt)
    expect([one, other]).toEqual([fileOf(1, 0), fileOf(2, bytes.length)])
    for (const [from, to] of [
      [0, bytes.length],
      [partBytes - 3, partBytes + 4],
      [partBytes, partBytes + 70_001],
      [17, 18],
      [partBytes + 70_000, partBytes + 99_999],
    ] as const) {
      const found = await read(await again.readBytes(fileOf(2, bytes.length), from, to))
      expect(Buffer.from(found ?? []).equals(Buffer.from(bytes.subarray(from, to)))).toBe(true)
    }
    expect((await again.readBytes(fileOf(1, 0), 0, 100))?.size).toBe(0)
  })

  test('keep what became of them and their small picture, and go whole', async () => {
    const { store, reopen } = await open()
    await store.addFile(fileOf(1, 3), new Blob(['abc']))
    await store.addFile(fileOf(2, 3), new Blob(['def']))
    await store.putPicture(nameOf(1), new Blob(['small']))
    const known = { ...fileOf(1, 3), upload: '/there', width: 3, hasPicture: true } as const
    await store.putFile(known)
    const again = await reopen()
    expect(await again.loadFiles()).toEqual([known, fileOf(2, 3)])
    expect(await (await again.loadPicture(nameOf(1)))?.text()).toBe('small')
    await again.removeFile(nameOf(1))
    await again.putFile(known)
    expect(await again.loadFiles()).toEqual([fileOf(2, 3)])
    expect(await again.loadPicture(nameOf(1))).toBeUndefined()
    expect(await again.readBytes(known, 0, 3)).toBeUndefined()
    expect(await (await again.readBytes(fileOf(2, 3), 0, 3))?.text()).toBe('def')
  })
})

test('a file whose keeping was broken off is not there, and its bytes go; one that a later version wrote stays', async () => {
  const database = await openAccountDatabase(new IDBFactory(), me)
  const { files, fileParts } = accountStores
  await database.write([files, fileParts], (transaction) => {
    void transaction.objectStore(files).put({ kind: 'of a later version' }, nameOf(5))
    for (const [index, part] of [
      [4, 0],
      [4, 1],
      [5, 0],
    ] as const)
      void transaction.objectStore(fileParts).put({ file: nameOf(index), part, bytes: new Blob(['x']) })
  })
  expect(await buildIndexedDbFileStore(database).loadFiles()).toEqual([])
  expect(await database.disk.getAllKeys(fileParts)).toEqual([[nameOf(5), 0]])
})
