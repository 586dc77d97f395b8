import { wrap } from 'idb'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId, UserId } from '../../common/ids.ts'
import { buildEventId, eventIdRandomBytes } from '../../common/ids.ts'
import type { Checkpoint } from '../../common/message.ts'
import type { OutboxEntry } from '../../common/reducers/outbox-reducer.ts'
import type { TimelineRow } from '../engine-contract.ts'
import type { TestClient, TestProfile } from './engine-test-client.ts'
import { buildTestProfile, newHandle, signUp } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { numbered, startEngineTestbed } from './engine-testbed.ts'
import type { LocalDatabase } from './local-store/local-database.ts'
import { accountName, openAccountDatabase } from './local-store/local-database.ts'
import { buildIndexedDbOutboxStore } from './outbox/outbox-store.indexeddb.ts'

let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

/** As a look from outside: no engine's tenure ends by it. */
function readAccount(factory: IDBFactory, user: UserId): Promise<LocalDatabase> {
  return wrap(factory.open(accountName(user))) as Promise<LocalDatabase>
}
async function keptOutbox({ indexedDB }: TestProfile, user: UserId): Promise<readonly OutboxEntry[]> {
  const database = await readAccount(indexedDB, user)
  const rows: { readonly entry: OutboxEntry }[] = await database.getAll('outbox')
  database.close()
  return rows.map(({ entry }) => entry)
}
async function keptUpTo({ indexedDB }: TestProfile, user: UserId, room: RoomId): Promise<number> {
  const database = await readAccount(indexedDB, user)
  const checkpoint: Checkpoint | undefined = await database.get('checkpoints', room)
  database.close()
  return checkpoint?.seq ?? 0
}
const rowsOf = (client: TestClient, room: RoomId) => client.state().timelines[room]?.rows ?? []
type MessageRow = Extract<TimelineRow, { kind: 'message' }>
/** The messages of the room, once one of them is as wanted. */
async function heldRows(client: TestClient, room: RoomId, wanted: (row: MessageRow) => boolean) {
  const messages = () => rowsOf(client, room).filter((row) => row.kind === 'message')
  await until('a message is as wanted', () => messages().some(wanted))
  return messages()
}
const send = (client: TestClient, room: RoomId, text: string) =>
  client.get({ kind: 'send-message', room, text, format: 'plain' })

test('a message into a room that the credential does not have yet waits for the credential, however long that takes', async () => {
  const { ana } = await testbed.startPair()
  ana.refuseCalls('/api/v1/credentials')
  const { room } = await ana.get({ kind: 'create-room', name: 'Later', members: [] })
  await ana.get({ kind: 'open-room', room })
  await send(ana, room, 'early')
  const [row] = await heldRows(ana, room, ({ error }) => error?.code === 'publish-refused')
  const tried = () => ana.calls.filter((call) => call === 'refused POST /api/v1/credentials').length
  const before = tried()
  await until('the credential was asked for in vain, again and again', () => tried() >= before + 3)
  expect(row?.state).toBe('waiting')
  expect(rowsOf(ana, room)).not.toContainEqual(expect.objectContaining({ state: 'stuck' }))
  ana.refuseCalls(undefined)
  await until('it went out by itself', () =>
    rowsOf(ana, room).some((row) => row.kind === 'message' && row.state === 'stored'),
  )
})

test('a message that is refused while a newer credential takes over goes by that one, without any other', async () => {
  const { ana } = await testbed.startPair()
  const { room } = await ana.get({ kind: 'create-room', name: 'Now', members: [] })
  await ana.get({ kind: 'open-room', room })
  // What is asked for on either connection is answered so much later, in its order.
  ana.delayFrames(500)
  await until('the room is asked for on the next connection', () => ana.listensTo(room))
  ana.refuseCalls('/api/v1/credentials')
  await send(ana, room, 'in between')
  await heldRows(ana, room, ({ state, message }) => state === 'stored' && message.seq > 0)
  ana.refuseCalls(undefined)
})

