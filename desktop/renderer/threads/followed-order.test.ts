import { expect, test } from 'vitest'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { FollowedView } from '../../room-command.ts'
import { orderFollowed } from './followed-order.ts'

const [pier, quay] = ['1.pppppppppppppp' as RoomId, '1.qqqqqqqqqqqqqq' as RoomId]
const one = (thread: string, room: RoomId, lastAt: number, unread = 0): FollowedView => ({
  ...{ thread: thread as MessageId, room, unread, lastSeq: 1 },
  answers: { count: 1, lastAt, by: [] } as unknown as FollowedView['answers'],
})
const followed = Object.fromEntries(
  [one('a', pier, 9), one('b', quay, 1, 2), one('c', pier, 5, 1), one('d', pier, 9)].map((each) => [each.thread, each]),
)
const order = (room?: RoomId) => orderFollowed(followed, room).map(({ thread }) => thread)

test('what is unread stands first, then what was answered last; a window for one room shows those of that room', () => {
  expect(order()).toEqual(['c', 'b', 'a', 'd'])
  expect(order(pier)).toEqual(['c', 'a', 'd'])
})
