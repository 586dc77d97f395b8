import type { User } from '../../../common/http-contract/account-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { RoomEntry } from './room-entry.ts'

/** The rooms and people of the account that is signed in, in memory. Says what changed; acts on nothing. */
export type RoomBook = {
  get(room: RoomId): RoomEntry | undefined
  rooms(): readonly RoomId[]
  put(room: RoomId, entry: RoomEntry): void
  /** Nothing happens for a room that isn't there. */
  change(room: RoomId, change: (entry: RoomEntry) => RoomEntry): void
  remove(room: RoomId): void
  user(user: UserId): User | undefined
  users(): readonly User[]
  putUsers(users: readonly User[]): void
}

export type BookEvents = {
  /** Changed, added or gone. */
  readonly onRoom: (room: RoomId) => void
  readonly onUsers: (users: readonly User[]) => void
}

export function buildRoomBook(events: BookEvents): RoomBook {
  const entries = new Map<RoomId, RoomEntry>()
  const people = new Map<UserId, User>()

  function put(room: RoomId, entry: RoomEntry) {
    if (entries.get(room) === entry) return
    entries.set(room, entry)
    events.onRoom(room)
  }
  return {
    get: (room) => entries.get(room),
    rooms: () => [...entries.keys()],
    put,
    change(room, change) {
      const entry = entries.get(room)
      if (entry !== undefined) put(room, change(entry))
    },
    remove(room) {
      if (entries.delete(room)) events.onRoom(room)
    },
    user: (user) => people.get(user),
    users: () => [...people.values()],
    putUsers(users) {
      const fresh = users.filter((user) => {
        const known = people.get(user.id)
        return known?.displayName !== user.displayName || known.handle !== user.handle
      })
      if (fresh.length === 0) return
      for (const { id, handle, displayName } of fresh) people.set(id, { id, handle, displayName })
      events.onUsers(fresh)
    },
  }
}