test('an acknowledged change whose copy was never heard is over with the next start, in a closed room too', async () => {
  const { ana, anaProfile, room } = await testbed.startPair()
  const author = ana.me()
  const isSettled = () =>
    rowsOf(ana, room).every((row) => row.kind !== 'message' || (row.state === 'stored' && !row.changing))
  const message = await send(ana, room, 'first')
  for (const text of ['second', 'third']) {
    await ana.get({ kind: 'edit-message', room, message, text })
    await until(`${text} is stored`, () => ana.texts(room)[0] === text && isSettled())
  }
  const seq = ana.state().rooms[room]?.headSeq ?? 0
  await until(
    'the archive’s word for all of it is on disk',
    async () => (await keptUpTo(anaProfile, author, room)) >= seq,
  )
  await ana.engine.stop()
  // As the disk is left by a crash between the acknowledgement and the copy.
  const id = buildEventId(Date.now(), crypto.getRandomValues(new Uint8Array(eventIdRandomBytes)))
  const event = { v: 1, kind: 'message.edited', id, at: Date.now(), message, text: 'second' } as const
  const entry = {
    id,
    room,
    author,
    event,
    addedAt: event.at,
    attempts: 1,
    triedBefore: false,
    state: 'stored',
    seq,
  } as const
  const database = await openAccountDatabase(anaProfile.indexedDB, author)
  await buildIndexedDbOutboxStore(database).putEntry(entry)
  database.close()

  const again = await testbed.start(anaProfile)
  await again.get({ kind: 'open-room', room })
  await until('nothing is left of it', async () => (await keptOutbox(anaProfile, author)).length === 0)
  expect(again.texts(room)).toEqual(['third'])
  expect(rowsOf(again, room)).not.toContainEqual(expect.objectContaining({ changing: true }))
})

test('what was missed is never passed over in silence: the room says so until history can be asked', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await send(ana, room, 'before')
  await until('Ben reads it', () => ben.texts(room).includes('before'))
  ben.setNetwork(false)
  await until('Ben is offline', () => ben.state().connection.kind !== 'online')
  const missed = numbered(3, 'missed')
  for (const text of missed) await send(ana, room, text)
  await until('all are stored', () =>
    rowsOf(ana, room).every((row) => row.kind !== 'message' || row.state === 'stored'),
  )
  await testbed.installation.stopServer()
  ben.setNetwork(true)
  await until('Ben is online', () => ben.state().connection.kind === 'online')
  await send(ana, room, 'after')
  await until('Ben reads that', () => ben.texts(room).includes('after'))
  expect(ben.texts(room)).toEqual(['before', 'after'])
  expect(ben.state().timelines[room]?.completeToSeq).toBeDefined()
  await testbed.installation.startServer()
  await until('Ben has all', () => ben.texts(room).length === 5, 40_000)
  expect(ben.texts(room)).toEqual(['before', ...missed, 'after'])
  await until('and nothing is missing any more', () => ben.state().timelines[room]?.completeToSeq === undefined)
})

test('somebody who joins finds nothing unread that was said before they came', async () => {
  const { ana, room } = await testbed.startPair()
  await send(ana, room, 'long ago')
  await until('it is stored', () => rowsOf(ana, room).some((row) => row.kind === 'message' && row.state === 'stored'))
  const guest = await testbed.start()
  await signUp(guest)
  await ana.get({ kind: 'add-member', room, user: guest.me() })
  await until('the guest sees what was said last', () => guest.state().rooms[room]?.preview?.text === 'long ago')
  expect(guest.state().rooms[room]?.unread).toBe(0)
  await guest.get({ kind: 'open-room', room })
  await until('the guest reads it', () => guest.texts(room).includes('long ago'))
  expect(guest.state().rooms[room]?.unread).toBe(0)
  expect(guest.state().timelines[room]?.dividerSeq).toBeUndefined()
})

