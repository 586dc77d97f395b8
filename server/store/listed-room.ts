import type { Role } from '../../common/credential-scope.ts'
import { buildApiMessage } from '../../common/http-contract/history-contract.ts'
import type { PreviewMessage } from '../../common/http-contract/sync-contract.ts'
import { idCharacters, type UserId } from '../../common/ids.ts'
import type { RoomKind } from '../../common/wire-event.ts'
import type { MessagePreview } from './message-preview.ts'
import type { ListedMember, RoomAbout } from './room-about.ts'
import type { ListedRoom } from './sync-store.ts'

/**
 * How a row of a list is written down. Of a thousand rooms nearly all is only handed on, so it is text that goes into the
 * answer as it is, and what has to be looked into stands beside it: reading and writing them all as JSON takes five times
 * as long as finding them.
 */
export type ListedText = Pick<ListedRoom, 'about' | 'members'>
export type ListedLast = Pick<ListedRoom, 'last' | 'lastAuthor'>

const letterOf = { owner: 'o', admin: 'a', member: 'm', listener: 'l' } as const
const roleOf: Readonly<Record<string, Role>> = { o: 'owner', a: 'admin', m: 'member', l: 'listener' }

export function writeListedText({ roomKind, members, ...rest }: RoomAbout): ListedText {
  const about: AboutFields = { kind: roomKind, ...rest }
  return { about: JSON.stringify(about), members: members.map(({ user, role }) => user + letterOf[role]).join('') }
}

export function writeListedLast(last: MessagePreview | undefined): ListedLast {
  if (last === undefined) return {}
  const { isCut, ...message } = last
  const preview: PreviewMessage = { ...buildApiMessage(message), ...(isCut === undefined ? {} : { isCut }) }
  return { last: JSON.stringify(preview), lastAuthor: last.author }
}

/** What is as in most rooms is left out: a list of a thousand is long enough. */
type AboutFields = Omit<RoomAbout, 'roomKind' | 'members'> & { readonly kind: RoomKind }

/** One row read whole: for the few that need it. */
export function readListedRoom({ about, last }: ListedRoom): AboutFields & { readonly last?: PreviewMessage } {
  const preview = last === undefined ? {} : { last: JSON.parse(last) as PreviewMessage }
  return { ...(JSON.parse(about) as AboutFields), ...preview }
}

/** `listedMembers` at most: owners and admins first, then in the order in which they came. */
export function readListedMembers({ members }: Pick<ListedRoom, 'members'>): readonly ListedMember[] {
  const list: ListedMember[] = []
  for (let at = 0; at < members.length; at += idCharacters + 1) {
    const role = roleOf[members.charAt(at + idCharacters)]
    if (role !== undefined) list.push({ user: members.slice(at, at + idCharacters) as UserId, role })
  }
  return list
}
