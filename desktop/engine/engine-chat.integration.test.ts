import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TimelineRow } from '../engine-contract.ts'
import { signUp } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { numbered, startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

/** What was heard since the archive's last word goes to disk as older than it is, so that history has the last word. */
function withoutVersions(rows: readonly TimelineRow[]) {
  return rows.map((row) => (row.kind === 'message' ? { ...row, message: { ...row.message, version: 0 } } : row))
}

test('two people sign up, make a room and talk both ways', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await ana.get({ kind: 'send-message', room, text: 'Hello Ben', format: 'plain' })
  await until('Ben reads it', () => ben.texts(room).includes('Hello Ben'))
  await ben.get({ kind: 'send-message', room, text: 'Hello Ana', format: 'plain' })
  await until('Ana reads it', () => ana.texts(room).includes('Hello Ana'))
  await until('it is stored', () =>
    ana.state().timelines[room]?.rows.every((row) => row.kind !== 'message' || row.state === 'stored'),
  )
  expect(ana.texts(room)).toEqual(['Hello Ben', 'Hello Ana'])
  expect(ben.state().rooms[room]?.unread).toBe(1)
  const seq = ben.state().rooms[room]?.headSeq ?? 0
  await ben.get({ kind: 'mark-read', room, seq })
  expect(ben.state().rooms[room]?.unread).toBe(0)
  await until('Ana sees that it was read', () =>
    ana.state().timelines[room]?.rows.some((row) => row.kind === 'message' && row.readByOthers),
  )
})

test('a new start shows the same rows as before: who has read what, and who joined', async () => {
  const { ana, ben, anaProfile, room } = await testbed.startPair()
  await ana.get({ kind: 'send-message', room, text: 'Hello Ben', format: 'plain' })
  await until('Ben reads it', () => ben.texts(room).includes('Hello Ben'))
  await ben.get({ kind: 'mark-read', room, seq: ben.state().rooms[room]?.headSeq ?? 0 })
  const rows = () => ana.state().timelines[room]?.rows ?? []
  await until('Ana sees that it was read', () => rows().some((row) => row.kind === 'message' && row.readByOthers))
  const guest = await testbed.start()
  await signUp(guest)
  await ana.get({ kind: 'add-member', room, user: guest.me() })
  const isOfGuest = (row: TimelineRow) => row.kind === 'notice' && 'user' in row.event && row.event.user === guest.me()
  await until('the room says who joined', () => rows().some(isOfGuest))
  const before = withoutVersions(rows())
  await ana.engine.stop()

  const again = await testbed.start(anaProfile, { offline: true })
  await again.get({ kind: 'open-room', room })
  expect(withoutVersions(again.state().timelines[room]?.rows ?? [])).toEqual(before)
})

test('edits, reactions and removals reach the other side, and typing shows and goes', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await until('Ana sees Ben type', async () => {
    await ben.get({ kind: 'say-typing', room, typing: true })
    return ana.state().typing[room]?.includes(ben.me())
  })
  const message = await ben.get({ kind: 'send-message', room, text: 'frist', format: 'plain' })
  await until(
    'it came, and nobody types',
    () => ana.texts(room)[0] === 'frist' && ana.state().typing[room] === undefined,
  )
  await ben.get({ kind: 'edit-message', room, message, text: 'first' })
  await until('the edit came', () => ana.texts(room)[0] === 'first')
  await ana.get({ kind: 'set-reaction', room, message, emoji: '👍', on: true })
  await until('the reaction came', () =>
    ben.state().timelines[room]?.rows.some((row) => row.kind === 'message' && row.message.reactions.length === 1),
  )
  await ben.get({ kind: 'remove-message', room, message })
  await until('it is gone', () => ana.texts(room)[0] === '')
})

