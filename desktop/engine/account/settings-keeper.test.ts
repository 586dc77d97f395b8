import { expect, test } from 'vitest'
import { appError } from '../../../common/app-error.ts'
import type { SettingsAnswer } from '../../../common/http-contract/profile-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { err, ok } from '../../../common/result.ts'
import type { PersonSettings } from '../../settings/person-settings.ts'
import { buildTestClock, settle } from '../engine-test-clock.ts'
import type { KeptSettings } from '../local-store/kept-records.ts'
import { buildSettingsKeeper } from './settings-keeper.ts'

const rooms = Array.from({ length: 1_200 }, (_, index) => `0.${String(index).padStart(14, '0')}` as RoomId)
const [tea, sea] = rooms as [RoomId, RoomId]

/** A server that keeps one person's settings, and devices of theirs. */
function startServer() {
  let held: SettingsAnswer = { version: 0, settings: {} }
  let fault: Result<never> | undefined
  const client = {
    puts: 0,
    settings: async () => fault ?? ok(held),
    async putSettings(wanted: SettingsAnswer): Promise<Result<SettingsAnswer>> {
      client.puts++
      if (fault !== undefined) return fault
      if (wanted.version !== held.version) return err(appError('settings-changed', { more: { newer: held } }))
      held = { version: held.version + 1, settings: wanted.settings }
      return ok(held)
    },
  }
  return {
    client,
    held: () => held,
    fail(code?: Parameters<typeof appError>[0]) {
      fault = code === undefined ? undefined : err(appError(code))
    },
    set: (settings: Record<string, unknown>) => {
      held = { version: held.version + 1, settings }
    },
  }
}

function startDevice({ client }: Pick<ReturnType<typeof startServer>, 'client'>, disk: { kept?: KeptSettings } = {}) {
  const clock = buildTestClock()
  const shown: PersonSettings[] = []
  const keeper = buildSettingsKeeper({
    deps: { clock, chance: () => 0.5 },
    client,
    store: {
      loadSettings: async () => disk.kept,
      putSettings: async (kept) => {
        disk.kept = structuredClone(kept)
      },
    },
    onSettings: (settings) => shown.push(settings),
    onFault: (cause) => {
      throw cause
    },
  })
  return { clock, keeper, shown, disk }
}

test('a change is shown before the server has it, and is there for another device that is told', async () => {
  const server = startServer()
  const [one, other] = [startDevice(server), startDevice(server)]
  const changing = one.keeper.change({ notifications: { sound: false } })
  expect(one.keeper.current().notifications.sound).toBe(false)
  expect(await changing).toEqual(ok(null))
  other.keeper.hint()
  await other.clock.advance(500)
  expect(other.keeper.current().notifications.sound).toBe(false)
  expect(server.held().version).toBe(1)
})

test('where another device was first, both changes stand, field by field, and what a newer client has put there', async () => {
  const server = startServer()
  const one = startDevice(server)
  server.set({ folders: ['mine'], notifications: { rooms: { [tea]: { level: 'all' } }, shows: 'name' } })
  const changed = await one.keeper.change({ notifications: { rooms: { [sea]: { level: 'none' } } } })
  expect(changed.ok).toBe(true)
  expect(server.held().settings).toEqual({
    folders: ['mine'],
    notifications: { rooms: { [tea]: { level: 'all' }, [sea]: { level: 'none' } }, shows: 'name' },
  })
  expect(one.keeper.current().notifications.rooms).toEqual({ [tea]: { level: 'all' }, [sea]: { level: 'none' } })
})

test('without a connection it is kept, over a new start too, and sent when there is one', async () => {
  const server = startServer()
  server.fail('network-unreachable')
  const disk: { kept?: KeptSettings } = {}
  const before = startDevice(server, disk)
  expect(await before.keeper.change({ unreadFrom: { [tea]: 12 } })).toEqual(ok(null))
  before.keeper.stop()
  await before.keeper.flush()
  server.set({ privacy: { typing: false } })
  const after = startDevice(server, disk)
  await after.keeper.restore()
  expect(after.keeper.current().unreadFrom).toEqual({ [tea]: 12 })
  server.fail()
  after.keeper.onVersion(1)
  await settle()
  expect(server.held().settings).toEqual({ privacy: { typing: false }, unreadFrom: { [tea]: 12 } })
  expect(disk.kept?.changes).toEqual([])
})

test('nobody waits for a connection, not where it is first to be asked what another device has set either', async () => {
  const server = startServer()
  server.fail('network-unreachable')
  const { clock, keeper, disk } = startDevice(server)
  keeper.hint()
  await clock.advance(500)
  let answer: unknown
  void keeper.change({ unreadFrom: { [tea]: 12 } }).then((answered) => {
    answer = answered
  })
  await settle()
  expect(answer).toEqual(ok(null))
  await keeper.flush()
  expect(disk.kept?.changes).toEqual([{ unreadFrom: { [tea]: 12 } }])
})

test('what the server does not take jumps back and says why; what was changed meanwhile stands', async () => {
  const server = startServer()
  const one = startDevice(server)
  await one.keeper.change({ notifications: { shows: 'name' } })
  server.fail('request-invalid')
  const refused = one.keeper.change({ notifications: { shows: 'nothing' } })
  expect(one.keeper.current().notifications.shows).toBe('nothing')
  expect(await refused).toMatchObject({ ok: false, error: { code: 'request-invalid' } })
  expect(one.keeper.current().notifications.shows).toBe('name')
  await one.keeper.flush()
  expect(one.disk.kept?.changes).toEqual([])
})

test('more than the server keeps is refused here, before it is shown', async () => {
  const server = startServer()
  const one = startDevice(server)
  const muted = Object.fromEntries(rooms.map((room) => [room, { mutedUntil: 8e15 }]))
  void one.keeper.change({ notifications: { rooms: muted } })
  for (const room of rooms.slice(0, 20)) void one.keeper.change({ notifications: { rooms: { [room]: null } } })
  await settle()
  const words = Object.fromEntries(rooms.map((room) => [`${room} and more`.repeat(2), true as const]))
  // What is changed while a call is under way goes with the next one.
  expect(server.client.puts).toBe(2)
  expect(Object.keys(one.keeper.current().notifications.rooms)).toHaveLength(1_180)
  expect(await one.keeper.change({ notifications: { words } })).toMatchObject({ error: { code: 'request-too-large' } })
  expect(one.keeper.current().notifications.words).toEqual({})
})

test('a busy server is left alone for a while; a sync that comes through ends the wait', async () => {
  const server = startServer()
  const one = startDevice(server)
  server.fail('rate-limited')
  await one.keeper.change({ notifications: { sound: false } })
  const tries = server.client.puts
  await one.clock.advance(100)
  expect(server.client.puts).toBe(tries)
  server.fail()
  await one.clock.advance(30_000)
  expect(server.held().version).toBe(1)
})
