import type { Sync } from '../../../common/http-contract/sync-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { lacksMembers } from '../sync/room-facts.ts'
import { mergeSyncRoom } from '../sync/room-steps.ts'
import type { OwnRoomChanges } from './own-room-changes.ts'

export type SyncOutcome = {
  readonly added: readonly RoomId[]
  /** I am not in them any more, and it was not this device that left. */
  readonly gone: readonly RoomEntry[]
  /** Windows behind the head: filled from history. */
  readonly roomsToFill: readonly RoomId[]
  /** Open on a screen, and no page loaded yet. */
  readonly roomsToLoad: readonly RoomId[]
  /** Large ones that somebody has open: not all their members are known yet. */
  readonly roomsToAsk: readonly RoomId[]
  /** Something was said there in the time away: what only listens does not have it. */
  readonly missed: readonly RoomId[]
  /** The server's receipt is behind mine. */
  readonly receiptsToSay: readonly { readonly room: RoomId; readonly seq: number }[]
  /** False where the archive was behind for some room: ask again soon. */
  readonly isComplete: boolean
}

type Merging = {
  readonly book: RoomBook
  readonly me: UserId
  readonly own: OwnRoomChanges
  /** There was a time away before it. */
  readonly isReturning?: boolean
}

/** Puts what `/sync` answered into the book, and says what there is to do now. */
export function applySync({ book, me, own, isReturning = false }: Merging, sync: Sync): SyncOutcome {
  const outcome = {
    added: [] as RoomId[],
    gone: [] as RoomEntry[],
    roomsToFill: [] as RoomId[],
    roomsToLoad: [] as RoomId[],
    roomsToAsk: [] as RoomId[],
    missed: [] as RoomId[],
    receiptsToSay: [] as { room: RoomId; seq: number }[],
    isComplete: true,
  }
  book.putUsers([sync.me, ...sync.users])
  const named = new Set(sync.roomIds)
  for (const synced of sync.rooms) {
    const room = synced.room.id
    if (own.hasLeft(room)) continue
    const before = book.get(room)
    const entry = mergeSyncRoom(before, synced, me, isReturning)
    book.put(room, entry)
    if (before === undefined) outcome.added.push(room)
    if (!synced.complete) outcome.isComplete = false
    if (isReturning && (!synced.complete || before === undefined || before.head < synced.head))
      outcome.missed.push(room)
    if (entry.isOpen && lacksMembers(entry)) outcome.roomsToAsk.push(room)
    const shows = entry.window.loaded || entry.isOpen
    if (shows && (!synced.complete || entry.window.timeline.checkpoint.seq < synced.head))
      outcome.roomsToFill.push(room)
    if (entry.isOpen && !entry.window.loaded) outcome.roomsToLoad.push(room)
    if (entry.receipt > synced.receipt) outcome.receiptsToSay.push({ room, seq: entry.receipt })
  }
  for (const room of book.rooms()) {
    const entry = book.get(room)
    if (entry === undefined || (named.has(room) && !own.hasLeft(room)) || own.hasEntered(room)) continue
    book.remove(room)
    if (!own.isLeaving(room)) outcome.gone.push(entry)
  }
  return outcome
}
