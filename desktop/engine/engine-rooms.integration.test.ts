import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestProfile, signUp } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { numbered, startEngineTestbed } from './engine-testbed.ts'

const onePixel = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

test('what bounds a room reaches who is in it, is there after a new start, and goes again', async () => {
  const benProfile = buildTestProfile()
  const { ana, ben, room } = await testbed.startPair(benProfile)
  const seen = () => ben.state().rooms[room]
  const until1 = Date.now() + 3_600_000
  await ana.get({ kind: 'change-room', room, posting: 'admins', slowModeSec: 30, history: 'joined' })
  expect(await ana.get({ kind: 'mute-member', room, user: ben.me(), until: until1 })).toBe('done')
  const bounds = { posting: 'admins', slowModeSec: 30, history: 'joined', mutedUntil: until1 }
  await until('Ben sees all of it', () => seen()?.mutedUntil !== undefined && seen()?.posting !== undefined)
  expect(seen()).toMatchObject(bounds)
  const muted = { user: ben.me(), role: 'member', mutedUntil: until1 }
  await until('Ana sees who is muted', () => ana.state().members[room]?.some(({ mutedUntil }) => mutedUntil === until1))
  expect(ana.state().members[room]).toContainEqual(muted)
  await ben.engine.stop()

  const again = await testbed.start(benProfile)
  expect(again.state().rooms[room]).toMatchObject(bounds)
  await until('it is back', () => again.state().connection.kind === 'online')
  await ana.get({ kind: 'mute-member', room, user: again.me(), until: null })
  await ana.get({ kind: 'change-room', room, posting: 'members', slowModeSec: 0, history: 'all', archived: true })
  await until('it is archived', () => again.state().rooms[room]?.archived)
  const plain = again.state().rooms[room]
  expect([plain?.posting, plain?.slowModeSec, plain?.history, plain?.mutedUntil]).toEqual(Array(4).fill(undefined))
  await ana.get({ kind: 'load-members', room })
  expect(ana.state().members[room]).toContainEqual({ user: again.me(), role: 'member' })
})

test('a ban takes somebody out and is on the list until it is lifted; then a code leads back in', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const made = await ana.get({ kind: 'make-invite', room, uses: 3 })
  expect(await ana.get({ kind: 'ban-member', room, user: ben.me(), reason: 'spam' })).toBe('done')
  await until('Ben is out', () => ben.state().rooms[room] === undefined)
  expect(await ana.get({ kind: 'list-bans', room })).toMatchObject([{ user: ben.me(), by: ana.me(), reason: 'spam' }])
  expect(await ben.ask({ kind: 'join-invite', code: made.code })).toMatchObject({ error: { code: 'invite-invalid' } })
  await ana.get({ kind: 'lift-ban', room, user: ben.me() })
  expect(await ana.get({ kind: 'list-bans', room })).toEqual([])
  expect(await ben.get({ kind: 'preview-invite', code: made.code })).toMatchObject({ room: { name: 'Tea' } })
  expect(await ben.get({ kind: 'join-invite', code: made.code })).toBe(room)
  // A hint may have brought it before the answer, and then it comes with the next frame.
  await until('Ben sees it', () => ben.state().rooms[room])
  expect(ben.state().rooms[room]).toMatchObject({ name: 'Tea', memberCount: 2 })
  const [listed] = await ana.get({ kind: 'list-invites', room })
  expect(listed).toMatchObject({ id: made.id, used: 1, uses: 3 })
  await ana.get({ kind: 'withdraw-invite', code: made.id })
  expect(await ana.get({ kind: 'list-invites', room })).toEqual([])
  expect(await ben.ask({ kind: 'preview-invite', code: made.code })).toMatchObject({
    error: { code: 'invite-invalid' },
  })
})

