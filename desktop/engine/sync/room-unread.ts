import type { UserId } from '../../../common/ids.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import type { LaterCount, ServerCount, Unread } from '../../../common/reducers/unread-reducer.ts'
import { countUnread, unreadCap } from '../../../common/reducers/unread-reducer.ts'
import type { RoomEntry } from './room-entry.ts'

type Counted = Pick<RoomEntry, 'state' | 'receipt' | 'server' | 'later' | 'window' | 'past' | 'unreadFrom'>

/** The one count of a room, whatever of it is held here. */
export function unreadOf(entry: Counted, me: UserId): Unread {
  const { state, receipt, server, later, window, unreadFrom } = entry
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