const refusals: Readonly<Record<string, (database: string) => boolean>> = {
  'any database': () => true,
  'a database of an account': (database) => database !== 'natter',
}

test.each(Object.entries(refusals))(
  'where the browser lets nobody have %s the app says so and works from memory, and from disk once that is well again',
  async (_what, isRefused) => {
    const profile = buildTestProfile()
    let isIll = true
    const indexedDB = new Proxy(profile.indexedDB, {
      get(factory, name: keyof IDBFactory) {
        if (name !== 'open') return Reflect.get(factory, name).bind(factory)
        return (database: string, version?: number) => {
          if (isIll && isRefused(database)) throw new DOMException('no room', 'QuotaExceededError')
          return factory.open(database, version)
        }
      },
    })
    const { ana, room } = await testbed.startPair()
    const client = await testbed.start({ ...profile, indexedDB })
    const person = { handle: newHandle(), password: 'correct horse battery' }
    await client.get({ kind: 'register', displayName: 'Cy', ...person })
    await until('it is said', () => JSON.stringify(client.state().notes.storage)?.includes('refused'))
    await ana.get({ kind: 'add-member', room, user: client.me() })
    await until('in the room', () => client.state().rooms[room])
    await client.get({ kind: 'open-room', room })
    await client.get({ kind: 'send-message', room, text: 'from memory', format: 'plain' })
    await until('it is out', () => ana.texts(room).includes('from memory'))
    client.setNetwork(false)
    await client.get({ kind: 'send-message', room, text: 'waiting in memory', format: 'plain' })
    await client.get({ kind: 'save-draft', room, draft: { text: 'half a' } })
    client.setNetwork(true)
    await until('it is out', () => ana.texts(room).includes('waiting in memory'), 40_000)
    // Who signs out here and in again finds what a server has, as on any new device.
    await client.get({ kind: 'sign-out' })
    await client.get({ kind: 'sign-in', ...person })
    await until('in the room', () => client.state().rooms[room])
    expect(client.state().drafts).toEqual({})
    await client.engine.stop()

    isIll = false
    const well = await testbed.start({ ...profile, indexedDB })
    expect(well.state().notes).toEqual({})
    if (well.state().session.kind === 'signed-out') await well.get({ kind: 'sign-in', ...person })
    await until('in the room', () => well.state().rooms[room])
    await well.get({ kind: 'open-room', room })
    await until('all is there', () => well.texts(room).includes('waiting in memory'))
  },
  90_000,
)

test('a message far back can be gone to, and all that lies between it and the end is there on the way down', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const texts = numbered(130, 'line')
  const ids = []
  for (const text of texts) ids.push(await send(ana, room, text))
  // One after the other.
  const isOut = () => rowsOf(ana, room).every((row) => row.kind !== 'message' || row.state === 'stored')
  await until('all are stored', isOut, 40_000)
  await until('Ben has all', () => ben.texts(room).length === 130)
  const guest = await testbed.start()
  await signUp(guest)
  await ana.get({ kind: 'add-member', room, user: guest.me() })
  await until('the guest sees the room', () => guest.state().rooms[room])
  await guest.get({ kind: 'open-room', room })
  // A page of fifty, notices counted.
  await until('the end of it is there', () => guest.texts(room).length > 40)
  expect(guest.texts(room).length).toBeLessThanOrEqual(50)
  const [first] = ids
  if (first === undefined) throw new Error('nothing was sent')
  expect(await guest.get({ kind: 'load-around', room, place: { kind: 'message', message: first } })).toBe('found')
  expect(guest.texts(room).slice(0, 50)).toEqual(texts.slice(0, 50))
  expect(guest.state().timelines[room]?.hasMoreBefore).toBe(false)
  while (guest.state().timelines[room]?.hasMoreAfter === true) await guest.get({ kind: 'load-newer', room })
  expect(guest.texts(room)).toEqual(texts)
})

