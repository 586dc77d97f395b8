import { afterAll, beforeAll, expect, test } from 'vitest'
import { apiPaths } from '../../common/http-contract/api-paths.ts'
import type { RoomId } from '../../common/ids.ts'
import { buildTestProfile, signUp, testPassword } from './engine-test-client.ts'
import { until } from './engine-test-server.ts'
import type { EngineTestbed } from './engine-testbed.ts'
import { startEngineTestbed } from './engine-testbed.ts'

let testbed: EngineTestbed

beforeAll(async () => {
  testbed = await startEngineTestbed()
})
afterAll(() => testbed?.stop())

const [tea, sea] = [`0.${'1'.repeat(14)}`, `0.${'2'.repeat(14)}`] as [RoomId, RoomId]

test('what is set on one device is there on another within a hint, and what both set at once stands on both', async () => {
  const profile = buildTestProfile()
  const one = await testbed.start(profile)
  const handle = await signUp(one)
  const other = await testbed.start()
  await other.get({ kind: 'sign-in', handle, password: testPassword })
  for (const device of [one, other])
    await until('online', () => device.state().connection.kind === 'online' && device.state().roomsLoaded)
  await one.get({
    kind: 'change-settings',
    patch: { notifications: { sound: false, rooms: { [tea]: { level: 'all' } } } },
  })
  await until('the other has it', () => !other.state().settings.notifications.sound)

  // Neither has heard of the other's: the one that comes second is told so, and makes its own anew.
  one.refuseCalls(apiPaths.settings)
  await one.get({ kind: 'change-settings', patch: { notifications: { rooms: { [tea]: { level: 'none' } } } } })
  await other.get({ kind: 'change-settings', patch: { notifications: { rooms: { [sea]: { mutedUntil: 7 } } } } })
  one.refuseCalls(undefined)
  const both = { [tea]: { level: 'none' }, [sea]: { mutedUntil: 7 } }
  for (const device of [one, other])
    await until('both stand', () => {
      const { rooms } = device.state().settings.notifications
      return rooms[tea]?.level === 'none' && rooms[sea]?.mutedUntil === 7
    })
  expect(one.state().settings.notifications.rooms).toEqual(both)

  // From the disk, before there is any connection; and what is changed then waits for one.
  await one.engine.stop()
  const again = await testbed.start(profile, { offline: true })
  expect(again.state().settings.notifications).toMatchObject({ sound: false, rooms: both })
  await again.get({ kind: 'change-settings', patch: { notifications: { shows: 'nothing' } } })
  again.setNetwork(true)
  await until('the other has it', () => other.state().settings.notifications.shows === 'nothing', 40_000)
}, 90_000)

test('what was set for a room goes once it was left, and for others stays', async () => {
  const profile = buildTestProfile()
  const one = await testbed.start(profile)
  await signUp(one)
  const made = await Promise.all(
    ['Tea', 'Sea'].map((name) => one.get({ kind: 'create-room', name, members: [] }).then(({ room }) => room)),
  )
  const [left, kept] = made as [RoomId, RoomId]
  const patch = {
    unreadFrom: { [left]: 1 },
    notifications: { rooms: { [left]: { level: 'all' }, [kept]: { level: 'none' } } },
  } as const
  await one.get({ kind: 'change-settings', patch })
  await one.get({ kind: 'leave-room', room: left })
  await one.engine.flush()
  await one.engine.stop()
  const again = await testbed.start(profile)
  await until('what was set for the other alone is left', () => {
    const { unreadFrom, notifications } = again.state().settings
    return unreadFrom[left] === undefined && notifications.rooms[left] === undefined
  })
  expect(again.state().settings.notifications.rooms).toEqual({ [kept]: { level: 'none' } })
})
