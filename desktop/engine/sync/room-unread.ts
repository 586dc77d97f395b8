import type { UserId } from '../../../common/ids.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import type { ServerCount, Unread } from '../../../common/reducers/unread-reducer.ts'
import { countUnread } from '../../../common/reducers/unread-reducer.ts'
import type { RoomEntry } from './room-entry.ts'

type Counted = Pick<RoomEntry, 'state' | 'receipt' | 'server' | 'window' | 'past' | 'unreadFrom'>

/** The one count of a room, whatever of it is held here. */
export function unreadOf(entry: Counted, me: UserId): Unread {
  const { state, receipt, server, window, unreadFrom } = entry
  return countUnread({
    room: state.room,
    roomKind: state.roomKind,
    muted: false,
    me,
    receipt,
    rows: heldRows(entry),
    completeAfter: Math.max(0, window.from - 1),
    completeTo: window.timeline.checkpoint.seq,
    ...(server === undefined ? {} : { server }),
    ...(unreadFrom === undefined ? {} : { unreadFrom: unreadFrom.seq }),
  })
}

/** What this device has counted itself, as if the server had: for when what was counted is not held any more. */
export function countHere(entry: RoomEntry, me: UserId): ServerCount {
  const { unreadFrom: _, ...counted } = entry
  const { count, forYou } = unreadOf(counted, me)
  const lastSeq = Math.max(entry.server?.lastSeq ?? 0, lastStoredSeq(entry))
  return { head: Math.max(entry.head, lastSeq), receipt: entry.receipt, lastSeq, unread: count, mentions: forYou }
}

function lastStoredSeq({ window }: Pick<RoomEntry, 'window'>): number {
  return window.timeline.rows.at(-1)?.at(-1)?.seq ?? 0
}

/** What somebody reads in the past, and the end. */
export function heldRows({ window, past }: Pick<RoomEntry, 'window' | 'past'>): readonly MessageRow[] {
  const rows = selectMessages(window.timeline)
  if (past === undefined) return rows
  const first = rows[0]?.seq ?? Number.POSITIVE_INFINITY
  return [...selectMessages(past.timeline).filter(({ seq }) => seq < first), ...rows]
}

/** What the list shows of a room. */
export function lastRowOf({ window }: Pick<RoomEntry, 'window'>): MessageRow | undefined {
  return selectMessages(window.timeline).findLast(
    ({ state, message }) => state === 'stored' && message.removedAt === undefined,
  )
}
