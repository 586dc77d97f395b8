import type { UserId } from '../../../common/ids.ts'
import { lastRow } from '../../../common/reducers/seq-list.ts'
import { selectLastMessage, selectMessagesAfter } from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import type { LaterCount, ServerCount, Unread } from '../../../common/reducers/unread-reducer.ts'
import { countUnread, unreadCap } from '../../../common/reducers/unread-reducer.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { RoomEntry } from './room-entry.ts'

type Counted = Pick<RoomEntry, 'state' | 'receipt' | 'server' | 'later' | 'window' | 'past' | 'unreadFrom'>

/** The one count of a room, whatever of it is held here. */
export function unreadOf(entry: Counted, me: UserId): Unread {
  const { state, receipt, server, later, window, unreadFrom } = entry
  const after = Math.min(receipt, ...[server?.receipt, later?.after, unreadFrom && unreadFrom.seq - 1].filter(isGiven))
  return countUnread({
    room: state.room,
    roomKind: state.roomKind,
    muted: false,
    me,
    receipt,
    rows: heldRows(entry, after),
    completeAfter: Math.max(0, window.from - 1),
    completeTo: window.timeline.checkpoint.seq,
    ...(server === undefined ? {} : { server }),
    ...(later === undefined ? {} : { later }),
    ...(unreadFrom === undefined ? {} : { unreadFrom: unreadFrom.seq }),
  })
}

/** What this device has counted itself after the server: for when what was counted is not held any more. */
export function countLater(entry: RoomEntry, me: UserId): LaterCount {
  const { unreadFrom: _, server, ...rest } = entry
  const after = Math.max(entry.receipt, server?.head ?? 0, server?.lastSeq ?? 0)
  const { count, forYou } = unreadOf({ ...rest, receipt: after }, me)
  return { after, head: Math.max(lastStoredSeq(entry), entry.later?.head ?? 0), unread: count, mentions: forYou }
}

/** The server's count as it is by now: what was read of it, or found to be something else, is not counted again. */
export function countOfServer(entry: RoomEntry, me: UserId, later: LaterCount): ServerCount | undefined {
  const { unreadFrom: _, ...counted } = entry
  const { server, receipt } = entry
  const { count, forYou } = unreadOf(counted, me)
  // Where it is a hundred or more nobody knows how many there are.
  if (server === undefined || count >= unreadCap) return server
  const unread = Math.max(0, count - later.unread)
  return {
    ...server,
    receipt: Math.max(receipt, server.receipt),
    unread,
    mentions: Math.max(0, forYou - later.mentions),
  }
}

function lastStoredSeq({ window }: Pick<RoomEntry, 'window'>): number {
  return lastRow(window.timeline.rows)?.seq ?? 0
}

/** What somebody reads in the past, and the end; without what nobody asks for, up to `after`. */
export function heldRows({ window, past }: Pick<RoomEntry, 'window' | 'past'>, after = 0): readonly MessageRow[] {
  const rows = selectMessagesAfter(window.timeline, after)
  if (past === undefined) return rows
  const first = window.timeline.rows[0]?.[0]?.seq ?? Number.POSITIVE_INFINITY
  return [...selectMessagesAfter(past.timeline, after).filter(({ seq }) => seq < first), ...rows]
}

/** What the list shows of a room. */
export function lastRowOf({ window }: Pick<RoomEntry, 'window'>): MessageRow | undefined {
  return selectLastMessage(
    window.timeline,
    ({ state, message }) => state === 'stored' && message.removedAt === undefined && !isOnlyInThread(message),
  )
}

function isGiven(seq: number | undefined): seq is number {
  return seq !== undefined
}