test('20 messages written without a network survive a crash and arrive once, in order', async () => {
  const { ana, ben, anaProfile, room } = await testbed.startPair()
  const texts = numbered(20, 'offline')
  ana.setNetwork(false)
  await until('Ana is offline', () => ana.state().connection.kind !== 'online')
  for (const text of texts) await ana.get({ kind: 'send-message', room, text, format: 'plain' })
  expect(ana.texts(room)).toEqual(texts)
  ana.kill()

  const again = await testbed.start(anaProfile, { offline: true })
  expect(again.state().session.kind).toBe('signed-in')
  await again.get({ kind: 'open-room', room })
  expect(again.texts(room)).toEqual(texts)
  again.setNetwork(true)
  await until('Ben has all', () => ben.texts(room).length >= 20)
  await until('all are stored', () =>
    again.state().timelines[room]?.rows.every((row) => row.kind !== 'message' || row.state === 'stored'),
  )
  expect(ben.texts(room)).toEqual(texts)
  expect(again.texts(room)).toEqual(texts)
})

test('people go on talking while the control plane is down, and one who starts then can too', async () => {
  const { ana, ben, anaProfile, room } = await testbed.startPair()
  await ana.get({ kind: 'send-message', room, text: 'before', format: 'plain' })
  await until('Ben reads it', () => ben.texts(room).includes('before'))
  await testbed.installation.stopServer()
  await ben.get({ kind: 'send-message', room, text: 'during', format: 'plain' })
  await until('Ana reads it', () => ana.texts(room).includes('during'))
  await ana.engine.stop()
  const again = await testbed.start(anaProfile)
  await again.get({ kind: 'open-room', room })
  await until('online again', () => again.state().connection.kind === 'online')
  await again.get({ kind: 'send-message', room, text: 'from a new start', format: 'plain' })
  await until('Ben reads that', () => ben.texts(room).includes('from a new start'))
  await testbed.installation.startServer()
  const all = ['before', 'during', 'from a new start']
  await until('everyone has all', () => [again, ben].every((one) => one.texts(room).join() === all.join()))
})

test('what was said while one was away is there after coming back, edits of old messages too', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const message = await ben.get({ kind: 'send-message', room, text: 'old', format: 'plain' })
  await until('Ana reads it', () => ana.texts(room).includes('old'))
  ana.setNetwork(false)
  await until('Ana is offline', () => ana.state().connection.kind !== 'online')
  const texts = numbered(30, 'missed')
  for (const text of texts) await ben.get({ kind: 'send-message', room, text, format: 'plain' })
  await ben.get({ kind: 'edit-message', room, message, text: 'new' })
  await until('all of it is stored', () =>
    ben
      .state()
      .timelines[room]?.rows.every((row) => row.kind !== 'message' || (row.state === 'stored' && !row.changing)),
  )
  ana.setNetwork(true)
  // The archive may be a moment behind, and then what it has comes in parts.
  await until('Ana has all', () => ana.texts(room).join() === ['new', ...texts].join())
})

test('a broker that restarts loses nothing that was said meanwhile', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await testbed.installation.stopNats()
  await until('Ana notices', () => ana.state().connection.kind !== 'online')
  const texts = numbered(5, 'kept')
  for (const text of texts) await ana.get({ kind: 'send-message', room, text, format: 'plain' })
  await testbed.installation.startNats()
  await until('Ben has all', () => ben.texts(room).length >= 5, 40_000)
  expect(ben.texts(room)).toEqual(texts)
  await ben.get({ kind: 'open-room', room })
  await ben.get({ kind: 'mark-read', room, seq: ben.state().rooms[room]?.headSeq ?? 0 })
  await until('Ana sees that it was read', () => {
    const row = ana.state().timelines[room]?.rows.at(-1)
    return row?.kind === 'message' && row.readByOthers === true
  })
})

