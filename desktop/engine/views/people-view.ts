import type { RoomId, UserId } from '../../../common/ids.ts'
import type { PersonPlace } from '../../engine-command.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { activeAtOf } from './room-view.ts'

/**
 * Each person once, with the room shared with them that was active last. Those with a direct room are left out: the room
 * itself stands for them.
 */
export function listPeople({ rooms, get }: Pick<RoomBook, 'rooms' | 'get'>, me: UserId): readonly PersonPlace[] {
  const places = new Map<UserId, RoomId>()
  const direct = new Set<UserId>()
  const entries = rooms().flatMap((room) => get(room) ?? [])
  const timed = entries.map((entry) => ({ entry, at: activeAtOf(entry) })).sort((a, b) => b.at - a.at)
  for (const { entry } of timed) addMembers(entry, direct, places)
  return [...places].flatMap(([user, room]) => (user === me || direct.has(user) ? [] : [{ user, room }]))
}

function addMembers({ state }: RoomEntry, direct: Set<UserId>, places: Map<UserId, RoomId>): void {
  for (const user of state.members.keys()) {
    if (state.roomKind === 'direct') direct.add(user)
    else if (!places.has(user)) places.set(user, state.room)
  }
}
