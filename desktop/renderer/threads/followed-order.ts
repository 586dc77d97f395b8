import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { FollowedView } from '../../room-command.ts'

/** What is unread first, and both parts by the last answer. `room`: of that one alone. */
export function orderFollowed(
  followed: Readonly<Record<MessageId, FollowedView>>,
  room: RoomId | undefined,
): readonly FollowedView[] {
  return Object.values<FollowedView>(followed)
    .filter((one) => room === undefined || one.room === room)
    .sort(
      (a, b) =>
        Number(b.unread > 0) - Number(a.unread > 0) ||
        b.answers.lastAt - a.answers.lastAt ||
        (a.thread < b.thread ? -1 : 1),
    )
}
