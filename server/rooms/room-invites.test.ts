import { afterAll, beforeAll, expect, test } from 'vitest'
import { appError } from '../../common/app-error.ts'
import { err } from '../../common/result.ts'
import { newUser, type OpenDatabase } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { mostRecords } from '../store/record-store.ts'
import { buildRoomInvites } from './room-invites.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await openSqliteDoors()
})
afterAll(() => database.drop())

test('an invitation is listed after more that are over than a page of them', async () => {
  const { records } = database.first
  const by = newUser()
  for (let number = 0; number < mostRecords; number++) {
    const detail = { by, expiresAt: 2, used: 0, users: [] }
    await records.putRecord({ kind: 'invite', id: `old-${number}`, turn: 1, owners: ['server'], at: 1, detail })
  }
  const invites = buildRoomInvites({
    records,
    rooms: database.first.rooms,
    join: async () => err(appError('room-unknown')),
    loadUser: async () => undefined,
    buildUser: ({ id, handle, displayName }) => ({ id, handle, displayName }),
    isAdmin: async () => true,
    publicUrl: 'https://chat.example',
    now: () => 1_900_000_000_000,
  })
  const made = await invites.create(by, undefined, {})
  const listed = await invites.list(by, undefined)
  expect(made.ok && listed.ok && listed.value.map(({ id }) => id)).toEqual(made.ok ? [made.value.id] : undefined)
  expect(await records.countRecords('invite', 'server'), 'some of the old ones go').toBeLessThan(mostRecords)
})
