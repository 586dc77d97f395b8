import type { RoomId, UserId } from '../../../common/ids.ts'
import type { PersonPlace } from '../../engine-command.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { activeAtOf } from './room-view.ts'

/**
 * Each person once, with the room shared with them that was active last. Those with a direct room are left out: the room
 * itself stands for them. Bots are left out too: nobody writes to one alone.
 */
export function listPeople(book: Pick<RoomBook, 'rooms' | 'get' | 'user'>, me: UserId): readonly PersonPlace[] {
  const places = new Map<UserId, RoomId>()
  const direct = new Set<UserId>()
  for (const entry of entriesByTime(book)) addMembers(entry, direct, places)
  return [...places].flatMap(([user, room]) => {
    const isBot = book.user(user)?.bot === true
    return user === me || isBot || direct.has(user) ? [] : [{ user, room }]
  })
}

/** The rooms of several that somebody is in with me. */
export function listRoomsWith(book: Pick<RoomBook, 'rooms' | 'get'>, user: UserId): readonly RoomId[] {
  const shared = entriesByTime(book).filter(({ state }) => state.roomKind === 'group' && state.members.has(user))
  return shared.map(({ state }) => state.room)
}

function entriesByTime({ rooms, get }: Pick<RoomBook, 'rooms' | 'get'>): readonly RoomEntry[] {
  const entries = rooms().flatMap((room) => get(room) ?? [])
  const timed = entries.map((entry) => ({ entry, at: activeAtOf(entry) }))
  return timed.sort((a, b) => b.at - a.at).map(({ entry }) => entry)
}

function addMembers({ state }: RoomEntry, direct: Set<UserId>, places: Map<UserId, RoomId>): void {
  for (const user of state.members.keys()) {
    if (state.roomKind === 'direct') direct.add(user)
    else if (!places.has(user)) places.set(user, state.room)
  }
}
