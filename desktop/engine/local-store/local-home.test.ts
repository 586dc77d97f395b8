import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { describe, expect, test } from 'vitest'
import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { EventId, RoomId, UserId } from '../../../common/ids.ts'
import type { EngineDeps } from '../engine-deps.ts'
import type { DiskFault } from './disk-fault.ts'
import { openLocalHome } from './local-home.ts'

const ana = 'a'.repeat(16) as UserId
const room = '0.aaaaaaaaaaaaaa' as RoomId
const me = { id: ana, handle: 'ana', displayName: 'Ana' } as Me
const server = { name: 'Natter', registration: 'open' as const }
const seed = new Uint8Array([1, 2, 3])

const refusing = (open: () => IDBOpenDBRequest) =>
  new Proxy(new IDBFactory(), {
    get: (factory, name: keyof IDBFactory) => (name === 'open' ? open : Reflect.get(factory, name).bind(factory)),
  })
const factories: Readonly<Record<string, () => IDBFactory | null>> = {
  'a disk': () => new IDBFactory(),
  'no storage at all': () => null,
  'storage that is forbidden': () =>
    refusing(() => {
      throw new DOMException('', 'SecurityError')
    }),
  'storage that never answers': () => refusing(() => ({}) as IDBOpenDBRequest),
}

async function openHome(indexedDB: IDBFactory | null) {
  const refused: DiskFault[] = []
  const deps = { indexedDB, crypto: globalThis.crypto, log: () => {} } as unknown as EngineDeps
  const home = await openLocalHome({ deps, onRefused: (fault) => refused.push(fault), options: { silentMs: 30 } })
  return { home, refused }
}

describe.each(Object.entries(factories))('with %s', (name, build) => {
  test('what is put is there while the engine runs, one account is not another, and what is removed is gone', async () => {
    const { home, refused } = await openHome(build())
    expect(refused.length > 0).toBe(name !== 'a disk')
    const { sessions, keys } = home
    expect(await sessions.loadSession()).toBeUndefined()
    await sessions.putSession({ me, server })
    expect(await sessions.loadSession()).toEqual({ me, server })
    expect(await sessions.claimAttempt('one')).toBe('one')
    expect(await sessions.claimAttempt('two')).toBe('one')
    await sessions.putAttempt('three')
    expect(await sessions.claimAttempt('two')).toBe('three')
    await sessions.removeAttempt()
    expect(await sessions.claimAttempt('four')).toBe('four')
    await sessions.putPendingLogout(true)
    expect(await sessions.loadPendingLogout()).toBe(true)
    await sessions.removeSession()
    expect(await sessions.loadSession()).toBeUndefined()
    await keys.putSeed(ana, seed)
    expect(await keys.loadSeed(ana)).toEqual(seed)
    await keys.removeSeed(ana)
    expect(await keys.loadSeed(ana)).toBeUndefined()

    const mine = await home.openAccount(ana)
    const facts = {
      kind: 'group' as const,
      name: 'Tea',
      topic: '',
      members: [],
      memberCount: 0,
      createdAt: 1,
      version: 1,
    }
    const row = { room: { ...facts, id: room }, head: 1, receipt: 0 }
    await mine.rows.putRows(new Map([[room, row]]), 'cursor')
    await mine.rows.putUsers([{ id: ana, handle: 'ana', displayName: 'Ana' }])
    expect((await mine.rows.loadRows()).get(room)).toMatchObject(row)
    expect(await mine.rows.loadUsers()).toMatchObject([{ id: ana }])
    expect(await mine.rows.loadCursor()).toBe('cursor')
    await mine.rows.putRows(new Map([[room, undefined]]), null)
    expect([...(await mine.rows.loadRows())]).toEqual([])
    expect(await mine.rows.loadCursor()).toBeUndefined()
    await mine.drafts.putDraft(room, { text: 'half a' })
    expect((await mine.drafts.loadDrafts()).get(room)).toEqual({ text: 'half a' })
    await mine.facts.putEpochs({ 0: 7 })
    await mine.facts.putGoneRooms([{ id: room, name: 'Tea' }])
    await mine.facts.putReadMarks(new Map([[room, 3]]))
    const delivery = { id: '0'.repeat(26) as EventId, room, queuedAt: 5, tries: 1, ackedSeq: 7 }
    await mine.facts.putDeliveries([delivery])
    expect(await mine.facts.loadDeliveries()).toMatchObject([delivery])
    await mine.facts.putSettings({ version: 2, settings: { a: 1 }, changes: [] })
    expect(await mine.facts.loadEpochs()).toEqual({ 0: 7 })
    expect(await mine.facts.loadGoneRooms()).toMatchObject([{ id: room, name: 'Tea' }])
    expect(await mine.facts.loadReadMarks()).toEqual(new Map([[room, 3]]))
    expect(await mine.facts.loadSettings()).toEqual({ version: 2, settings: { a: 1 }, changes: [] })
    await mine.facts.putCredential({ jwt: 'j', expiresAt: 5, version: '1', servers: [], fetchedAt: 1, lifeMs: 2 })
    expect(await mine.facts.loadCredential()).toMatchObject({ jwt: 'j' })
    await mine.forgetCredential()
    expect(await mine.facts.loadCredential()).toBeUndefined()
    mine.close()

    const again = await home.openAccount(ana)
    expect((await again.drafts.loadDrafts()).get(room)).toEqual({ text: 'half a' })
    again.close()
    const theirs = await home.openAccount('b'.repeat(16) as UserId)
    expect((await theirs.drafts.loadDrafts()).size).toBe(0)
    await home.removeAccount(ana)
    const anew = await home.openAccount(ana)
    expect((await anew.drafts.loadDrafts()).size).toBe(0)
  })
})

test('who is signed in stays so where the disk is taken away in the middle', async () => {
  const factory = new IDBFactory()
  const { home } = await openHome(factory)
  await home.sessions.claimAttempt('one')
  await home.keys.putSeed(ana, seed)
  // Every write and read from here on fails.
  home.close()
  await home.sessions.putSession({ me, server })
  await home.sessions.putAttempt('two')
  expect(await home.sessions.claimAttempt('three')).toBe('two')
  expect(await home.keys.loadSeed(ana)).toEqual(seed)
  await home.sessions.removeSession()
})

test('where a newer version has been, nobody goes on as if nothing were there', async () => {
  const factory = new IDBFactory()
  await new Promise((done) => {
    factory.open('natter', 99).onsuccess = done
  })
  await expect(openHome(factory)).rejects.toMatchObject({ fault: 'newer' })
})
