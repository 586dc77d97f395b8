import { IDBObjectStore } from 'fake-indexeddb'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import type { TestClient } from './engine-test-client.ts'
import { buildTestProfile, signUp, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { numbered, startEngineTestbed } from './engine-testbed.ts'

/** Where somebody finds themselves after a time away, and what counts as read. */
let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

const timeline = (client: TestClient, room: RoomId) => client.state().timelines[room]
const unread = (client: TestClient, room: RoomId) => client.state().rooms[room]?.unread
const seqOf = (client: TestClient, room: RoomId, text: string) => {
  for (const row of timeline(client, room)?.rows ?? [])
    if (row.kind === 'message' && row.message.text === text) return row.message.seq
  throw new Error(`${text} is not there`)
}
async function sayAll(client: TestClient, room: RoomId, texts: readonly string[]) {
  for (const text of texts) await client.get({ kind: 'send-message', room, text, format: 'plain' })
  const isOut = () => timeline(client, room)?.rows.every((row) => row.kind === 'notice' || row.state === 'stored')
  await until('all is stored', isOut, 60_000)
}

test('whoever comes back to an open room finds where the new begins, and has read none of it', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await sayAll(ana, room, ['before'])
  await until('Ben has it', () => ben.texts(room).includes('before'))
  const read = seqOf(ben, room, 'before')
  await ben.get({ kind: 'mark-read', room, seq: read })
  expect(timeline(ben, room)?.dividerSeq).toBeUndefined()
  ben.setNetwork(false)
  await sayAll(ana, room, numbered(30, 'missed'))
  ben.setNetwork(true)
  await until('Ben has all', () => ben.texts(room).includes('missed 30'), 40_000)
  expect(timeline(ben, room)?.dividerSeq).toBe(read)
  expect(unread(ben, room)).toBe(30)
  await ben.get({ kind: 'mark-read', room, seq: seqOf(ben, room, 'missed 10') })
  expect(unread(ben, room)).toBe(20)
  await ben.get({ kind: 'mark-unread-from', room, seq: seqOf(ben, room, 'missed 5') })
  expect(unread(ben, room)).toBe(26)
  expect(ben.state().rooms[room]?.receiptSeq).toBe(seqOf(ben, room, 'missed 10'))
  await ben.get({ kind: 'mark-all-read', room })
  expect(unread(ben, room)).toBe(0)
}, 120_000)

test('a room with more unread than a page opens where it begins; what was jumped over stays unread until somebody says so', async () => {
  const { ana, room } = await testbed.startPair()
  const first = await testbed.start()
  const handle = await signUp(first)
  await ana.get({ kind: 'add-member', room, user: first.me() })
  await until('they are in the room', () => first.state().rooms[room])
  await first.engine.stop()
  const said = numbered(160, 'line')
  await sayAll(ana, room, said)
  // Another device of theirs, which has nothing on its disk.
  const ben = await testbed.start()
  await ben.get({ kind: 'sign-in', handle, password: 'correct horse battery' })
  await until('it counts a hundred', () => unread(ben, room) === 100, 40_000)
  await ben.get({ kind: 'open-room', room })
  await until('he stands where it begins', () => ben.texts(room).includes('line 1'), 40_000)
  expect(ben.texts(room)).not.toContain('line 160')
  expect(timeline(ben, room)?.hasMoreAfter).toBe(true)
  await ben.get({ kind: 'load-around', room, place: { kind: 'end' } })
  await ben.get({ kind: 'mark-read', room, seq: seqOf(ben, room, 'line 160') })
  expect(unread(ben, room)).toBe(100)
  await ben.get({ kind: 'load-around', room, place: { kind: 'first-unread' } })
  await ben.get({ kind: 'mark-read', room, seq: seqOf(ben, room, 'line 40') })
  expect(ben.state().rooms[room]?.receiptSeq).toBe(seqOf(ben, room, 'line 40'))
  while (timeline(ben, room)?.hasMoreAfter === true) await ben.get({ kind: 'load-newer', room })
  expect(ben.texts(room).slice(-160)).toEqual(said)
  await ben.get({ kind: 'mark-all-read', room })
  expect(unread(ben, room)).toBe(0)
}, 120_000)

test('a start reads the rows of the list and nothing of what was said, and writes nothing but that it is there', async () => {
  const { ana, anaProfile, room } = await testbed.startPair()
  await sayAll(ana, room, numbered(20, 'line'))
  await ana.engine.stop()
  // The other engines of this process write what they hear meanwhile, over connections of their own.
  const own = new Set<IDBDatabase>()
  const { indexedDB } = anaProfile
  const open = indexedDB.open.bind(indexedDB)
  const opening = vi.spyOn(indexedDB, 'open').mockImplementation((...values) => {
    const request = open(...values)
    request.addEventListener('success', () => own.add(request.result))
    return request
  })
  const touched = new Set<string>()
  const spies = (['get', 'getAll', 'openCursor', 'put', 'delete'] as const).map((verb) => {
    const real = IDBObjectStore.prototype[verb]
    const watched = function (this: IDBObjectStore, ...values: unknown[]): unknown {
      if (own.has(this.transaction.db))
        touched.add(`${verb === 'put' || verb === 'delete' ? 'wrote' : 'read'} ${this.name}`)
      return Reflect.apply(real, this, values)
    }
    return vi.spyOn(IDBObjectStore.prototype, verb).mockImplementation(watched as typeof real)
  })
  const again = await testbed.start(anaProfile, { offline: true })
  expect(again.state().rooms[room]?.preview?.text).toBe('line 20')
  for (const spy of [opening, ...spies]) spy.mockRestore()
  expect([...touched].filter((what) => what.startsWith('wrote'))).toEqual(['wrote tenure'])
  for (const store of ['messages', 'events', 'notices', 'spans', 'checkpoints'])
    expect(touched).not.toContain(`read ${store}`)
  // And what is not read at the start is there all the same, once somebody looks.
  await again.get({ kind: 'open-room', room })
  expect(again.texts(room)).toEqual(numbered(20, 'line'))
})

