import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../../common/ids.ts'
import type { SliceChange } from '../line-contract.ts'
import type { TestClient } from './engine-test-client.ts'
import { buildTestProfile, signUp } from './engine-test-client.ts'
import { settle } from './engine-test-clock.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed

/** By the environment ten minutes of a credential that lives for one: `NATTER_CREDENTIAL_LIFE=60 NATTER_TRAFFIC_SECONDS=600`. */
const trafficMs = 1_000 * Number(process.env.NATTER_TRAFFIC_SECONDS ?? 0)
/** A credential is good for two minutes, however busy the machine is, and renewed every three seconds all the same. */
const hurry = { fromMs: 50_000, times: 20 }

beforeAll(async () => {
  testbed = await startEngineTestbed({ NATTER_CREDENTIAL_LIFE_SECONDS: process.env.NATTER_CREDENTIAL_LIFE ?? '120' })
})
afterAll(() => testbed?.stop())

const renewals = ({ calls }: TestClient) => calls.filter((call) => call === 'POST /api/v1/credentials').length
const isOff = (change: SliceChange) =>
  (change.slice === 'connection' && change.value.kind !== 'online') ||
  (change.slice === 'session' && change.value.kind !== 'signed-in')
const historyCalls = ({ calls }: TestClient) => calls.filter((call) => call.endsWith('/messages')).length

/** All that somebody finds who scrolls to the beginning. */
async function readWhole(client: TestClient, room: RoomId): Promise<readonly string[]> {
  const found = new Map<number, string>()
  const look = () => {
    const view = client.state().timelines[room]
    // What is acknowledged and not heard yet has no place.
    for (const row of view?.rows ?? [])
      if (row.kind === 'message' && row.message.seq > 0) found.set(row.message.seq, row.message.text)
    return view?.hasMoreBefore === true
  }
  while (look()) await client.get({ kind: 'load-older', room })
  return [...found].sort(([one], [other]) => one - other).map(([, text]) => text)
}

test(
  'credentials are renewed again and again under a conversation: nothing is lost, doubled or out of order, nobody is asked anything',
  async () => {
    const { ana, ben, room } = await testbed.startPair(undefined, trafficMs === 0 ? { hurry } : {})
    const people = [ana, ben]
    const before = people.map((one) => {
      const facts = { renewals: renewals(one), changes: one.changes.length, history: historyCalls(one) }
      return { ...facts, sockets: one.openedSockets() }
    })
    const said: string[][] = [[], []]
    const startedAt = Date.now()
    const renewedAtLeast = Math.max(4, trafficMs / 60_000)
    await until(
      'both have renewed again and again while they talk',
      async () => {
        for (const [index, one] of people.entries()) {
          // However slowly it goes out: else what waits grows as long as they talk.
          if ((one.state().rooms[room]?.unsent ?? 0) >= 10) continue
          const text = `${index} says ${said[index]?.length}`
          await one.get({ kind: 'send-message', room, text, format: 'plain' })
          said[index]?.push(text)
        }
        if (Date.now() - startedAt < trafficMs) return new Promise((done) => setTimeout(() => done(false), 100))
        return people.every((one, index) => {
          const { renewals: renewed = 0, sockets = 0 } = before[index] ?? {}
          // Each for a connection of its own.
          const least = Math.min(renewals(one) - renewed, one.openedSockets() - sockets)
          return least >= renewedAtLeast
        })
      },
      trafficMs + 50_000,
    )
    const all = said.flat().length
    for (const [index, one] of people.entries()) {
      await until('nothing waits', () => one.state().rooms[room]?.unsent === undefined)
      // What each said last, in its place: before somebody goes up, which leaves the end.
      const hasHeard = (text: string | undefined) =>
        one
          .state()
          .timelines[room]?.rows.some(
            (row) => row.kind === 'message' && row.message.seq > 0 && row.message.text === text,
          )
      await until('all is heard', () => said.every((texts) => hasHeard(texts.at(-1))))
      expect(one.changes.slice(before[index]?.changes).filter(isOff)).toEqual([])
    }
    const seen = await Promise.all(people.map((one) => readWhole(one, room)))
    expect(seen[1]).toEqual(seen[0])
    expect(seen[0]).toHaveLength(all)
    for (const [index, texts] of said.entries())
      expect(seen[0]?.filter((text) => text.startsWith(`${index} `))).toEqual(texts)
    if (trafficMs === 0) return
    const renewed = people.map((one, index) => renewals(one) - (before[index]?.renewals ?? 0))
    const asked = people.map((one, index) => historyCalls(one) - (before[index]?.history ?? 0))
    console.log(`${all} messages in ${Date.now() - startedAt} ms; renewals ${renewed}, questions to history ${asked}`)
  },
  trafficMs + 120_000,
)

