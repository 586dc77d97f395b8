import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EngineState } from '../engine-contract.ts'
import type { TestClient } from './engine-test-client.ts'
import { buildTestProfile, signUp } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed({ NATTER_CONTACTS: 'request' })
})
afterAll(() => testbed?.stop())

const requestsOf = (client: TestClient) => Object.values(client.state().requests) as EngineState['requests'][string][]

async function startTwo() {
  const benProfile = buildTestProfile()
  const [ana, ben] = await Promise.all([testbed.start(), testbed.start(benProfile)])
  const [anaHandle, benHandle] = await Promise.all([signUp(ana), signUp(ben)])
  for (const client of [ana, ben]) {
    await until('connected, and contacts are known', () => {
      const { connection, contactsLoaded } = client.state()
      return connection.kind === 'online' && contactsLoaded
    })
  }
  return { ana, ben, benProfile, anaHandle, benHandle }
}

test('a request, a contact, a name of my own, a block and its end: both see each live', async () => {
  const { ana, ben, benProfile, anaHandle, benHandle } = await startTwo()
  const asked = await ana.get({ kind: 'ask-contact', handle: `@${benHandle.toUpperCase()}`, note: ' Hello Ben ' })
  expect(asked).toEqual({ user: ben.me() })
  expect(requestsOf(ana)).toMatchObject([{ direction: 'out', user: ben.me() }])
  await until('Ben is asked', () => requestsOf(ben).length === 1)
  const [request] = requestsOf(ben)
  expect(request).toMatchObject({ direction: 'in', user: ana.me(), note: 'Hello Ben' })
  expect(ben.state().users[ana.me()]?.handle).toBe(anaHandle)

  const room = await ben.get({ kind: 'accept-request', request: request?.id ?? '' })
  expect(ben.state().contacts[ana.me()]?.room).toBe(room)
  await until('Ana has a contact, and both have the room', () => {
    const hasRoom = (client: TestClient) => client.state().rooms[room]?.kind === 'direct'
    return ana.state().contacts[ben.me()]?.room === room && hasRoom(ana) && hasRoom(ben)
  })
  expect(requestsOf(ana)).toEqual([])
  expect(ana.state().rooms[room]?.counterpart).toBe(ben.me())

  // Here now, by the presence role; and what Ben says of himself.
  await until('Ana sees that Ben is here', () => ana.state().presence[ben.me()]?.state === 'online')
  await ben.get({ kind: 'change-me', change: { status: { text: 'On the pier' }, presence: 'dnd', bio: 'Piles.' } })
  await until('Ana sees what he says', () => {
    const { state, status } = ana.state().presence[ben.me()] ?? {}
    return state === 'dnd' && status?.text === 'On the pier'
  })
  await ana.get({ kind: 'load-profile', user: ben.me() })
  expect(ana.state().profiles[ben.me()]?.bio).toBe('Piles.')
  await ben.get({ kind: 'change-me', change: { presence: 'auto', status: null } })
  ben.engine.onIdle(true)
  await until('Ana sees that nobody is at his device', () => ana.state().presence[ben.me()]?.state === 'away')
  // None of it has touched a row of the list.
  const touched = ana.changes.filter(({ slice, reason }) => slice === 'rooms' && reason === 'presence')
  expect(touched).toEqual([])

  await ana.get({ kind: 'set-nickname', user: ben.me(), nickname: 'Boss' })
  expect(ana.state().users[ben.me()]).toMatchObject({ displayName: benHandle.toUpperCase(), nickname: 'Boss' })

  await ana.get({ kind: 'block-user', user: ben.me() })
  expect(ana.state().blocks[ben.me()]).toBeDefined()
  expect(ana.state().contacts).toEqual({})
  await until('to Ben it is an end, and Ana is not here', () => {
    const { contacts, presence } = ben.state()
    return Object.keys(contacts).length === 0 && presence[ana.me()] === undefined
  })
  expect(ben.state().blocks).toEqual({})
  await ana.get({ kind: 'unblock-user', user: ben.me() })
  await until('they are contacts again', () => ben.state().contacts[ana.me()]?.room === room)

  // All of it is there without a network.
  await ben.engine.stop()
  const again = await testbed.start(benProfile, { offline: true })
  expect(again.state().contactsLoaded).toBe(true)
  expect(again.state().contacts[ana.me()]?.room).toBe(room)
  expect(again.state().presence).toEqual({})
  const refused = await again.ask({ kind: 'block-user', user: ana.me() })
  expect(refused).toMatchObject({ ok: false, error: { code: 'network-unreachable' } })
})

test('what was taken back is gone on the other side, and declining tells nobody', async () => {
  const { ana, ben, anaHandle, benHandle } = await startTwo()
  await ana.get({ kind: 'ask-contact', handle: benHandle })
  await until('Ben is asked', () => requestsOf(ben).length === 1)
  await ana.get({ kind: 'withdraw-request', request: requestsOf(ana)[0]?.id ?? '' })
  expect(requestsOf(ana)).toEqual([])
  await until('Ben is asked no more', () => requestsOf(ben).length === 0)

  await ben.get({ kind: 'ask-contact', handle: anaHandle })
  await until('Ana is asked', () => requestsOf(ana).length === 1)
  await ana.get({ kind: 'decline-request', request: requestsOf(ana)[0]?.id ?? '' })
  expect(requestsOf(ana)).toEqual([])
  expect(requestsOf(ben)).toMatchObject([{ direction: 'out', user: ana.me() }])

  const unknown = await ana.ask({ kind: 'ask-contact', handle: 'nobody-of-that-name' })
  expect(unknown).toMatchObject({ ok: false, error: { code: 'user-unknown' } })
})

test('a report has its number, and stands among mine', async () => {
  const { ana, ben, benHandle } = await startTwo()
  const found = await ana.get({ kind: 'find-user', handle: benHandle })
  expect(found?.id).toBe(ben.me())
  await ben.get({ kind: 'ask-contact', handle: (await ana.get({ kind: 'load-profile', user: ana.me() })).handle })
  await until('Ana is asked', () => requestsOf(ana).length === 1)
  const report = await ana.get({ kind: 'send-report', report: { kind: 'request', user: ben.me(), reason: 'spam' } })
  expect(report.state).toBe('open')
  expect((await ana.get({ kind: 'list-reports' })).map(({ id }) => id)).toEqual([report.id])
})
