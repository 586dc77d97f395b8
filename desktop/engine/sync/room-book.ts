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

/** `parts`: which of them are not what they were. */
export type RoomChange =
  | { readonly kind: 'added' | 'gone' }
  | { readonly kind: 'changed'; readonly parts: readonly (keyof RoomEntry)[] }

export type BookEvents = {
  readonly onRoom: (room: RoomId, changed: RoomChange) => void
  readonly onUsers: (users: readonly User[]) => void
}

export function buildRoomBook(events: BookEvents): RoomBook {
  const entries = new Map<RoomId, RoomEntry>()
  const people = new Map<UserId, User>()

  function put(room: RoomId, entry: RoomEntry) {
    const before = entries.get(room)
    if (before === entry) return
    entries.set(room, entry)
    events.onRoom(room, before === undefined ? { kind: 'added' } : changeOf(before, entry))
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
      if (entries.delete(room)) events.onRoom(room, { kind: 'gone' })
    },
    user: (user) => people.get(user),
    users: () => [...people.values()],
    putUsers(users) {
      const fresh = users.filter((user) => {
        const known = people.get(user.id)
        return known === undefined || !isSameUser(known, user)
      })
      if (fresh.length === 0) return
      const plain = fresh.map(buildPlainUser)
      for (const user of plain) people.set(user.id, user)
      events.onUsers(plain)
    },
  }
}

/** What is particular to me, or to one call, is not kept. */
function buildPlainUser({ id, handle, displayName, avatar, deleted, bot, maker }: User): User {
  return {
    ...{ id, handle, displayName },
    ...(avatar === undefined ? {} : { avatar }),
    ...(deleted === undefined ? {} : { deleted }),
    ...(bot === undefined ? {} : { bot }),
    ...(maker === undefined ? {} : { maker }),
  }
}

function isSameUser(one: User, other: User): boolean {
  return (
    one.displayName === other.displayName &&
    one.handle === other.handle &&
    one.avatar === other.avatar &&
    one.deleted === other.deleted &&
    one.bot === other.bot &&
    one.maker === other.maker
  )
}

function changeOf(before: RoomEntry, after: RoomEntry): RoomChange {
  const all = new Set([...Object.keys(before), ...Object.keys(after)] as (keyof RoomEntry)[])
  return { kind: 'changed', parts: [...all].filter((part) => before[part] !== after[part]) }
}
