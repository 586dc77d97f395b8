import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { EventId, RoomId, UserId } from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import { createTestFolder } from '../rigs/test-server.ts'
import { openStore } from '../store/open-store.ts'
import type { Store } from '../store/store-port.ts'
import { buildFileQuota } from './file-quota.ts'
import { buildFileBook, buildUploadBook, fileKey, type KeptFile, ownersOfFile } from './file-records.ts'
import { buildFolderStorage } from './file-storage.folder.ts'
import { buildFileSweeper } from './file-sweeper.ts'

const day = 86_400_000
const [user, room] = ['a'.repeat(16) as UserId, `0.${'b'.repeat(14)}` as RoomId]
const folder = createTestFolder()
let store: Store
beforeAll(async () => {
  store = await openStore({ dataDir: folder.path })
})
afterAll(async () => {
  await store.close()
  folder.remove()
})

it('a file in no message lives thirty days and an upload seven; what is in a message stays', async () => {
  let nowAt = 1_764_000_000_000
  const now = () => nowAt
  const storage = buildFolderStorage(folder.path)
  const [uploads, files] = [buildUploadBook(store.records, now), buildFileBook(store.records, now)]
  const quota = buildFileQuota({ records: store.records, uploads, files, limitBytes: 1_000, now })
  const sweeper = buildFileSweeper({ uploads, files, storage, quota, now })
  const write = (key: string) => storage.write(key, Readable.from([Buffer.from('x')]))
  const keep = async (posts: KeptFile['posts']) => {
    const id = randomBytes(8).toString('hex')
    const about = { name: 'x', mediaType: 'text/plain', sizeBytes: 300, sha256: '', hasPreview: false }
    const detail: KeptFile = { user, room, ...about, posts }
    await files.change(id, () => ok({ detail, owners: ownersOfFile(detail) }))
    await write(fileKey(id))
    return id
  }
  const isThere = async (id: string) => {
    const stream = await storage.read(fileKey(id))
    stream?.destroy()
    return stream !== undefined
  }
  const waiting = await keep([])
  const posted = await keep([{ message: '01kb0000000000000000000000' as EventId, seq: 1 }])
  const upload = { user, room, name: 'x', type: '', original: false, bytes: 300, offset: 1 }
  await uploads.change('u', () =>
    ok({ detail: { ...upload, parts: [{ key: 'uploads/u/a', bytes: 1 }] }, owners: [user, room] }),
  )
  await write('uploads/u/a')
  expect(await quota.reserve(user, 'v', 200), 'nine hundred are taken').toMatchObject({ ok: false })

  nowAt += 7 * day - 1
  expect(await sweeper.expire()).toBe(0)
  nowAt += 2
  expect(await sweeper.expire()).toBe(1)
  expect([await uploads.load('u'), await storage.read('uploads/u/a')]).toEqual([undefined, undefined])
  expect(await quota.reserve(user, 'v', 200), 'its place is free again').toMatchObject({ ok: true })

  nowAt += 23 * day
  expect(await sweeper.expire()).toBe(1)
  expect(await sweeper.removeGoing()).toBe(1)
  expect([await isThere(waiting), await isThere(posted)]).toEqual([false, true])
  expect([await files.load(waiting), (await files.load(posted))?.id]).toEqual([undefined, posted])
  expect(await sweeper.removeGoing(), 'once').toBe(0)
})

it('is through with all of it once a round has answered, also with what a round before it had begun', async () => {
  const now = Date.now
  const storage = buildFolderStorage(folder.path)
  const [uploads, files] = [buildUploadBook(store.records, now), buildFileBook(store.records, now)]
  const quota = buildFileQuota({ records: store.records, uploads, files, limitBytes: 1_000, now })
  const said: string[] = []
  let goOn = () => {}
  const held = new Promise<void>((go) => {
    goOn = go
  })
  const doubt = async (whose: UserId) => {
    await held
    await quota.doubt(whose)
    said.push('its place is free')
  }
  const sweeper = buildFileSweeper({ uploads, files, storage, quota: { ...quota, doubt }, now })
  const id = randomBytes(8).toString('hex')
  const about = { name: 'x', mediaType: 'text/plain', sizeBytes: 300, sha256: '', hasPreview: false }
  const detail: KeptFile = { user, room, ...about, posts: [], going: true }
  await files.change(id, () => ok({ detail, owners: ownersOfFile(detail) }))
  const first = sweeper.removeGoing()
  await expect.poll(() => files.load(id)).toBeUndefined()
  const second = sweeper.removeGoing().then(() => said.push('the second has answered'))
  // What the second would do alone is done by then: there is nothing for it.
  await files.list({ owner: 'going' })
  goOn()
  await Promise.all([first, second])
  expect(said).toEqual(['its place is free', 'the second has answered'])
})