test('a public room is found, joined, and handed over; who hands it over is an admin of it', async () => {
  const [ana, ben] = await Promise.all([testbed.start(), testbed.start()])
  await Promise.all([signUp(ana), signUp(ben)])
  const name = `Open ${ana.me()}`
  const { room, invited } = await ana.get({ kind: 'create-room', name, members: [], visibility: 'public' })
  expect(invited).toEqual([])
  const listed = await ben.get({ kind: 'list-public-rooms', q: name })
  expect(listed.rooms).toEqual([{ id: room, name, topic: '', members: 1 }])
  expect(await ben.get({ kind: 'join-public-room', room })).toBe(room)
  await until('Ben sees it', () => ben.state().rooms[room])
  expect(ben.state().rooms[room]).toMatchObject({ name, visibility: 'public', myRole: 'member' })
  await ana.get({ kind: 'hand-over', room, user: ben.me() })
  await until(
    'both know',
    () => ben.state().rooms[room]?.myRole === 'owner' && ana.state().rooms[room]?.myRole === 'admin',
  )
})

test('the lens names who reaches a room, and the broker itself says what it grants and what it refuses', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const reach = await ana.get({ kind: 'load-reach', room })
  expect(reach.users.map(({ user }) => user).sort()).toEqual([ana.me(), ben.me()].sort())
  const connections = () => ana.changes.filter(({ slice }) => slice === 'connection').length
  const before = connections()
  const proof = await ana.get({ kind: 'prove-reach', room })
  expect(proof.tries.map(({ kind, isGranted, isExpected }) => [kind, isGranted, isExpected])).toEqual([
    ['listen-here', true, true],
    ['listen-elsewhere', false, false],
    ['listen-everywhere', false, false],
    ['write-as-another', false, false],
  ])
  expect(proof.tries[1]?.answer).toMatch(/permissions violation for subscription/i)
  expect(proof.tries[3]?.answer).toMatch(/permissions violation for publish/i)
  expect(proof.tries[3]?.subject).toContain(ben.me())
  expect(proof.place).not.toBe('')
  // Nothing of it was heard, stored, or cost the connection.
  await ben.get({ kind: 'send-message', room, text: 'still here', format: 'plain' })
  await until('Ana reads on', () => ana.texts(room).includes('still here'))
  expect(ana.texts(room)).toEqual(['still here'])
  expect(connections()).toBe(before)
  expect(ana.state().connection.kind).toBe('online')
})

test('of a room made this moment the broker is asked with the credential that has it, and grants it', async () => {
  const ana = await testbed.start()
  await signUp(ana)
  await until('online', () => ana.state().connection.kind === 'online')
  for (const name of numbered(5, 'New')) {
    const { room } = await ana.get({ kind: 'create-room', name, members: [] })
    const { tries } = await ana.get({ kind: 'prove-reach', room })
    expect(tries.map(({ isGranted }) => isGranted)).toEqual([true, false, false, false])
  }
})

test('a room has a picture for all who are in it, until it is taken away; what is none is refused', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const picture = new Blob([Buffer.from(onePixel, 'base64')], { type: 'image/png' })
  await ana.get({ kind: 'put-room-picture', room, picture })
  await until('Ben knows of it', () => ben.state().rooms[room]?.avatar)
  const version = ben.state().rooms[room]?.avatar ?? ''
  const loaded = await ben.get({ kind: 'load-room-picture', room, version })
  // Made anew by the server, never as it was sent.
  expect(loaded.type).toBe('image/webp')
  const none = new Blob(['no picture'], { type: 'image/png' })
  expect(await ana.ask({ kind: 'put-room-picture', room, picture: none })).toMatchObject({
    error: { code: 'image-unreadable' },
  })
  expect(await ben.ask({ kind: 'put-room-picture', room, picture })).toMatchObject({ error: { code: 'not-allowed' } })
  await ana.get({ kind: 'remove-room-picture', room })
  await until('it is gone for Ben', () => ben.state().rooms[room]?.avatar === undefined)
})
