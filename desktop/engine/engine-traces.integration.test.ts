import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MessageId, RoomId } from '../../common/ids.ts'
import type { TimelineRow } from '../engine-contract.ts'
import type { TestClient } from './engine-test-client.ts'
import { testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { numbered, startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

type Row = Extract<TimelineRow, { kind: 'message' }>
const rowOf = (client: TestClient, room: RoomId, id: string): Row | undefined =>
  client.state().timelines[room]?.rows.find((row): row is Row => row.kind === 'message' && row.message.id === id)
const send = (client: TestClient, room: RoomId, text: string) =>
  client.get({ kind: 'send-message', room, text, format: 'plain' })
const storedSeq = async (client: TestClient, room: RoomId, id: string) => {
  // What is acknowledged and not heard yet has no place.
  const placed = () => {
    const row = rowOf(client, room, id)
    return row?.state === 'stored' ? row.message.seq : 0
  }
  await until('it is stored', () => placed() > 0)
  return placed()
}
/** On another device of the same person. */
async function signIn(other: TestClient, one: TestClient, room: RoomId) {
  const handle = one.state().users[one.me()]?.handle ?? ''
  await other.get({ kind: 'sign-in', handle, password: testPassword })
  await until('it has the room', () => other.state().rooms[room] !== undefined)
}
const trace = (client: TestClient, room: RoomId, id: string, seq?: number) =>
  client.get({ kind: 'trace-message', room, message: id as MessageId, ...(seq === undefined ? {} : { seq }) })

test('what was written without a network says so, through a crash, until stream and archive have it', async () => {
  const { ana, anaProfile, room } = await testbed.startPair()
  ana.setNetwork(false)
  await until('Ana is offline', () => ana.state().connection.kind !== 'online')
  const [first, second] = [await send(ana, room, 'one'), await send(ana, room, 'two')]
  const waiting = await trace(ana, room, second)
  expect(waiting).toMatchObject({ device: { tries: 0 }, waiting: { behind: 1, files: 0 } })
  expect(waiting.archive).toMatchObject({ kind: 'not-yet', asked: false })
  const queuedAt = waiting.device?.queuedAt
  ana.kill()

  const again = await testbed.start(anaProfile, { offline: true })
  await again.get({ kind: 'open-room', room })
  expect((await trace(again, room, second)).device).toMatchObject({ queuedAt, tries: 0 })
  again.setNetwork(true)
  const seq = await storedSeq(again, room, second)
  await until(
    'it is archived, and waits no more',
    async () => {
      const { archive, waiting } = await trace(again, room, second, seq)
      return archive.kind === 'holds' && archive.asked && waiting === undefined
    },
    60_000,
  )
  const { device } = await trace(again, room, second, seq)
  expect(device?.queuedAt).toBe(queuedAt)
  expect(device?.tries).toBeGreaterThanOrEqual(1)
  // Where the line was cut between the two, history said it in the place of the stream.
  expect([seq, undefined]).toContain(device?.ackedSeq)
  expect(device?.ackedAt ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(device?.triedAt ?? 0)

  // The same person's other device knows what the archive says, and nothing of what this one did.
  const other = await testbed.start()
  await signIn(other, again, room)
  const place = await storedSeq(again, room, first)
  await until('it holds the first too', async () => (await trace(other, room, first, place)).archive.kind === 'holds')
  expect((await trace(other, room, first, place)).device).toBeUndefined()
})

test('stored while the archive is away is not archived; it says so once it is back', async () => {
  const { ana, room } = await testbed.startPair()
  await testbed.installation.killServer()
  const id = await send(ana, room, 'alone')
  const seq = await storedSeq(ana, room, id)
  expect((await trace(ana, room, id, seq)).archive).toMatchObject({ kind: 'not-yet', asked: false })
  const before = await ana.get({ kind: 'measure-room', room })
  expect(before.archive).toBeUndefined()
  expect(before.heardTo).toBe(seq)
  await testbed.installation.startServer()
  await until('the archive holds it', async () => (await trace(ana, room, id, seq)).archive.kind === 'holds')
  await until('the room is complete up to it', async () => {
    const { held, archive } = await ana.get({ kind: 'measure-room', room })
    return held.at(-1)?.to === seq && archive?.isCaughtUp === true
  })
})

test('an answer in a thread is known as any other message, and who is here is known while one is connected', async () => {
  const { ana, room } = await testbed.startPair()
  await until('who is here is known', () => ana.state().presenceKnown)
  const root = await send(ana, room, 'root')
  const rootSeq = await storedSeq(ana, room, root)
  const answer = await ana.get({ kind: 'send-message', room, text: 'answer', format: 'plain', thread: root })
  await until('it is stored', () => (ana.state().rooms[room]?.headSeq ?? 0) > rootSeq)
  const seq = ana.state().rooms[room]?.headSeq
  await until('the archive holds it', async () => (await trace(ana, room, answer, seq)).archive.kind === 'holds')
})

test('what the archive did not take is told as that, and its words are not lost', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await ana.get({ kind: 'change-room', room, slowModeSec: 3_600 })
  await until('Ben knows', () => ben.state().rooms[room]?.slowModeSec === 3_600)
  await send(ben, room, 'first')
  const id = await send(ben, room, 'too soon')
  await until('it is refused, and its words stand there', () => {
    const row = rowOf(ben, room, id)
    return row?.entry === id && row.error?.code === 'event-refused' && row.message.text === 'too soon'
  })
  const { device, waiting } = await trace(ben, room, id)
  expect(device?.tries).toBeGreaterThanOrEqual(1)
  expect(waiting).toMatchObject({ state: 'refused', behind: 0, error: { code: 'event-refused' } })
  const seq = device?.ackedSeq ?? 0
  await until('the archive has come past it', async () => {
    const { archive } = await trace(ben, room, id, seq)
    return archive.kind === 'lacks' && archive.asked
  })
  await ben.get({ kind: 'discard-send', room, entry: id })
  await until('it is gone once somebody has taken note', () => rowOf(ben, room, id) === undefined)
  await until('nobody else sees it', () => !ana.texts(room).includes('too soon'))
})

test('a room that is held from somewhere on says where, and is complete once the rest was asked for', async () => {
  const { ana, room } = await testbed.startPair()
  for (const text of numbered(60, 'line')) await send(ana, room, text)
  await until('all are out', () => ana.state().rooms[room]?.unsent === undefined, 40_000)
  await until('the whole room is here, and the archive counts the same', async () => {
    const { held, archive } = await ana.get({ kind: 'measure-room', room })
    return held.length === 1 && held[0]?.from === 0 && archive?.counted?.isSame === true && archive.counted.here === 60
  })

  const other = await testbed.start()
  await signIn(other, ana, room)
  await other.get({ kind: 'open-room', room })
  await until(
    'the end is here',
    async () => ((await other.get({ kind: 'measure-room', room })).held.at(-1)?.to ?? 0) > 0,
  )
  await until('the archive counts the same of it', async () => {
    const { archive } = await other.get({ kind: 'measure-room', room })
    return archive?.isCaughtUp === true && archive.counted?.isSame === true && !archive.hasLoss
  })
  const end = await other.get({ kind: 'measure-room', room })
  expect(end.held).toHaveLength(1)
  expect(end.held[0]?.from).toBeGreaterThan(0)

  const whole = await other.get({ kind: 'complete-room', room })
  expect(whole.held).toEqual([{ from: 0, to: end.held[0]?.to }])
  expect(whole.archive?.counted).toMatchObject({ here: 60, there: 60, isSame: true })
  // What is shown has not moved, and without a network it is still known.
  other.setNetwork(false)
  await until('offline', () => other.state().connection.kind !== 'online')
  const offline = await other.get({ kind: 'measure-room', room })
  expect(offline).toMatchObject({ held: whole.held, head: whole.head })
  expect(offline.archive).toBeUndefined()
  expect(await other.ask({ kind: 'complete-room', room })).toMatchObject({ ok: true })
})
