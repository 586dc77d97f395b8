import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EventId, FileId, RoomId, UserId } from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import { everything } from '../reach/visible-spans.ts'
import { createTestFolder } from '../rigs/test-server.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { buildFileCopies } from './file-copies.ts'
import { buildFileIds } from './file-id.ts'
import { buildFileQuota } from './file-quota.ts'
import { buildFileBook, buildUploadBook, fileKey, previewKey } from './file-records.ts'
import { buildFolderStorage } from './file-storage.folder.ts'
import { FileStorageError } from './file-storage.ts'
import { buildFileSweeper } from './file-sweeper.ts'

const day = 86_400_000
const user = 'a'.repeat(16) as UserId
const [from, to] = [`0.${'b'.repeat(14)}`, `1.${'c'.repeat(14)}`] as [RoomId, RoomId]
const message = `01jd${'0'.repeat(22)}` as EventId
const folder = createTestFolder()
let store: Store
beforeAll(async () => {
  store = await openStore({ dataDir: folder.path })
})
afterAll(async () => {
  await store.close()
  folder.remove()
})

it('a copy that broke off goes on as the same one, or goes after a week with its place', async () => {
  let nowAt = 1_764_000_000_000
  const now = () => nowAt
  const storage = buildFolderStorage(folder.path)
  const [uploads, files] = [buildUploadBook(store.records, now), buildFileBook(store.records, now)]
  const quota = buildFileQuota({ records: store.records, uploads, files, limitBytes: 1_000, now })
  const sweeper = buildFileSweeper({ uploads, files, storage, quota, now })
  const ids = buildFileIds(Buffer.alloc(32, 1))
  /** How many copies of bytes still come through. */
  let left = 0
  const copyFile = buildFileCopies({
    ...{ uploads, files, quota, ids, removeUpload: sweeper.removeUpload, maxBytes: async () => 1_000 },
    storage: {
      copy: async (one, other) => {
        if (left-- <= 0) throw new FileStorageError('gone')
        return storage.copy(one, other)
      },
    },
    find: async (_, id) => {
      const about = { name: 'x', mediaType: 'image/png', sizeBytes: 600, sha256: 'd', hasPreview: true }
      return ok({ user, room: from, ...about, posts: [{ message, seq: 1 }], id })
    },
    loadReach: async () => ({ scope: 'room', seen: everything }),
  })
  const source = randomBytes(8).toString('hex') as FileId
  for (const key of [fileKey(source), previewKey(source)]) {
    await storage.write(key, Readable.from([Buffer.from(key)]))
  }
  const has = async (key: string) => {
    const stream = await storage.read(key)
    stream?.destroy()
    return stream !== undefined
  }
  const copy = () => copyFile(user, to, { file: source, message })

  // With the bytes, but without the preview: the process ends there.
  left = 1
  await expect(copy()).rejects.toThrow('gone')
  const id = ids.createFor(user, to, `${source} ${message}`)
  expect([await has(fileKey(id)), await files.load(id)]).toEqual([true, undefined])
  left = 9
  const made = await copy()
  expect(made).toMatchObject({ ok: true, value: { id, room: to, user, posts: [], hasPreview: true } })
  expect(await copy(), 'its place was taken once').toEqual(made)
  expect(await copyFile(user, to, { file: source })).toMatchObject({ error: { code: 'quota-exceeded' } })
  nowAt += 8 * day
  await sweeper.expire()
  expect([await has(fileKey(id)), await has(previewKey(id))], 'it stands for itself').toEqual([true, true])
  expect(await uploads.list()).toEqual([])

  // Nobody asks again.
  nowAt += 23 * day
  await sweeper.expire()
  await sweeper.removeGoing()
  expect(await has(fileKey(id))).toBe(false)
  left = 1
  await expect(copy()).rejects.toThrow('gone')
  expect(await has(fileKey(id))).toBe(true)
  nowAt += 8 * day
  await sweeper.expire()
  expect(await has(fileKey(id))).toBe(false)
  expect(await quota.reserve(user, 'another', 1_000)).toEqual(ok(undefined))
})
