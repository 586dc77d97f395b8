import { afterAll, beforeAll, expect, test } from 'vitest'
import { buildTestProfile } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

test('an owner closes a room: it goes from both lists, the other is told, and whoever closed it is not', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await ana.get({ kind: 'save-draft', room, draft: { text: 'never mind' } })
  await ana.get({ kind: 'close-room-for-all', room })
  expect(ana.state().rooms[room]).toBeUndefined()
  expect(ana.state().drafts).toEqual({})
  await until('Ben is told', () => ben.state().goneRooms[room])
  expect(ben.state().rooms[room]).toBeUndefined()
  expect(ben.state().goneRooms[room]).toMatchObject({ id: room, name: 'Tea', unsent: [] })
  await until('Ben is online', () => ben.state().connection.kind === 'online')
  expect(await ben.ask({ kind: 'send-message', room, text: 'still here', format: 'plain' })).toMatchObject({
    ok: false,
    error: { code: 'room-unknown' },
  })
  await until('Ana is online', () => ana.state().connection.kind === 'online')
  // Not while she closed it, and not with what the server says afterwards.
  expect(ana.changes.filter(({ slice }) => slice === 'goneRooms')).toEqual([])
  await ben.get({ kind: 'dismiss-gone-room', room })
  expect(ben.state().goneRooms).toEqual({})
})

test('what was written and not sent in a room that was closed is there until it is let go, also after a new start', async () => {
  const benProfile = buildTestProfile()
  const { ana, ben, room } = await testbed.startPair(benProfile)
  ben.setNetwork(false)
  await ben.get({ kind: 'send-message', room, text: 'first', format: 'plain' })
  await ben.get({ kind: 'send-message', room, text: 'second', format: 'plain' })
  expect(ben.state().rooms[room]?.unsent).toBe(2)
  await ana.get({ kind: 'close-room-for-all', room })
  ben.setNetwork(true)
  await until('Ben is told', () => ben.state().goneRooms[room])
  expect(ben.state().goneRooms[room]?.unsent).toEqual(['first', 'second'])
  await ben.engine.stop()

  const again = await testbed.start(benProfile)
  expect(again.state().goneRooms[room]).toMatchObject({ name: 'Tea', unsent: ['first', 'second'] })
  await again.get({ kind: 'dismiss-gone-room', room })
  expect(again.state().goneRooms).toEqual({})
  await again.engine.stop()
  const last = await testbed.start(benProfile)
  expect(last.state().goneRooms).toEqual({})
})

test('whoever is taken out and comes back finds what was not sent in the room, and is told no more', async () => {
  const { ana, ben, room } = await testbed.startPair()
  ben.setNetwork(false)
  await ben.get({ kind: 'send-message', room, text: 'kept', format: 'plain' })
  await ana.get({ kind: 'remove-member', room, user: ben.me() })
  ben.setNetwork(true)
  await until('Ben is told', () => ben.state().goneRooms[room]?.unsent.includes('kept'))
  await ana.get({ kind: 'add-member', room, user: ben.me() })
  await until('Ben is back', () => ben.state().rooms[room])
  expect(ben.state().goneRooms).toEqual({})
  await ben.get({ kind: 'open-room', room })
  await until('it waits in the room', () => ben.texts(room).includes('kept'))
  await ben.get({ kind: 'retry-sends', room })
  await until('Ana reads it', () => ana.texts(room).includes('kept'))
})

test('who may not close a room is told so, and nothing of it changes', async () => {
  const { ana, ben, room } = await testbed.startPair()
  await ben.get({ kind: 'save-draft', room, draft: { text: 'mine' } })
  expect(await ben.ask({ kind: 'close-room-for-all', room })).toMatchObject({
    ok: false,
    error: { code: 'not-allowed' },
  })
  expect(ben.state().rooms[room]).toBeDefined()
  expect(ben.state().drafts[room]).toEqual({ text: 'mine' })
  await ana.get({ kind: 'send-message', room, text: 'we stay', format: 'plain' })
  await until('Ben reads it', () => ben.texts(room).includes('we stay'))
})
