import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EventId, RoomId } from '../../common/ids.ts'
import type { TestClient } from './engine-test-client.ts'
import { testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed, TestPair } from './engine-testbed.ts'
import { numbered, startEngineTestbed } from './engine-testbed.ts'
import { accountName } from './local-store/local-database.ts'

/** What is under way, and the ground goes: the session, the answer, the disk. */
let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
}, 120_000)
afterAll(() => testbed?.stop())

function handleOf(client: TestClient): string {
  const { session } = client.state()
  if (session.kind !== 'signed-in') throw new Error('not signed in')
  return session.me.handle
}
const send = (client: TestClient, room: RoomId, text: string) =>
  client.get({ kind: 'send-message', room, text, format: 'plain' })
const isSettled = (client: TestClient, room: RoomId) =>
  (client.state().timelines[room]?.rows ?? []).every(
    (row) => row.kind !== 'message' || (row.state === 'stored' && !row.changing),
  )

const newPassword = 'staple of the battery'
/** How a session ends under somebody who goes on writing. */
const endings: Readonly<Record<string, (pair: TestPair, other: TestClient) => Promise<unknown>>> = {
  'another device signs it out': (_, other) => other.get({ kind: 'revoke-other-devices' }),
  'the password is changed elsewhere': (_, other) =>
    other.get({ kind: 'change-password', currentPassword: testPassword, newPassword }),
}

test.each(Object.entries(endings))(
  'where %s while the outbox empties, what is left waits for the same person, and comes once and in order',
  async (what, end) => {
    const pair = await testbed.startPair()
    const { ana, ben, anaProfile, room } = pair
    const handle = handleOf(ana)
    const other = await testbed.start()
    await other.get({ kind: 'sign-in', handle, password: testPassword })
    await until('the other device is in', () => other.state().connection.kind === 'online')
    const lines = numbered(30, 'line')
    ana.delayFrames(60)
    for (const line of lines) await send(ana, room, line)
    await until('some are out', () => ben.texts(room).length > 3)
    // However long the end takes to come: those that are left take ten seconds from here.
    ana.delayFrames(400)
    await end(pair, other)
    await until('it is told', () => ana.state().session.kind === 'signed-out')
    expect(ana.state().session).toMatchObject({ because: { code: 'session-ended' } })
    expect(ben.texts(room).length).toBeLessThan(lines.length)
    await ana.engine.stop()
    const again = await testbed.start(anaProfile)
    const password = what.includes('password') ? newPassword : testPassword
    await again.get({ kind: 'sign-in', handle, password })
    await until('all are there', () => ben.texts(room).length >= lines.length, 40_000)
    expect(ben.texts(room)).toEqual(lines)
    await again.get({ kind: 'open-room', room })
    await until('and here', () => again.texts(room).length >= lines.length && isSettled(again, room))
    expect(again.texts(room)).toEqual(lines)
  },
  90_000,
)

type Then = {
  readonly change: (message: EventId, room: RoomId) => Parameters<TestClient['get']>[0]
  readonly texts: string[]
}
const thens: Readonly<Record<string, Then>> = {
  changed: { change: (message, room) => ({ kind: 'edit-message', room, message, text: 'second' }), texts: ['second'] },
  removed: { change: (message, room) => ({ kind: 'remove-message', room, message }), texts: [''] },
}
/** What had become of the message when nobody could say. */
const outcomes: Readonly<Record<string, (pair: TestPair) => void>> = {
  // Every message to her is lost: the acknowledgement too.
  'came through': ({ ana }) => {
    ana.loseFrames('MSG ')
    ana.answerCalls((call) => (/sync|messages$/.test(call) ? { status: 503, body: {} } : undefined))
  },
  'did not': ({ ana }) => ana.setNetwork(false),
}
const unknown = Object.entries(outcomes).flatMap(([outcome, lose]) =>
  Object.entries(thens).flatMap(([then, { change, texts }]) =>
    ['in the same run', 'after a crash'].map((when) => ({ outcome, lose, then, change, texts, when })),
  ),
)

test.each(unknown)(
  'a message that $outcome, of which nobody knows, is $then $when: everybody sees that, once',
  async ({ outcome, lose, change, texts, when }) => {
    const pair = await testbed.startPair()
    const { ana, ben, anaProfile, room } = pair
    lose(pair)
    const message = await send(ana, room, 'first')
    if (outcome === 'came through') await until('it is there', () => ben.texts(room).includes('first'))
    await ana.get(change(message, room))
    await send(ana, room, 'after')
    if (when === 'after a crash') ana.kill()
    else ana.setNetwork(false)
    const client = when === 'after a crash' ? await testbed.start(anaProfile) : ana
    ana.loseFrames(undefined)
    ana.answerCalls(undefined)
    client.setNetwork(true)
    await client.get({ kind: 'open-room', room })
    const wanted = [...texts, 'after']
    for (const each of [ben, client]) {
      await until(`${each === ben ? 'Ben' : 'Ana'} sees it`, () => each.texts(room).join() === wanted.join(), 60_000)
    }
    await until('nothing waits', () => isSettled(client, room))
    expect(client.state().unsentChanges[room] ?? []).toEqual([])
  },
  90_000,
)

