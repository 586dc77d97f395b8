import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { ThreadMarks } from '../../../common/wire-event.ts'
import { mostThreadMarks } from '../../../common/wire-event.ts'

/** How far I have read in threads, of all my devices. Folds by maximum, in whatever order it comes. */
export type ThreadReads = {
  /** What of it was news; nothing goes back. */
  fold(room: RoomId, marks: ThreadMarks): readonly MessageId[]
  readonly seqOf: (room: RoomId, thread: MessageId) => number
  /** What is said of a room: those read last, as many as one mark may hold; undefined where none was read. */
  readonly marksOf: (room: RoomId) => ThreadMarks | undefined
}

export function buildThreadReads(): ThreadReads {
  const rooms = new Map<RoomId, Map<MessageId, number>>()
  return {
    fold(room, marks) {
      const known = rooms.get(room) ?? new Map<MessageId, number>()
      const news: MessageId[] = []
      for (const [id, seq = 0] of Object.entries(marks)) {
        const thread = id as MessageId
        if (seq <= (known.get(thread) ?? 0)) continue
        known.set(thread, seq)
        news.push(thread)
      }
      if (news.length > 0) rooms.set(room, known)
      return news
    },
    seqOf: (room, thread) => rooms.get(room)?.get(thread) ?? 0,
    marksOf(room) {
      const known = rooms.get(room)
      if (known === undefined) return undefined
      return Object.fromEntries([...known].sort((a, b) => b[1] - a[1]).slice(0, mostThreadMarks))
    },
  }
}