test('a message that was lost on the way in silence is found out by the archive’s count, and filled in', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const syncs = () => ben.calls.filter((call) => call === 'GET /api/v1/sync').length
  // What the new credentials set off must be over, or a sync would fill the gap before the archive names it. From then
  // on no sync gets through.
  let [quietFor, lastSyncs, said] = [0, -1, 0]
  while (quietFor < 60) {
    const text = `before ${++said}`
    await ana.get({ kind: 'send-message', room, text, format: 'plain' })
    await until('Ben reads it', () => ben.texts(room).includes(text))
    quietFor = syncs() === lastSyncs ? quietFor + 1 : 0
    lastSyncs = syncs()
  }
  ben.refuseCalls('/api/v1/sync')
  ben.loseFrames('this is lost')
  await ana.get({ kind: 'send-message', room, text: 'this is lost', format: 'plain' })
  // Alone: a broker that is busy puts what follows into the same frame, the archive's count too.
  await until('it is lost', () => ben.lostFrames() > 0)
  ben.loseFrames(undefined)
  await ana.get({ kind: 'send-message', room, text: 'after', format: 'plain' })
  await until('Ben reads what came after', () => ben.texts(room).includes('after'))
  await until('the gap is filled', () => ben.texts(room).includes('this is lost'))
  expect(ben.lostFrames()).toBe(1)
  expect(ben.texts(room)).toEqual([...numbered(said, 'before'), 'this is lost', 'after'])
})

test('a broker that comes back and refuses everybody for a moment loses nobody, even with no control plane', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const { installation } = testbed
  const asked = () => ana.calls.filter((call) => call === 'POST /api/v1/credentials').length
  await installation.stopServer()
  await installation.stopNats()
  await until('Ana notices', () => ana.state().connection.kind !== 'online')
  await ana.get({ kind: 'send-message', room, text: 'meanwhile', format: 'plain' })
  const before = asked()
  await installation.startNats({ refusing: true })
  // A credential that lives is only asked for anew once the broker has refused it.
  await until('Ana was refused again and again', () => asked() >= before + 2)
  await installation.stopNats()
  await installation.startNats()
  await until('both are back', () => [ana, ben].every((one) => one.state().connection.kind === 'online'), 40_000)
  await until('it is stored', () =>
    ana.state().timelines[room]?.rows.every((row) => row.kind !== 'message' || row.state === 'stored'),
  )
  await installation.startServer()
  await until('Ben has it', () => ben.texts(room).includes('meanwhile'), 40_000)
})

test('what names somebody is told once, not while a window shows it, and after a time away too', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const call = (text: string) => ana.get({ kind: 'send-message', room, text, format: 'plain', mentions: [ben.me()] })
  ben.read(room)
  await call('seen')
  await until('Ben reads it', () => ben.texts(room).includes('seen'))
  await ana.get({ kind: 'send-message', room, text: 'to nobody', format: 'plain' })
  await until('Ben reads that', () => ben.texts(room).includes('to nobody'))
  await ben.get({ kind: 'mark-read', room, seq: ben.state().rooms[room]?.headSeq ?? 0 })
  ben.read(undefined)
  await call('unseen')
  await until('it is told', () => ben.notices.length > 0)
  expect(ben.notices).toMatchObject([{ kind: 'room', room, author: ana.me(), text: 'unseen', count: 1 }])
  ben.setNetwork(false)
  await until('Ben is offline', () => ben.state().connection.kind !== 'online')
  for (const text of ['one', 'two', 'three']) await call(text)
  await until('all are stored', () =>
    ana.state().timelines[room]?.rows.every((row) => row.kind !== 'message' || row.state === 'stored'),
  )
  ben.setNetwork(true)
  const away = { kind: 'room', room, author: ana.me(), text: 'three', count: 4 }
  await until('the time away is told', () => ben.notices.some((notice) => 'count' in notice && notice.count === 4))
  expect(ben.notices.at(-1)).toMatchObject(away)
  const why = await ben.get({ kind: 'list-notify-decisions' })
  expect(why[0]).toMatchObject({ room, text: 'three', decision: { isTold: true, decidedBy: 'default' } })
  await ben.get({ kind: 'mark-all-read', room })
  await until('it is taken back', () => ben.notices.at(-1)?.kind === 'withdrawn')
})