async function startTwoDevices() {
  const profile = buildTestProfile()
  const { ana, room } = await testbed.startPair()
  const [here, there] = await Promise.all([testbed.start(profile), testbed.start()])
  const handle = await signUp(here)
  await there.get({ kind: 'sign-in', handle, password: testPassword })
  await ana.get({ kind: 'add-member', room, user: here.me() })
  for (const one of [here, there]) {
    await until('in the room', () => one.state().rooms[room])
    await one.get({ kind: 'open-room', room })
  }
  return { ana, here, there, room, profile }
}

test('what was marked unread is unread on my other device too, and read on both once it is read on one', async () => {
  const { ana, here, there, room, profile } = await startTwoDevices()
  await sayAll(ana, room, numbered(3, 'line'))
  await until('all is here', () => here.texts(room).length === 3 && there.texts(room).length === 3)
  const [from, last] = [seqOf(here, room, 'line 2'), seqOf(here, room, 'line 3')]
  await here.get({ kind: 'mark-read', room, seq: last })
  await until('read on both', () => unread(here, room) === 0 && unread(there, room) === 0)
  await there.get({ kind: 'close-room', room })
  await here.get({ kind: 'mark-unread-from', room, seq: from })
  await until('unread on both', () => unread(here, room) === 2 && unread(there, room) === 2)
  // Without a network, after a new start, it is so still; nobody's receipt has gone back.
  await here.engine.stop()
  const again = await testbed.start(profile, { offline: true })
  expect(unread(again, room)).toBeGreaterThan(0)
  expect(again.state().rooms[room]?.receiptSeq).toBe(last)
  again.setNetwork(true)
  await there.get({ kind: 'open-room', room })
  expect(timeline(there, room)?.dividerSeq).toBe(from - 1)
  await there.get({ kind: 'mark-read', room, seq: last })
  await until('read on both', () => unread(again, room) === 0 && unread(there, room) === 0, 40_000)
}, 120_000)

test('what was read without a network reaches my other device, also where the app was killed before it was back', async () => {
  const { ana, here, there, room, profile } = await startTwoDevices()
  await sayAll(ana, room, ['hello'])
  for (const one of [here, there]) await until('it is unread', () => unread(one, room) === 1)
  // The next start knows all there is: of this room /sync has nothing to say.
  const synced = here.answers.filter((answer) => answer.endsWith('/sync')).length
  here.setNetwork(false)
  here.setNetwork(true)
  await until('asked again', () => here.answers.filter((answer) => answer.endsWith('/sync')).length > synced, 30_000)
  await until('online', () => here.state().connection.kind === 'online')
  await here.engine.flush()
  here.setNetwork(false)
  await here.get({ kind: 'mark-read', room, seq: seqOf(here, room, 'hello') })
  await here.engine.flush()
  here.kill()
  expect(unread(there, room)).toBe(1)
  const again = await testbed.start(profile)
  expect(unread(again, room)).toBe(0)
  await until('it is read there too', () => unread(there, room) === 0)
}, 120_000)

test('what is kept of a room can be cleared: drafts and what waits stay, and what was said comes again', async () => {
  const { ana, anaProfile, ben, room } = await testbed.startPair()
  await sayAll(ana, room, numbered(60, 'line'))
  await until('Ben has all', () => ben.texts(room).length === 60)
  ana.setNetwork(false)
  await ana.get({ kind: 'send-message', room, text: 'waits', format: 'plain' })
  await ana.get({ kind: 'save-draft', room, draft: { text: 'half a' } })
  expect(await ana.get({ kind: 'measure-kept' })).toMatchObject([{ room, bytes: expect.any(Number) }])
  await ana.get({ kind: 'clear-kept', room })
  expect(await ana.get({ kind: 'measure-kept' })).toEqual([])
  // Whoever looks on sees what they saw.
  expect(ana.texts(room)).toEqual([...numbered(60, 'line'), 'waits'])
  await ana.engine.stop()

  const again = await testbed.start(anaProfile, { offline: true })
  await again.get({ kind: 'open-room', room })
  expect(again.state().drafts[room]).toMatchObject({ text: 'half a' })
  expect(again.texts(room)).toContain('waits')
  expect(again.texts(room)).not.toContain('line 1')
  again.setNetwork(true)
  await until('it went out', () => ben.texts(room).includes('waits'), 40_000)
  await until('all is there', async () => {
    await again.ask({ kind: 'load-older', room })
    return again.texts(room).join() === [...numbered(60, 'line'), 'waits'].join()
  })
}, 120_000)