test('somebody who is taken out of a room hears no more of it, and stays signed in', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await ana.get({ kind: 'remove-member', room, user: ben.me() })
  await until('the room is gone for Ben', () => ben.state().rooms[room] === undefined)
  await until('Ben is online', () => ben.state().connection.kind === 'online')
  const refused = await ben.ask({ kind: 'send-message', room, text: 'let me in', format: 'plain' })
  expect(refused.ok).toBe(false)
  await ana.get({ kind: 'add-member', room, user: ben.me() })
  await until('Ben is back', () => ben.state().rooms[room])
  await ben.get({ kind: 'open-room', room })
  await ben.get({ kind: 'send-message', room, text: 'here again', format: 'plain' })
  await until('Ana reads it', () => ana.texts(room).includes('here again'))
})

test('a device that is signed out from another one is told so, and keeps what it had not sent', async () => {
  const { ana, anaProfile, room } = await testbed.startPair()
  const { session } = ana.state()
  if (session.kind !== 'signed-in') throw new Error('not signed in')
  const { handle, device } = session.me
  ana.setNetwork(false)
  await ana.get({ kind: 'send-message', room, text: 'unsent', format: 'plain' })

  const other = await testbed.start()
  await other.get({ kind: 'sign-in', handle, password: 'correct horse battery' })
  const devices = await other.get({ kind: 'list-devices' })
  expect(devices.map(({ id }) => id)).toContain(device)
  await other.get({ kind: 'revoke-device', device })

  ana.setNetwork(true)
  await until('Ana is signed out', () => ana.state().session.kind === 'signed-out')
  expect(ana.state().session).toMatchObject({ because: { code: 'session-ended' } })
  expect(ana.state().rooms).toEqual({})
  await ana.engine.stop()

  const again = await testbed.start(anaProfile)
  await again.get({ kind: 'sign-in', handle, password: 'correct horse battery' })
  await until('the room is there', () => again.state().rooms[room])
  await again.get({ kind: 'open-room', room })
  await until('the other device has it', () => other.state().rooms[room])
  await other.get({ kind: 'open-room', room })
  await until('it went out after all', () => other.texts(room).includes('unsent'))
})

test('a new password signs out every other device, and this one goes on talking', async () => {
  const { ana, ben, room } = await testbed.startPair()
  const { session } = ana.state()
  if (session.kind !== 'signed-in') throw new Error('not signed in')
  const { handle } = session.me
  const currentPassword = 'correct horse battery'
  const newPassword = 'staple of the battery'
  const other = await testbed.start()
  await other.get({ kind: 'sign-in', handle, password: currentPassword })

  const wrong = await ana.ask({ kind: 'change-password', currentPassword: 'not this one', newPassword })
  expect(wrong).toMatchObject({ ok: false, error: { code: 'sign-in-refused' } })
  expect(ana.state().session.kind).toBe('signed-in')
  await ana.get({ kind: 'change-password', currentPassword, newPassword })
  await until('the other device is out', () => other.state().session.kind === 'signed-out')
  await ana.get({ kind: 'send-message', room, text: 'still here', format: 'plain' })
  await ben.get({ kind: 'open-room', room })
  await until('Ben hears it', () => ben.texts(room).includes('still here'))

  const refused = await other.ask({ kind: 'sign-in', handle, password: currentPassword })
  expect(refused).toMatchObject({ ok: false, error: { code: 'sign-in-refused' } })
  await other.get({ kind: 'sign-in', handle, password: newPassword })
})

