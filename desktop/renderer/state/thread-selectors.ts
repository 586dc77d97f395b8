import { useShallow } from 'zustand/react/shallow'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { FollowedView } from '../../room-command.ts'
import { readSlice, useSlice } from './engine-store.ts'
import { sumAnswers, sumAnswersForYou, type UnreadAnswers } from './room-order.ts'

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

/** By room, what its own count does not have. */
export function useUnreadAnswers(): UnreadAnswers {
  return useSlice('followed', useShallow(sumAnswers))
}

export function useUnreadAnswersIn(room: RoomId): number {
  return useSlice('followed', (followed) => sumAnswers(followed)[room] ?? 0)
}

/** Of what `useUnreadAnswers` counts, that which names me. */
export function useAnswersForYou(): UnreadAnswers {
  return useSlice('followed', useShallow(sumAnswersForYou))
}

export function useAnswersForYouIn(room: RoomId): number {
  return useSlice('followed', (followed) => sumAnswersForYou(followed)[room] ?? 0)
}

/** Of all that is unread in threads, what names me. */
export function useThreadsForYou(): number {
  return useSlice('followed', (followed) =>
    Object.values<FollowedView>(followed).reduce((sum, { forYou = 0 }) => sum + forYou, 0),
  )
}

export function readUnreadAnswers(): UnreadAnswers {
  return sumAnswers(readSlice('followed'))
}

const none: readonly Message[] = []

/** What is pinned in an open room, what was said last first. */
export function usePins(room: RoomId): readonly Message[] {
  return useSlice('pins', (pins) => pins[room] ?? none)
}
