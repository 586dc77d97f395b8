import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { PreviewMessage, SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { buildCheckpoint, reduceRoom } from '../../../common/reducers/room-reducer.ts'
import { reduceReceipts } from '../../../common/reducers/unread-reducer.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import { trimWindow } from './kept-window.ts'
import type { RoomEntry } from './room-entry.ts'
import { bareEntry } from './room-entry.ts'
import { mergeFacts } from './room-facts.ts'
import { leaveEnd } from './room-places.ts'
import { countLater, unreadOf } from './room-unread.ts'
import { buildWindow, hearEvent, mapWindows, restartWindow, withCompleteTo } from './room-window.ts'

/** What happens to a room, each as a step from one value to the next. */

/** How far somebody has read, as it is heard: the highest counts, whatever the order. */
export function readInEntry(entry: RoomEntry, mark: { readonly user: UserId; readonly seq: number }, me: UserId) {
  if (mark.user === me) return mark.seq > entry.receipt ? { ...entry, receipt: mark.seq } : entry
  const receipts = reduceReceipts(entry.receipts, mark)
  return receipts === entry.receipts ? entry : { ...entry, receipts }
}

/**
 * What `/sync` says of a room. What this device knows better (its receipt, what it has heard) stays. `isReturning`: there
 * was a time away, so that somebody who looks on has to be shown where what came in it begins.
 */
export function mergeSyncRoom(
  before: RoomEntry | undefined,
  synced: SyncRoom,
  me: UserId,
  isReturning = false,
): RoomEntry {
  const { room, head, receipt, unread, mentions, lastMessage } = synced
  const state = mergeFacts(before?.state, room, me)
  const memberCount = state.version > room.version && before !== undefined ? before.memberCount : room.memberCount
  const server = { head, lastSeq: lastMessage?.seq ?? 0, receipt, unread, mentions }
  const checkpoint = buildCheckpoint(state, head)
  const start = { room: room.id, me, checkpoint, isProvisional: state.members.size < memberCount }
  const messages = lastMessage === undefined ? [] : [buildPreviewMessage(lastMessage)]
  if (before === undefined) {
    const window = buildWindow(start, messages)
    return { ...bareEntry, isSynced: true, state, memberCount, head, receipt, server, window }
  }
  // A window that shows pages is filled from history; one that only holds the last message starts from here.
  const behind = !before.window.loaded && !before.isOpen && before.window.timeline.checkpoint.seq < head
  const window = behind ? restartWindow(before.window, start, messages) : before.window
  const isWhole = synced.complete && window.timeline.checkpoint.seq >= head
  const { later: _, ...known } = before
  const entry: RoomEntry = {
    ...known,
    isSynced: true,
    state,
    memberCount,
    head: Math.max(head, before.head),
    receipt: Math.max(receipt, before.receipt),
    server,
    window: isWhole ? withCompleteTo(window, { complete: true, head }) : window,
  }
  // Opened from disk, or away for a while: only now is it known what came meanwhile.
  const isLate = before.isOpen && (isReturning || !before.isSynced) && before.dividerSeq === undefined
  if (isLate && hasUnread(synced, before.receipt, me)) return { ...entry, dividerSeq: entry.receipt }
  return trimEntry(entry)
}

/** A version below its own where it is cut: the same message from history takes its place. */
function buildPreviewMessage({ isCut, ...lastMessage }: PreviewMessage): Message {
  const message = buildMessageFromApi(lastMessage)
  return isCut === true ? { ...message, version: message.version - 1 } : message
}

/** By the server's word alone: the window is not filled yet. */
function hasUnread({ receipt, unread, lastMessage }: SyncRoom, mine: number, me: UserId): boolean {
  if (receipt >= mine) return unread > 0
  return lastMessage !== undefined && lastMessage.seq > mine && lastMessage.author !== me
}

/** A screen shows the room. What comes while somebody looks on is new, but nobody has to be told where it begins. */
export function openEntry(entry: RoomEntry, me: UserId): RoomEntry {
  if (entry.isOpen) return entry
  const divider = entry.unreadFrom === undefined ? entry.receipt : entry.unreadFrom.seq - 1
  return { ...entry, isOpen: true, ...(unreadOf(entry, me).count > 0 && { dividerSeq: divider }) }
}

export function closeEntry({ dividerSeq: _, problem: __, wentBack: ___, past: ____, ...entry }: RoomEntry): RoomEntry {
  const { unreadFrom } = entry
  return trimEntry({
    ...entry,
    isOpen: false,
    ...(unreadFrom === undefined ? {} : { unreadFrom: { ...unreadFrom, isNew: false } }),
  })
}

/** Unread is counted up to a hundred: what a closed room holds beyond that nobody asks for. */
const mostWhileClosed = 120
const mostWhileOpen = 300

/** Where somebody went back, they find what they read. */
export function trimEntry(entry: RoomEntry): RoomEntry {
  if (entry.isOpen && entry.wentBack === true) return leaveEnd(entry)
  const window = trimWindow(entry.window, entry.isOpen ? mostWhileOpen : mostWhileClosed)
  const { me } = entry.window.timeline
  if (window === entry.window || me === undefined) return entry
  // What is unread in what goes is counted by then.
  return { ...entry, later: countLater(entry, me), window }
}

/** An event of the room as it is heard: into the windows and the room's own state. */
export function hearInEntry(entry: RoomEntry, stored: StoredEvent): RoomEntry {
  const heard = mapWindows(entry, (window) => hearEvent(window, stored))
  const state = reduceRoom(entry.state, stored) ?? entry.state
  if (state === entry.state) return heard
  // Somebody who comes or goes is one more or less; who else is there may not be known.
  const memberCount = Math.max(state.members.size, entry.memberCount + state.members.size - entry.state.members.size)
  return { ...heard, state, memberCount }
}
