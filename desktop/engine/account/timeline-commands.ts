import { appError } from '../../../common/app-error.ts'
import type { UserId } from '../../../common/ids.ts'
import { err, ok } from '../../../common/result.ts'
import type { CommandHandlers, TimelineCommand } from '../../engine-command.ts'
import type { ReadMarks } from '../sync/read-marks.ts'
import type { RoomBook } from '../sync/room-book.ts'
import { closeEntry, openEntry } from '../sync/room-entry.ts'
import type { RoomFiller } from '../sync/room-filler.ts'
import { headOf } from '../views/room-view.ts'

type Showing = {
  readonly me: UserId
  readonly book: Pick<RoomBook, 'get' | 'change'>
  readonly filler: Pick<RoomFiller, 'fill' | 'loadOlder' | 'loadBackTo'>
  readonly readMarks: Pick<ReadMarks, 'mark'>
}

/** What screens show of rooms, and what was seen there. */
export function buildTimelineHandlers({ me, book, filler, readMarks }: Showing): CommandHandlers<TimelineCommand> {
  return {
    /** Its pages are loaded, and the divider stands where the unread begins. */
    'open-room': ({ room }) => {
      const entry = book.get(room)
      if (entry === undefined) return err(appError('room-unknown'))
      book.change(room, (one) => openEntry(one, me))
      // Without a network the room opens all the same, with what is on disk; the page comes with the next sync.
      if (!entry.window.loaded) void filler.loadOlder(room)
      // Whatever kept it from being filled while nobody looked: now somebody does.
      if (entry.window.completeTo !== undefined || entry.window.timeline.checkpoint.seq < entry.head) {
        void filler.fill(room)
      }
      return ok(null)
    },
    'close-room': ({ room }) => {
      book.change(room, closeEntry)
      return ok(null)
    },
    'load-older': ({ room }) => filler.loadOlder(room),
    'load-back-to': ({ room, message }) => {
      if (book.get(room) === undefined) return err(appError('room-unknown'))
      return filler.loadBackTo(room, message)
    },
    /** Receipts only grow, and never past what there is. */
    'mark-read': ({ room, seq }) => {
      const entry = book.get(room)
      if (entry === undefined || !Number.isSafeInteger(seq)) return ok(null)
      const receipt = Math.min(seq, headOf(entry))
      if (receipt <= entry.receipt) return ok(null)
      book.change(room, (one) => ({ ...one, receipt }))
      readMarks.mark(room, receipt)
      return ok(null)
    },
  }
}