/** From now on the account's database takes nothing; answers how it takes some again. */
function fillDisk(client: TestClient): () => void {
  const { put } = IDBObjectStore.prototype
  const name = accountName(client.me())
  IDBObjectStore.prototype.put = function (...values) {
    if (this.transaction.db.name === name) throw new DOMException('no room', 'QuotaExceededError')
    return put.apply(this, values)
  }
  return () => {
    IDBObjectStore.prototype.put = put
  }
}

test('a disk that fills up while the outbox empties is told; nothing is lost, sent twice or comes back', async () => {
  const { ana, ben, anaProfile, room } = await testbed.startPair()
  ana.setNetwork(false)
  const lines = numbered(12, 'line')
  for (const line of lines.slice(0, 6)) await send(ana, room, line)
  const unwanted = await send(ana, room, 'unwanted')
  const makeRoom = fillDisk(ana)
  try {
    for (const line of lines.slice(6)) await send(ana, room, line)
    await ana.get({ kind: 'discard-send', room, entry: unwanted })
    const saved = ana.get({ kind: 'save-draft', room, draft: { text: 'half a' } })
    await until('it is said', () => JSON.stringify(ana.state().notes.storage)?.includes('full'))
    ana.setNetwork(true)
    await until('Ben has all', () => ben.texts(room).length >= lines.length, 40_000)
    expect(ben.texts(room)).toEqual(lines)
    await until('Ana has all', () => ana.texts(room).join() === lines.join())
    makeRoom()
    await saved
    await until('it is said no more', () => ana.state().notes.storage === undefined)
  } finally {
    makeRoom()
  }
  await ana.engine.stop()
  const again = await testbed.start(anaProfile)
  expect(again.state().drafts[room]).toEqual({ text: 'half a' })
  await again.get({ kind: 'open-room', room })
  // What the disk took begins somewhere among them, as the case may be: what lies before is had by who looks there.
  const isWhole = async () => {
    if (again.state().timelines[room]?.hasMoreBefore) await again.get({ kind: 'load-older', room })
    return again.texts(room).length >= lines.length && isSettled(again, room)
  }
  await until('all is there, and settled', isWhole, 40_000)
  expect(again.texts(room)).toEqual(lines)
  await send(again, room, 'last')
  await until('Ben has it', () => ben.texts(room).includes('last'))
  expect(ben.texts(room)).toEqual([...lines, 'last'])
}, 150_000)

/** Who takes the account's database away under an engine that runs. */
const takers: Readonly<Record<string, (factory: IDBFactory, name: string) => unknown>> = {
  'is deleted': (factory, name) => factory.deleteDatabase(name),
  'is opened by a newer version': (factory, name) => factory.open(name, 1_000),
}

test.each(Object.entries(takers))(
  'where the store %s under way it is told, every command answers, and what is written goes out',
  async (_what, take) => {
    const { ana, ben, anaProfile, room } = await testbed.startPair()
    const { room: other } = await ana.get({ kind: 'create-room', name: 'Unopened', members: [ben.me()] })
    await until('Ben is there', () => ben.state().rooms[other])
    await send(ben, other, 'from the server')
    const first = await send(ana, room, 'first')
    await until('it is out', () => ben.texts(room).includes('first'))
    take(anaProfile.indexedDB, accountName(ana.me()))
    await until('it is said', () => JSON.stringify(ana.state().notes.storage)?.includes('gone'))
    await send(ana, room, 'second')
    await ana.get({ kind: 'edit-message', room, message: first, text: 'first, changed' })
    await until('Ben has both', () => ben.texts(room).join() === 'first, changed,second')
    await ana.get({ kind: 'open-room', room: other })
    await until('it is fetched', () => ana.texts(other).includes('from the server'))
    const asked = [
      { kind: 'measure-kept' },
      { kind: 'clear-kept', room },
      { kind: 'load-older', room },
      { kind: 'load-around', room, place: { kind: 'first-unread' } },
      { kind: 'mark-all-read', room: other },
      { kind: 'mark-unread-from', room: other, seq: 1 },
      { kind: 'change-settings', patch: { notifications: { sound: false } } },
      { kind: 'close-room', room },
      { kind: 'open-room', room },
      { kind: 'change-room', room, name: 'Changed' },
      { kind: 'sign-out' },
    ] as const
    const unanswered: string[] = []
    for (const command of asked) {
      const answer = ana.ask(command).then(
        ({ ok }) => ok || command.kind.endsWith('-kept') || 'refused',
        (cause: unknown) => String(cause),
      )
      const late = new Promise<string>((done) => setTimeout(() => done('no answer'), 10_000))
      const outcome = await Promise.race([answer, late])
      if (outcome !== true) unanswered.push(`${command.kind}: ${outcome}`)
    }
    expect(unanswered).toEqual([])
    expect(ana.state().session.kind).toBe('signed-out')
  },
  90_000,
)
