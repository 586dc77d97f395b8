import type { UserId } from '../../../common/ids.ts'
import type { RoomFacts, UserView } from '../../engine-contract.ts'
import type { Words } from '../../words/words.ts'

export type Users = Readonly<Record<UserId, UserView>>

/** By my own name for them first. Someone whose account is gone, or who is not known yet, is just that. */
export function nameOf(say: Words, users: Users, user: UserId): string {
  const person = users[user]
  if (person === undefined) return say('people.someone')
  return person.deleted === true ? say('people.deleted') : (person.nickname ?? person.displayName)
}

/** "Ana" of "Ana Lindqvist": enough where a line is short. */
export function shortNameOf(say: Words, users: Users, user: UserId): string {
  const [name, person] = [nameOf(say, users, user), users[user]]
  if (person === undefined || person.deleted === true || person.nickname !== undefined) return name
  return name.split(/\s+/, 1)[0] ?? name
}

export function roomTitleOf(say: Words, { counterpart, name }: RoomFacts, users: Users): string {
  return counterpart === undefined ? name || say('rooms.unnamed') : nameOf(say, users, counterpart)
}
