import { expect, test } from 'vitest'
import type { FollowedThread } from '../../../common/http-contract/thread-contract.ts'
import type { EventId, MessageId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import { type KnownOfThread, viewFollowed } from './followed-view.ts'

const room = '0.aaaaaaaaaaaaaa' as RoomId
const [me, ana] = ['m', 'a'].map((letter) => letter.repeat(16)) as [UserId, UserId]
const thread = '01jd0000000000000000000001' as MessageId

const counted = (change: Partial<FollowedThread> = {}): FollowedThread => ({
  ...{ room, thread, answers: { count: 3, lastAt: 3, by: [ana] }, unread: 3, readSeq: 10, lastSeq: 40 },
  ...{ forYou: [], alsoInRoom: [], ...change },
})
const answer = (seq: number, more: Partial<Message> = {}) =>
  ({
    ...{ state: 'stored', seq },
    message: { id: `01jd${seq}` as EventId, author: ana, thread, mentions: [], ...more },
  }) as unknown as MessageRow
const view = (followed: FollowedThread, known: Partial<KnownOfThread> = {}) => {
  const nothing = { me, readTo: 0, isDirect: false, roomCountsAfter: 0, held: [] }
  const { unread, forYou = 0, alsoInRoom = 0, alsoForYou = 0 } = viewFollowed(followed, { ...nothing, ...known })
  return { unread, forYou, alsoInRoom, alsoForYou }
}

test('what is not held here is counted by the server’s word: also what the room counts, and what names me', () => {
  const followed = counted({ forYou: [20, 40], alsoInRoom: [30, 40] })
  expect(view(followed)).toEqual({ unread: 3, forYou: 2, alsoInRoom: 2, alsoForYou: 1 })
  // The room is read further than the thread.
  expect(view(followed, { roomCountsAfter: 35 })).toEqual({ unread: 3, forYou: 2, alsoInRoom: 1, alsoForYou: 1 })
  expect(view(followed, { roomCountsAfter: 40 })).toEqual({ unread: 3, forYou: 2, alsoInRoom: 0, alsoForYou: 0 })
  expect(view(followed, { roomCountsAfter: undefined })).toMatchObject({ alsoInRoom: 0, alsoForYou: 0 })
  expect(view(followed, { isDirect: true })).toEqual({ unread: 3, forYou: 3, alsoInRoom: 2, alsoForYou: 2 })
})

test('what was read since, or removed, is nothing any more; all read is nothing at all', () => {
  const followed = counted({ forYou: [20, 40], alsoInRoom: [20, 40] })
  const held = [answer(20, { mentions: [me] }), answer(20, { mentions: [me] }), answer(30), answer(35, { author: me })]
  expect(view(followed, { readTo: 20, held })).toEqual({ unread: 2, forYou: 1, alsoInRoom: 1, alsoForYou: 1 })
  const gone = [answer(20, { mentions: [], removedAt: 5 })]
  expect(view(followed, { held: gone })).toMatchObject({ forYou: 1, alsoInRoom: 1 })
  expect(view(followed, { readTo: 40 })).toEqual({ unread: 0, forYou: 0, alsoInRoom: 0, alsoForYou: 0 })
})

test('what is held and heard after the server counted is told apart as well, and never more than is unread', () => {
  const held = [answer(40, { mentions: ['room'], replyTo: thread }), answer(41, { mentions: [me] })]
  expect(view(counted({ unread: 1 }), { held })).toEqual({ unread: 1, forYou: 1, alsoInRoom: 1, alsoForYou: 1 })
  expect(view(counted({ unread: 2 }), { held })).toEqual({ unread: 2, forYou: 2, alsoInRoom: 1, alsoForYou: 1 })
})
