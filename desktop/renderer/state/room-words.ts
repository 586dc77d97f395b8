import type { User } from '../../../common/http-contract/account-contract.ts'
import type { UserId } from '../../../common/ids.ts'
import type { RoomFacts } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'

export type Users = Readonly<Record<UserId, User>>

/** Someone whose account is gone, or who is not known yet, is just that. */
export function nameOf(say: Words, users: Users, user: UserId): string {
  return users[user]?.displayName ?? say('people.someone')
}

/** "Ana" of "Ana Lindqvist": enough where a line is short. */
export function shortNameOf(say: Words, users: Users, user: UserId): string {
  const name = nameOf(say, users, user)
  return users[user] === undefined ? name : (name.split(/\s+/, 1)[0] ?? name)
}

export function roomTitleOf(say: Words, { counterpart, name }: RoomFacts, users: Users): string {
  return counterpart === undefined ? name || say('rooms.unnamed') : nameOf(say, users, counterpart)
}
