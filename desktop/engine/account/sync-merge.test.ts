import { expect, test } from 'vitest'
import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { Sync, SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { buildRoomBook } from '../sync/room-book.ts'
import { buildSyncedRoom, membersOf } from '../sync/synced-room-testbed.ts'
import { buildOwnRoomChanges } from './own-room-changes.ts'
import { applySync } from './sync-merge.ts'

const me = 'b'.repeat(16) as UserId
const old = '0.aaaaaaaaaaaaaa' as RoomId
const fresh = '1.bbbbbbbbbbbbbb' as RoomId
const synced = (room: RoomId) => buildSyncedRoom({ id: room, members: membersOf('owner', me) }, { receipt: 0 })
const syncOf = (...rooms: RoomId[]) =>
  ({
    me: { id: me, handle: 'me', displayName: 'Me' } as Me,
    users: [],
    roomIds: rooms,
    rooms: rooms.map(synced),
  }) as Partial<Sync> as Sync

function start() {
  const book = buildRoomBook({ onRoom: () => {}, onUsers: () => {} })
  const own = buildOwnRoomChanges()
  const apply = (sync: Sync) => applySync({ book, me, own }, sync)
  apply(syncOf(old))
  return { book, own, apply }
}

test('a room made while a sync was under way is not taken away by its answer, and goes with the next one', () => {
  const { book, own, apply } = start()
  own.onAsking()
  own.onEntered(fresh)
  apply(syncOf(fresh))
  apply(syncOf())
  expect(book.rooms()).toEqual([fresh])
  own.onAsking()
  apply(syncOf())
  expect(book.rooms()).toEqual([])
})

test('a room that others took away is told of; one that this device is leaving goes without a word', async () => {
  const taken = start()
  expect(taken.apply(syncOf()).gone.map(({ state }) => state.room)).toEqual([old])
  expect(taken.apply(syncOf()).gone).toEqual([])
  const left = start()
  const outcome = await left.own.whileLeaving(old, async () => left.apply(syncOf()))
  expect(left.book.rooms()).toEqual([])
  expect(outcome.gone).toEqual([])
  left.apply(syncOf(old))
  expect(left.apply(syncOf()).gone).toHaveLength(1)
})

test('a room left while a sync was under way does not come back with its answer', () => {
  const { book, own, apply } = start()
  own.onAsking()
  book.remove(old)
  own.onLeft(old)
  expect(apply(syncOf(old)).added).toEqual([])
  expect(book.rooms()).toEqual([])
  own.onAsking()
  apply(syncOf(old))
  expect(book.rooms()).toEqual([old])
})

test('after a time away it says in which rooms something was said meanwhile, or may have been', () => {
  const { book, own } = start()
  const missed = (isReturning: boolean, ...rooms: readonly Partial<SyncRoom>[]) => {
    const told = rooms.map((more, index) => ({ ...synced(index === 0 ? old : fresh), ...more }))
    return applySync({ book, me, own, isReturning }, { ...syncOf(old, fresh), rooms: told }).missed
  }
  expect(missed(false, { head: 5 }, { head: 3 }), 'all of it was heard, or is told by its head').toEqual([])
  expect(missed(true, { head: 5 }, { head: 3 })).toEqual([])
  expect(missed(true, { head: 7 }, { head: 3 })).toEqual([old])
  expect(missed(true, { head: 7 }, { head: 3, complete: false })).toEqual([fresh])
  book.remove(fresh)
  expect(missed(true, { head: 7 }, { head: 3 }), 'of which nothing is known').toEqual([fresh])
})