test('signing out leaves nothing of the account on this browser', async () => {
  const { ana, anaProfile } = await testbed.startPair()
  const user = ana.me()
  await ana.get({ kind: 'sign-out' })
  expect(ana.state()).toMatchObject({ session: { kind: 'signed-out' }, rooms: {}, users: {}, drafts: {} })
  const left = await anaProfile.indexedDB.databases()
  expect(left.map(({ name }) => name)).not.toContain(`natter-${user}`)
  expect(anaProfile.cookies.size).toBe(0)
  // The next person on this browser starts clean.
  await signUp(ana)
  expect(ana.state().rooms).toEqual({})
})

test('a sign-out that the server does not answer has left nothing here before it is given up', async () => {
  const { ana, anaProfile } = await testbed.startPair()
  const user = ana.me()
  ana.holdCalls('/api/v1/auth/logout')
  let isOver = false
  const over = ana.ask({ kind: 'sign-out' }).then(() => {
    isOver = true
  })
  await until('the server was told', () => ana.calls.includes('POST /api/v1/auth/logout'))
  await until('it is gone', async () =>
    (await anaProfile.indexedDB.databases()).every(({ name }) => name !== `natter-${user}`),
  )
  expect(isOver).toBe(false)
  await over
})

test('an answer that comes after signing out shows the next person nothing of it', async () => {
  const [ana, stranger] = await Promise.all([testbed.start(), testbed.start()])
  const [, handle] = await Promise.all([signUp(ana), signUp(stranger)])
  ana.holdCalls('/api/v1/users')
  const found = ana.ask({ kind: 'find-user', handle })
  await until('it is on its way', () => ana.calls.includes('GET /api/v1/users'))
  await ana.get({ kind: 'sign-out' })
  await signUp(ana)
  ana.holdCalls(undefined)
  // Asked in the name of somebody who is not here any more, and not again in another's.
  expect(await found).toMatchObject({ ok: false, error: { code: 'sign-in-required' } })
  expect(Object.keys(ana.state().users)).toEqual([ana.me()])
})

test('an answer that refuses whoever has signed out signs out nobody else', async () => {
  const ana = await testbed.start()
  ana.holdCalls('/api/v1/credentials')
  await signUp(ana)
  await until('a credential is asked for', () => ana.calls.includes('POST /api/v1/credentials'))
  await ana.get({ kind: 'sign-out' })
  const before = ana.calls.length
  // Lets the one go, and holds up the other: the next person is just signing up when the refusal comes.
  ana.holdCalls('/api/v1/auth/register')
  const signedUp = signUp(ana)
  await until('the credential is refused', () => ana.answers.includes('401 POST /api/v1/credentials'))
  // Many turns: a refresh asks the disk for its name first.
  for (let turn = 0; turn < 100; turn++) await settle()
  const asked = ana.calls.slice(before)
  expect(asked.filter((call) => call.endsWith('/auth/refresh'))).toEqual([])
  ana.holdCalls(undefined)
  await signedUp
  // In turn: whatever was to end the session would have done so by now.
  expect(await ana.ask({ kind: 'sign-in', handle: 'x', password: 'y' })).toMatchObject({
    error: { code: 'signed-in-already' },
  })
  expect(ana.state().session.kind).toBe('signed-in')
})

test('a browser that was killed before the new cookie was on its disk is signed in all the same, however often', async () => {
  const profile = buildTestProfile()
  const first = await testbed.start(profile)
  await signUp(first)
  await first.engine.stop()
  for (let kill = 0; kill < 3; kill++) {
    const onDisk = new Map(profile.cookies)
    const killed = await testbed.start(profile)
    await until('a token was fetched', () => killed.calls.includes('POST /api/v1/auth/refresh'))
    await until('and came', () => [...profile.cookies].join() !== [...onDisk].join())
    await until('the engine has it', () => killed.calls.some((call) => call.startsWith('GET /api/v1/sync')))
    killed.kill()
    // Every other time the cookie did get there.
    if (kill !== 1) for (const [name, value] of onDisk) profile.cookies.set(name, value)
  }
  const again = await testbed.start(profile)
  await until('online', () => again.state().connection.kind === 'online')
  expect(again.state().session.kind).toBe('signed-in')
})
