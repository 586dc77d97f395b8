import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'

export type Users = Readonly<Record<UserId, User>>

/** Someone whose account is gone, or who is not known yet. */
export function nameOf(users: Users, user: UserId): string {
  return users[user]?.displayName ?? 'Someone'
}

/** "Ana" of "Ana Lindqvist": enough where a line is short. */
export function shortNameOf(users: Users, user: UserId): string {
  const name = nameOf(users, user)
  return users[user] === undefined ? name : (name.split(/\s+/, 1)[0] ?? name)
}

/** Who sits across in a direct room. */
export function counterpartOf(room: RoomView, me: UserId): UserId | undefined {
  if (room.kind !== 'direct') return undefined
  return room.members.find((member) => member.user !== me)?.user ?? me
}

export function roomTitleOf(room: RoomView, users: Users, me: UserId): string {
  const counterpart = counterpartOf(room, me)
  return counterpart === undefined ? room.name || 'Unnamed room' : nameOf(users, counterpart)
}