test('an edit that was tried goes again only over the words it was made on; else it is told, and the words are there', async () => {
  const { ana, ben, anaProfile, room } = await testbed.startPair()
  const message = await send(ana, room, 'frist')
  await until('Ben reads it', () => ben.texts(room).includes('frist'))
  await until('it is stored', () => rowsOf(ana, room).every((row) => row.kind !== 'message' || row.state === 'stored'))
  const second = await testbed.start()
  await second.get({ kind: 'sign-in', handle: handleOf(ana), password: 'correct horse battery' })
  await until('the other device has the room', () => second.state().rooms[room])
  await second.get({ kind: 'open-room', room })
  await until('the other device has the message', () => second.texts(room).includes('frist'))

  ana.setNetwork(false)
  await until('Ana is offline', () => ana.state().connection.kind !== 'online')
  await ana.get({ kind: 'edit-message', room, message, text: 'from the train' })
  ana.kill()
  await second.get({ kind: 'edit-message', room, message, text: 'from the desk' })
  await until('Ben reads the edit', () => ben.texts(room).includes('from the desk'))

  const again = await testbed.start(anaProfile)
  await again.get({ kind: 'open-room', room })
  await send(again, room, 'on the way')
  const changed = () => rowsOf(again, room).flatMap((row) => (row.kind === 'message' ? (row.change ?? []) : []))
  await until('the edit is told', () => changed().some(({ state }) => state === 'refused'))
  expect(changed()[0]).toMatchObject({ state: 'refused', text: 'from the train', error: { code: 'edit-outdated' } })
  await until('nothing waits for it', () => ben.texts(room).includes('on the way'))
  expect(again.texts(room)).toEqual(['from the desk', 'on the way'])
  await again.get({ kind: 'discard-send', room, entry: changed()[0]?.entry as never })
  await until('it is let go', () => changed().length === 0)
  expect(again.texts(room)).toEqual(['from the desk', 'on the way'])
  expect(ben.texts(room)).toEqual(['from the desk', 'on the way'])
})

test('an edit of a message that was removed meanwhile is told at the message, with its words, also after a new start', async () => {
  const { ana, ben, anaProfile, room } = await testbed.startPair()
  const message = await send(ana, room, 'gone soon')
  await until('Ben reads it', () => ben.texts(room).includes('gone soon'))
  await until('it is stored', () => rowsOf(ana, room).every((row) => row.kind !== 'message' || row.state === 'stored'))
  const second = await testbed.start()
  await second.get({ kind: 'sign-in', handle: handleOf(ana), password: 'correct horse battery' })
  await until('the other device has the room', () => second.state().rooms[room])
  ana.setNetwork(false)
  await until('Ana is offline', () => ana.state().connection.kind !== 'online')
  await second.get({ kind: 'remove-message', room, message })
  await until('Ben sees it go', () => !ben.texts(room).includes('gone soon'))
  // Here it still stands.
  await ana.get({ kind: 'edit-message', room, message, text: 'better words' })
  ana.setNetwork(true)
  const changed = (client: TestClient) =>
    rowsOf(client, room).flatMap((row) => (row.kind === 'message' ? (row.change ?? []) : []))
  await until('the edit is told', () => changed(ana).some(({ state }) => state === 'refused'))
  expect(changed(ana)[0]).toMatchObject({ kind: 'edit', text: 'better words', error: { code: 'event-refused' } })
  await send(ana, room, 'goes on')
  await until('nothing waits for it', () => ben.texts(room).includes('goes on'))
  await ana.engine.stop()
  const again = await testbed.start(anaProfile, { offline: true })
  await again.get({ kind: 'open-room', room })
  expect(changed(again)[0]).toMatchObject({ state: 'refused', text: 'better words' })
})

function handleOf(client: TestClient): string {
  const { session } = client.state()
  if (session.kind !== 'signed-in') throw new Error('not signed in')
  return session.me.handle
}
