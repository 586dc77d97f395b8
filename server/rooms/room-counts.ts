import type { UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import { everything, isSeen } from '../reach/visible-spans.ts'
import type { HistoryStore } from '../store/history-store.ts'

export type RoomCounts = { readonly files: number; readonly links: number; readonly pins: number }
export type CountInRoom = (user: UserId, state: RoomState) => Promise<RoomCounts>

const mostPins = 1_000

/** What a panel says of a room: of what the caller may see of it, and no more. */
export function buildRoomCounts(deps: {
  readonly loadPinned: HistoryStore['loadPinned']
  readonly countCarried: HistoryStore['countCarried']
  readonly reachOf: (user: UserId, state: RoomState) => RoomReach
}): CountInRoom {
  return async (user, state) => {
    const { seen } = deps.reachOf(user, state)
    const pinned = await deps.loadPinned(state.room, mostPins)
    const { files, links } = await deps.countCarried(state.room, seen === everything ? undefined : seen)
    return { files, links, pins: pinned.filter((seq) => isSeen(seen, seq)).length }
  }
}
