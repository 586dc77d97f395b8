import { afterAll, beforeAll, expect, test } from 'vitest'
import { appError } from '../../common/app-error.ts'
import type { RoomId } from '../../common/ids.ts'
import { err } from '../../common/result.ts'
import { newUser, type OpenDatabase } from '../rigs/conformance/store-samples.ts'
import { openSqliteDoors } from '../rigs/sqlite-test-doors.ts'
import { buildRoomRequests } from './room-requests.ts'

let database: OpenDatabase
beforeAll(async () => {
  database = await openSqliteDoors()
})
afterAll(() => database.drop())

test('an invitation that nobody answered in thirty days is forgotten, and one that stands is not', async () => {
  let nowAt = 1_900_000_000_000
  const { records, rooms } = database.first
  const requests = buildRoomRequests({
    records,
    rooms,
    join: async () => err(appError('busy')),
    isHidden: async () => false,
    hint: () => {},
    now: () => nowAt,
  })
  const [by, first, second] = [newUser(), newUser(), newUser()]
  const room = `0.${'a'.repeat(14)}` as RoomId
  await requests.ask({ room, user: first, by })
  nowAt += 20 * 86_400_000
  await requests.ask({ room, user: second, by })
  await requests.prune()
  expect(await records.countRecords('room-request', by)).toBe(2)
  nowAt += 11 * 86_400_000
  await requests.prune()
  expect(await records.countRecords('room-request', first)).toBe(0)
  expect(await records.countRecords('room-request', second)).toBe(1)
  // Asked anew it lives as long again, though it was made long ago.
  await requests.ask({ room, user: second, by })
  nowAt += 20 * 86_400_000
  await requests.prune()
  expect(await records.countRecords('room-request', second)).toBe(1)
})
