import { beforeEach, expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { buildTestClock, type TestClock } from '../engine-test-clock.ts'
import type { WindowCache } from '../local-store/window-cache.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { mergeSyncRoom } from '../sync/room-entry.ts'
import { buildCacheWriter, type CacheWriter } from './cache-writer.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const me = 'b'.repeat(16) as UserId
const members = [{ user: me, role: 'owner' as const }]
const described = {
  id: room,
  kind: 'group' as const,
  name: 'Tea',
  topic: '',
  members,
  createdAt: 1,
  version: 1,
  memberCount: members.length,
}

let clock: TestClock
let writer: CacheWriter
let writes: number

beforeEach(async () => {
  clock = buildTestClock()
  writes = 0
  const book = buildRoomBook({ onRoom: () => {}, onUsers: () => {} })
  book.put(
    room,
    mergeSyncRoom(undefined, { room: described, head: 4, complete: true, receipt: 0, unread: 0, mentions: 0 }, me),
  )
  const cache = {
    putRooms: async () => void writes++,
    removeRoom: async () => {},
  } as Partial<WindowCache> as WindowCache
  writer = buildCacheWriter(clock, book, cache, (fault) => {
    throw fault
  })
  writer.touch(room)
  await clock.advance(20)
  expect(writes).toBe(1)
})

test('many changes of a room that is on disk are one write, a second later', async () => {
  for (let change = 0; change < 10; change++) writer.touch(room)
  await clock.advance(999)
  expect(writes).toBe(1)
  await clock.advance(1)
  expect(writes).toBe(2)
})

test('what is nowhere else on disk any more waits for no second, also where a write is due later', async () => {
  writer.touch(room)
  writer.touch(room, 'soon')
  writer.touch(room)
  await clock.advance(20)
  expect(writes).toBe(2)
  await clock.advance(2_000)
  expect(writes).toBe(2)
})
