import { expect, test } from 'vitest'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { mergeSyncRoom } from '../sync/room-steps.ts'
import { buildSyncedRoom, membersOf } from '../sync/synced-room-testbed.ts'
import { listPeople, listRoomsWith } from './people-view.ts'

const userOf = (letter: string) => letter.repeat(16) as UserId
const [me, ana, ben] = ['m', 'a', 'b'].map(userOf) as [UserId, UserId, UserId]
const roomOf = (letter: string) => `0.${letter.repeat(14)}` as RoomId

function entryOf(letter: string, kind: 'group' | 'direct', others: readonly UserId[], createdAt: number) {
  return mergeSyncRoom(
    undefined,
    buildSyncedRoom({ id: roomOf(letter), kind, members: membersOf('member', me, ...others), createdAt }),
    me,
  )
}

function bookOf(...entries: readonly ReturnType<typeof entryOf>[]) {
  const known = new Map(entries.map((entry) => [entry.state.room, entry]))
  return { rooms: () => [...known.keys()], get: (room: RoomId) => known.get(room), user: () => undefined }
}

test('the rooms that somebody is in with me are those of several, the one active last first', () => {
  const book = bookOf(
    entryOf('c', 'group', [ana], 1),
    entryOf('d', 'group', [ana, ben], 3),
    entryOf('e', 'direct', [ana], 4),
    entryOf('f', 'group', [ben], 5),
  )
  expect(listRoomsWith(book, ana)).toEqual([roomOf('d'), roomOf('c')])
  expect(listRoomsWith(book, userOf('z'))).toEqual([])
})

test('people are listed once, with the room active last, and not where their own room stands for them', () => {
  const book = bookOf(
    entryOf('c', 'group', [ana, ben], 1),
    entryOf('d', 'group', [ana], 3),
    entryOf('e', 'direct', [ben], 4),
  )
  expect(listPeople(book, me)).toEqual([{ user: ana, room: roomOf('d') }])
  const withBot = { ...book, user: (id: UserId) => ({ id, handle: 'a', displayName: 'A', bot: true as const }) }
  expect(listPeople(withBot, me)).toEqual([])
})
