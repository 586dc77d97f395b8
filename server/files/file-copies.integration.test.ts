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
import { buildFileBook, buildUploadBook, fileKey, ownersOfFile, previewKey } from './file-records.ts'
import { buildFolderStorage } from './file-storage.folder.ts'
import { FileStorageError } from './file-storage.ts'
import { buildFileSweeper } from './file-sweeper.ts'

const day = 86_400_000
const someone = 'a'.repeat(16) as UserId
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

function buildRig() {
  let nowAt = 1_764_000_000_000
  const now = () => nowAt
  const storage = buildFolderStorage(folder.path)
  const [uploads, files] = [buildUploadBook(store.records, now), buildFileBook(store.records, now)]
  const quota = buildFileQuota({ records: store.records, uploads, files, limitBytes: 1_000, now })
  const sweeper = buildFileSweeper({ uploads, files, storage, quota, now })
  const ids = buildFileIds(Buffer.alloc(32, 1))
  /** How many copies of bytes still come through. */
  const bytes = { left: 0 }
  const copyFile = buildFileCopies({
    ...{ uploads, files, quota, ids, removeUpload: sweeper.removeUpload, maxBytes: async () => 1_000 },
    storage: {
      copy: async (one, other) => {
        if (bytes.left-- <= 0) throw new FileStorageError('gone')
        return storage.copy(one, other)
      },
    },
    find: async (_, id) => {
      const about = { name: 'x', mediaType: 'image/png', sizeBytes: 600, sha256: 'd', hasPreview: true }
      return ok({ user: someone, room: from, ...about, posts: [{ message, seq: 1 }], id })
    },
    loadReach: async () => ({ scope: 'room', seen: everything }),
  })
  const source = randomBytes(8).toString('hex') as FileId
  const has = async (key: string) => {
    const stream = await storage.read(key)
    stream?.destroy()
    return stream !== undefined
  }
  const putSource = async () => {
    for (const key of [fileKey(source), previewKey(source)]) await storage.write(key, Readable.from([Buffer.from(key)]))
  }
  const wait = (ms: number) => {
    nowAt += ms
  }
  return { uploads, files, quota, sweeper, ids, bytes, copyFile, source, has, putSource, wait }
}

it('a copy that broke off goes on as the same one, or goes after a week with its place', async () => {
  const user = 'a'.repeat(16) as UserId
  const { uploads, files, quota, sweeper, ids, bytes, copyFile, source, has, putSource, wait } = buildRig()
  await putSource()
  const copy = () => copyFile(user, to, { file: source, message })

  // With the bytes, but without the preview: the process ends there.
  bytes.left = 1
  await expect(copy()).rejects.toThrow('gone')
  const id = ids.createFor(user, to, `${source} ${message}`)
  expect([await has(fileKey(id)), await files.load(id)]).toEqual([true, undefined])
  bytes.left = 9
  const made = await copy()
  expect(made).toMatchObject({ ok: true, value: { id, room: to, user, posts: [], hasPreview: true } })
  expect(await copy(), 'its place was taken once').toEqual(made)
  expect(await copyFile(user, to, { file: source })).toMatchObject({ error: { code: 'quota-exceeded' } })
  wait(8 * day)
  await sweeper.expire()
  expect([await has(fileKey(id)), await has(previewKey(id))], 'it stands for itself').toEqual([true, true])
  expect(await uploads.list()).toEqual([])

  // Nobody asks again.
  wait(23 * day)
  await sweeper.expire()
  await sweeper.removeGoing()
  expect(await has(fileKey(id))).toBe(false)
  bytes.left = 1
  await expect(copy()).rejects.toThrow('gone')
  expect(await has(fileKey(id))).toBe(true)
  wait(8 * day)
  await sweeper.expire()
  expect(await has(fileKey(id))).toBe(false)
  expect(await quota.reserve(user, 'another', 1_000)).toEqual(ok(undefined))
})

it('a copy that has gone with its message takes its place anew where it is asked for again', async () => {
  const user = 'e'.repeat(16) as UserId
  const { uploads, files, quota, sweeper, ids, bytes, copyFile, source, putSource, wait } = buildRig()
  await putSource()
  bytes.left = 9
  const copy = () => copyFile(user, to, { file: source, message })
  expect(await copy()).toMatchObject({ ok: true })
  const id = ids.createFor(user, to, `${source} ${message}`)
  await files.change(id, (before) => {
    if (before === undefined) throw new Error('it was made')
    const detail = { ...before.detail, going: true as const }
    return ok({ detail, owners: ownersOfFile(detail) })
  })
  await sweeper.removeGoing()
  expect(await files.load(id)).toBeUndefined()

  // What else they sent meanwhile fills what they may have.
  expect(await quota.reserve(user, 'another', 600)).toEqual(ok(undefined))
  expect(await copy()).toMatchObject({ error: { code: 'quota-exceeded' } })
  expect(await files.load(id)).toBeUndefined()
  wait(120_000)
  expect(await copy(), 'that came to nothing').toMatchObject({ ok: true, value: { id } })
  expect(await quota.reserve(user, 'yet another', 600)).toMatchObject({ error: { code: 'quota-exceeded' } })
  expect((await uploads.load(`copy${id}`))?.detail.isMade).toBe(true)
})
