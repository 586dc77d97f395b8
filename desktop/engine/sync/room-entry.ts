import type { AppError } from '../../../common/app-error.ts'
import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { Room } from '../../../common/http-contract/room-contract.ts'
import type { PreviewMessage, SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Message, RoomState } from '../../../common/message.ts'
import { reduceRoom } from '../../../common/reducers/room-reducer.ts'
import { selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { Receipts, ServerCount, Unread } from '../../../common/reducers/unread-reducer.ts'
import { countUnread, reduceReceipts } from '../../../common/reducers/unread-reducer.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { KeptRoom, KeptWindow } from '../local-store/window-cache.ts'
import { selectKept, trimWindow } from './kept-window.ts'
import type { RoomWindow } from './room-window.ts'
import { buildWindow, hearEvent, restartWindow, withCompleteTo, withNotices } from './room-window.ts'

/** All the engine knows of one room. A value: changes make a new one. */
export type RoomEntry = {
  readonly state: RoomState
  /** The highest sequence the archive has named. */
  readonly head: number
  readonly receipt: number
  /** How far others have read. */
  readonly receipts: Receipts
  readonly server?: ServerCount
  readonly window: RoomWindow
  readonly loading: 'idle' | 'first' | 'older'
  readonly problem?: AppError
  /** My receipt when the room was opened with something unread in it; it does not move until the room is closed. */
  readonly dividerSeq?: number
  readonly isOpen: boolean
  /** Older pages were loaded since it was opened: somebody reads there. */
  readonly wentBack?: boolean
  /** `/sync` has named it since the start. Before that nobody knows what was unread when it was opened. */
  readonly isSynced: boolean
}

const bare = { receipts: new Map(), loading: 'idle', isOpen: false, isSynced: false } as const

/** How far somebody has read, as it is heard: the highest counts, whatever the order. */
export function readInEntry(entry: RoomEntry, mark: { readonly user: UserId; readonly seq: number }, me: UserId) {
  if (mark.user === me) return mark.seq > entry.receipt ? { ...entry, receipt: mark.seq } : entry
  const receipts = reduceReceipts(entry.receipts, mark)
  return receipts === entry.receipts ? entry : { ...entry, receipts }
}

/** What `/sync` says of a room. What this device knows better (its receipt, what it has heard) stays. */
export function mergeSyncRoom(before: RoomEntry | undefined, synced: SyncRoom, me: UserId): RoomEntry {
  const { room, head, receipt, unread, mentions, lastMessage } = synced
  const state = mergeState(before?.state, room)
  const server = { head, lastSeq: lastMessage?.seq ?? 0, receipt, unread, mentions }
  const start = { room: room.id, me, checkpoint: { seq: head, members: [...state.members.values()] } }
  const messages = lastMessage === undefined ? [] : [buildPreviewMessage(lastMessage)]
  if (before === undefined) {
    return { ...bare, isSynced: true, state, head, receipt, server, window: buildWindow(start, messages) }
  }
  // A window that shows pages is filled from history; one that only holds the last message starts from here.
  const behind = !before.window.loaded && !before.isOpen && before.window.timeline.checkpoint.seq < head
  const window = behind ? restartWindow(before.window, start, messages) : before.window
  const isWhole = synced.complete && window.timeline.checkpoint.seq >= head
  const entry = {
    ...before,
    isSynced: true,
    state,
    head: Math.max(head, before.head),
    receipt: Math.max(receipt, before.receipt),
    server,
    window: isWhole ? withCompleteTo(window, { complete: true, head }) : window,
  }
  // Opened from disk: only now is it known what came while the app was closed.
  const isLate = before.isOpen && !before.isSynced && before.dividerSeq === undefined
  if (isLate && hasUnread(synced, before.receipt, me)) return { ...entry, dividerSeq: entry.receipt }
  return trimEntry(entry)
}

/** A version below its own where it is cut: the same message from history takes its place. */
function buildPreviewMessage({ isCut, ...lastMessage }: PreviewMessage): Message {
  const message = buildMessageFromApi(lastMessage)
  return isCut === true ? { ...message, version: message.version - 1 } : message
}

/** `/sync` names only the first members of a large room; without the others their posts would pass for a stranger's. */
export function lacksMembers({ state }: RoomEntry, { room }: SyncRoom): boolean {
  return state.version <= room.version && state.members.size < room.memberCount
}

/** All members are known now: what was heard meanwhile is judged anew. */
export function withAllMembers(entry: RoomEntry, room: Room, me: UserId): RoomEntry {
  const state = mergeState(entry.state, { ...room, memberCount: room.members.length })
  const { window } = entry
  const { checkpoint } = window.timeline
  if (checkpoint.members.length >= room.members.length) return { ...entry, state }
  const rows = selectMessages(window.timeline).flatMap(({ state: kept, message }) => (kept === 'stored' ? message : []))
  const start = { room: room.id, me, checkpoint: { seq: checkpoint.seq, members: room.members } }
  const known = rows.filter(({ version }) => version <= checkpoint.seq)
  const restarted = restartWindow(window, start, known)
  return { ...entry, state, window: { ...restarted, from: window.from, loaded: window.loaded } }
}

/** By the server's word alone: the window is not filled yet. */
function hasUnread({ receipt, unread, lastMessage }: SyncRoom, mine: number, me: UserId): boolean {
  if (receipt >= mine) return unread > 0
  return lastMessage !== undefined && lastMessage.seq > mine && lastMessage.author !== me
}

/** A screen shows the room. What comes while somebody looks on is new, but nobody has to be told where it begins. */
export function openEntry(entry: RoomEntry, me: UserId): RoomEntry {
  if (entry.isOpen) return entry
  return { ...entry, isOpen: true, ...(unreadOf(entry, me).count > 0 && { dividerSeq: entry.receipt }) }
}

export function closeEntry({ dividerSeq: _, problem: __, wentBack: ___, ...entry }: RoomEntry): RoomEntry {
  return trimEntry({ ...entry, isOpen: false })
}

const mostWhileClosed = 200
const mostWhileOpen = 2_000

/** What is unread, and nobody else has counted yet, stays; and where somebody went back, they find what they read. */
function trimEntry(entry: RoomEntry): RoomEntry {
  const { isOpen, receipt } = entry
  if (isOpen && entry.wentBack === true) return entry
  // In an open room what is unread may stand before the eyes of somebody, whoever has counted it.
  const keepAfter = isOpen ? receipt : Math.max(receipt, entry.server?.head ?? 0)
  const window = trimWindow(entry.window, { most: isOpen ? mostWhileOpen : mostWhileClosed, keepAfter })
  if (window === entry.window) return entry
  // Where the place of the divider is gone: at the top of what is left it would be wrong.
  const { dividerSeq, ...rest } = entry
  return { ...rest, ...(dividerSeq !== undefined && dividerSeq >= window.from && { dividerSeq }), window }
}

export function unreadOf({ state, receipt, server, window }: RoomEntry, me: UserId): Unread {
  return countUnread({
    room: state.room,
    roomKind: state.roomKind,
    muted: false,
    me,
    receipt,
    rows: selectMessages(window.timeline),
    completeAfter: Math.max(0, window.from - 1),
    completeTo: window.timeline.checkpoint.seq,
    ...(server === undefined ? {} : { server }),
  })
}

export function restoreEntry(kept: KeptRoom, window: KeptWindow | undefined, me: UserId): RoomEntry {
  const state = mergeState(undefined, { ...kept.room, memberCount: kept.room.members.length })
  const { head, receipt, receipts = bare.receipts } = kept
  // What older versions wrote does not say which receipt the server counted from.
  const server = kept.server && { ...kept.server, receipt: kept.server.receipt ?? receipt }
  const checkpoint = window?.checkpoint ?? { seq: head, members: kept.room.members }
  const built = buildWindow({ room: kept.room.id, me, checkpoint }, window?.messages ?? [])
  const restored =
    window === undefined
      ? built
      : { ...withNotices(built, window.notices ?? []), from: window.from, loaded: window.loaded }
  return { ...bare, state, head, receipt, receipts, ...(server === undefined ? {} : { server }), window: restored }
}

export function keepEntry(entry: RoomEntry): { readonly kept: KeptRoom; readonly window: KeptWindow } {
  const { state, head, receipt, receipts, server, window } = entry
  const room = {
    id: state.room,
    kind: state.roomKind,
    name: state.name,
    topic: state.topic,
    members: [...state.members.values()].map(({ user, role }) => ({ user, role })),
    createdAt: state.createdAt,
    version: state.version,
  }
  const kept = { room, head, receipt, receipts, ...(server === undefined ? {} : { server }) }
  return { kept, window: selectKept(window) }
}

/** An event of the room as it is heard: into the window and the room's own state. */
export function hearInEntry(entry: RoomEntry, stored: StoredEvent): RoomEntry {
  const window = hearEvent(entry.window, stored)
  const state = reduceRoom(entry.state, stored) ?? entry.state
  if (window === entry.window && state === entry.state) return entry
  return { ...entry, window, state }
}

/** Name, topic and members come from `/sync` until a newer system event was heard. */
function mergeState(before: RoomState | undefined, room: SyncRoom['room']): RoomState {
  if (before !== undefined && before.version > room.version) return before
  const isWhole = room.members.length >= room.memberCount
  const named = room.members.map(({ user, role }) => [user, { user, role, joinedSeq: 0 }] as const)
  return {
    room: room.id,
    roomKind: room.kind,
    name: room.name,
    topic: room.topic,
    members: new Map([...(isWhole ? [] : (before?.members ?? [])), ...named]),
    createdAt: room.createdAt,
    createdBy: before?.createdBy ?? ('' as UserId),
    version: room.version,
  }
}
