import { appError } from '../../../common/app-error.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import { err, ok } from '../../../common/result.ts'
import type { CommandHandlers, TimelineCommand } from '../../engine-command.ts'
import type { ReadMarks } from '../sync/read-marks.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomReader } from '../sync/room-reader.ts'
import { seesUnread } from '../sync/room-reader.ts'
import { closeEntry, openEntry } from '../sync/room-steps.ts'
import { headOf } from '../views/room-view.ts'
import type { UnreadMarks } from './unread-marks.ts'

type Showing = {
  readonly me: UserId
  readonly book: Pick<RoomBook, 'get' | 'change'>
  readonly reader: Pick<RoomReader, 'openKept' | 'loadOlder' | 'loadNewer' | 'loadAround'>
  readonly readMarks: Pick<ReadMarks, 'mark'>
  readonly unreadMarks: Pick<UnreadMarks, 'set' | 'clear'>
  readonly onOpened: (room: RoomId) => void
  /** What hangs on its messages is read with it. */
  readonly onAllRead: (room: RoomId) => void
}

/** What screens show of rooms, and what was seen there. */
export function buildTimelineHandlers({
  me,
  book,
  reader,
  readMarks,
  unreadMarks,
  onOpened,
  onAllRead,
}: Showing): CommandHandlers<TimelineCommand> {
  /** Receipts only grow, and never past what there is. */
  function read(room: RoomId, seq: number) {
    const entry = book.get(room)
    if (entry === undefined) return
    const receipt = Math.min(seq, headOf(entry))
    const isReadAnew = entry.unreadFrom?.isNew === false && receipt >= entry.unreadFrom.seq
    if (isReadAnew) unreadMarks.clear(room)
    if (receipt <= entry.receipt) return
    book.change(room, (one) => ({ ...one, receipt }))
    readMarks.mark(room, receipt)
  }

  return {
    /** Its pages are loaded, and the divider stands where the unread begins. */
    'open-room': async ({ room }) => {
      const entry = book.get(room)
      if (entry === undefined) return err(appError('room-unknown'))
      book.change(room, (one) => openEntry(one, me))
      onOpened(room)
      await reader.openKept(room)
      return ok(null)
    },
    'close-room': ({ room }) => {
      book.change(room, closeEntry)
      return ok(null)
    },
    'load-older': ({ room }) => reader.loadOlder(room),
    'load-newer': ({ room }) => reader.loadNewer(room),
    'load-around': ({ room, place }) => reader.loadAround(room, place),
    'mark-read': ({ room, seq }) => {
      const entry = book.get(room)
      // Somebody who has gone to the end past what they have not read sees that, and has not read what lies before.
      if (entry === undefined || !Number.isSafeInteger(seq) || !seesUnread(entry, me)) return ok(null)
      read(room, seq)
      return ok(null)
    },
    'mark-all-read': ({ room }) => {
      const entry = book.get(room)
      if (entry === undefined) return err(appError('room-unknown'))
      unreadMarks.clear(room)
      read(room, headOf(entry))
      onAllRead(room)
      return ok(null)
    },
    'mark-unread-from': ({ room, seq }) => {
      if (book.get(room) === undefined || !Number.isSafeInteger(seq)) return err(appError('room-unknown'))
      return unreadMarks.set(room, seq)
    },
  }
}
