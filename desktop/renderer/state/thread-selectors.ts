import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { FollowedView } from '../../room-command.ts'
import { useSlice } from './engine-store.ts'

/** What I follow of a thread; undefined where I do not. */
export function useFollowed(thread: MessageId): FollowedView | undefined {
  return useSlice('followed', (followed) => followed[thread])
}

/** All threads that I follow. */
export function useFollowedThreads(): Readonly<Record<MessageId, FollowedView>> {
  return useSlice('followed', (followed) => followed)
}

/** How many answers I have not read: in one room's threads, or in all. */
export function useThreadUnread(room?: RoomId): number {
  return useSlice('followed', (followed) => countUnreadAnswers(followed, room))
}

export function countUnreadAnswers(followed: Readonly<Record<MessageId, FollowedView>>, room?: RoomId): number {
  return Object.values(followed).reduce(
    (sum, one) => (room === undefined || one.room === room ? sum + one.unread : sum),
    0,
  )
}

const none: readonly Message[] = []

/** What is pinned in an open room, what was said last first. */
export function usePins(room: RoomId): readonly Message[] {
  return useSlice('pins', (pins) => pins[room] ?? none)
}
