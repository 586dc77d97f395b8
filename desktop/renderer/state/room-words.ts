import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { RoomFacts } from '../../engine-contract.ts'

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

export function roomTitleOf({ counterpart, name }: RoomFacts, users: Users): string {
  return counterpart === undefined ? name || 'Unnamed room' : nameOf(users, counterpart)
}
