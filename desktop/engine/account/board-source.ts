import type { RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { BoardSource } from '../state-board.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { shownWindow } from '../sync/room-places.ts'
import { buildMembersView } from '../views/members-view.ts'
import { buildReceiptsView } from '../views/receipts-view.ts'
import { buildRoomView } from '../views/room-view.ts'
import { buildShownRows, buildTimelineView } from '../views/timeline-view.ts'
import { looseChanges } from '../views/unsent-changes.ts'

type Seen = {
  readonly me: UserId
  readonly book: Pick<RoomBook, 'get'>
  /** What of mine waits in a room. */
  readonly entries: (room: RoomId) => readonly OutboxEntry[]
  /** Nothing is told of how far they have read. */
  readonly isBlocked: (user: UserId) => boolean
  readonly mutedUntil: (room: RoomId) => number | undefined
}

/** What screens see of the rooms, made when somebody is to see it. */
export function buildBoardSource({ me, book, entries, isBlocked, mutedUntil }: Seen): BoardSource {
  const shown = buildShownRows()
  const viewContext = (room: RoomId) => ({ me, outbox: entries(room), isBlocked })
  return {
    rooms(room) {
      const entry = book.get(room)
      return entry && buildRoomView(entry, { ...viewContext(room), quietUntil: mutedUntil(room) })
    },
    members(room) {
      const entry = book.get(room)
      return entry && buildMembersView(entry)
    },
    receipts(room) {
      const entry = book.get(room)
      return entry && buildReceiptsView(entry, me, isBlocked)
    },
    timelines(room) {
      const entry = book.get(room)
      if (entry === undefined || !entry.isOpen) return undefined
      return buildTimelineView(entry, { ...viewContext(room), shown })
    },
    unsentChanges(room) {
      const entry = book.get(room)
      return entry?.isOpen === true ? looseChanges(shownWindow(entry).timeline, entries(room)) : undefined
    },
  }
}
