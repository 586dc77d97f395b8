import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { expect, test } from 'vitest'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import { buildDraftKeeper } from '../account/draft-keeper.ts'
import type { EngineDeps } from '../engine-deps.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import { createSeed, openDeviceKey } from '../wire/device-keys.own.ts'
import { buildDeviceKeyStore } from './device-key-store.ts'
import { buildDraftStore } from './draft-store.ts'
import { deleteAccountDatabase, openAccountDatabase, openInstallationDatabase } from './local-database.ts'

const ana = 'a'.repeat(16) as UserId
const ben = 'b'.repeat(16) as UserId
const room = '0.aaaaaaaaaaaaaa' as RoomId
const deps = { crypto: globalThis.crypto as EngineDeps['crypto'] }

test('the device’s seed is sealed on disk under a key that cannot be taken out', async () => {
  const database = await openInstallationDatabase(new IDBFactory())
  const store = buildDeviceKeyStore(deps, database)
  const made = createSeed()
  await store.putSeed(ana, made)
  const kept = await database.get('keys', ana)
  expect(kept.key.extractable).toBe(false)
  await expect(deps.crypto.subtle.exportKey('raw', kept.key)).rejects.toThrow()
  expect(Buffer.from(kept.sealed).includes(Buffer.from(made))).toBe(false)
  const seed = await store.loadSeed(ana)
  expect(seed && openDeviceKey(seed).publicKey).toBe(openDeviceKey(made).publicKey)
  expect(await store.loadSeed(ben)).toBeUndefined()
})

test('a seed that was tampered with is as good as lost', async () => {
  const database = await openInstallationDatabase(new IDBFactory())
  const store = buildDeviceKeyStore(deps, database)
  await store.putSeed(ana, createSeed())
  const kept = await database.get('keys', ana)
  await database.put('keys', { ...kept, sealed: new ArrayBuffer(74) }, ana)
  expect(await store.loadSeed(ana)).toBeUndefined()
})

test('drafts are on disk within 300 ms of typing without a pause, and only in their owner’s database', async () => {
  const factory = new IDBFactory()
  const [mine, theirs] = await Promise.all([openAccountDatabase(factory, ana), openAccountDatabase(factory, ben)])
  const clock = buildTestClock()
  const drafts = buildDraftKeeper({ clock, store: buildDraftStore(mine), onDraft: () => {}, onFault: () => {} })
  for (let key = 1; key <= 30; key++) {
    void drafts.save(room, { text: 'x'.repeat(key) })
    await clock.advance(10)
  }
  await settle()
  const onDisk = (await buildDraftStore(mine).loadDrafts()).get(room)
  expect(onDisk?.text.length).toBeGreaterThanOrEqual(1)
  await drafts.flush()
  expect((await buildDraftStore(mine).loadDrafts()).get(room)).toEqual({ text: 'x'.repeat(30) })
  expect((await buildDraftStore(theirs).loadDrafts()).size).toBe(0)
  void drafts.save(room, { text: '' })
  await drafts.flush()
  expect((await buildDraftStore(mine).loadDrafts()).size).toBe(0)
})

test('deleting an account’s database works while another engine has it open, and leaves the others', async () => {
  const factory = new IDBFactory()
  await openAccountDatabase(factory, ana)
  await openAccountDatabase(factory, ben)
  await deleteAccountDatabase(factory, ana)
  expect((await factory.databases()).map(({ name }) => name)).toEqual([`natter-${ben}`])
})

test('a draft is a record: reply and edit are kept with the words, what older versions wrote too, and a disk that refuses is asked again', async () => {
  const database = await openAccountDatabase(new IDBFactory(), ana)
  await database.disk.put('drafts', 'only words', room)
  await database.disk.put('drafts', { what: 'a later version wrote' }, '0.bbbbbbbbbbbbbb')
  const store = buildDraftStore(database)
  expect(await store.loadDrafts()).toEqual(new Map([[room, { text: 'only words' }]]))
  const message = '01jd0000000000000000000001' as EventId
  const draft = { text: 'next', replyTo: message, edit: { message, text: 'better' } }
  const clock = buildTestClock()
  let isRefused = true
  const drafts = buildDraftKeeper({
    clock,
    store: {
      loadDrafts: store.loadDrafts,
      putDraft: (where, what) => (isRefused ? Promise.reject(new Error('no room')) : store.putDraft(where, what)),
    },
    onDraft: () => {},
    onFault: () => {},
  })
  let isAnswered = false
  void drafts.save(room, draft).then(() => {
    isAnswered = true
  })
  await clock.advance(1_000)
  expect(isAnswered).toBe(false)
  isRefused = false
  await clock.advance(2_000)
  await drafts.flush()
  expect(isAnswered).toBe(true)
  expect((await store.loadDrafts()).get(room)).toEqual(draft)
  expect(await database.disk.get('drafts', '0.bbbbbbbbbbbbbb')).toEqual({ what: 'a later version wrote' })
})
