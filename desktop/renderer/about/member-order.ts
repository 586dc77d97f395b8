import { isLeader, roles } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import type { MemberView } from '../../engine-contract.ts'
import type { Presence } from '../look/marks/Avatar.tsx'

/** Whether somebody is here; undefined where nobody says so of anybody. */
export type PresenceOf = ((user: UserId) => Presence) | undefined

const isHere = (presence: Presence) => presence === 'here' || presence === 'busy'

/** Who runs the room, then who is here, then the others; a part without anybody is none. */
export function groupMembers(members: readonly MemberView[], presenceOf: PresenceOf) {
  const others = members.filter(({ role }) => !isLeader(role))
  const here = presenceOf === undefined ? [] : others.filter(({ user }) => isHere(presenceOf(user)))
  const away = here.length === 0 ? others : others.filter((member) => !here.includes(member))
  const parts = [
    { title: 'about.runs-room', people: members.filter(({ role }) => isLeader(role)) },
    { title: 'about.here', people: here },
    { title: here.length === 0 ? 'about.members' : 'about.away', people: away },
  ] as const
  return parts.filter(({ people }) => people.length > 0)
}

/** By role, then by presence, then by name. */
export function orderMembers(
  members: readonly MemberView[],
  nameOf: (user: UserId) => string,
  locale: string,
  presenceOf?: PresenceOf,
): readonly MemberView[] {
  const byName = new Intl.Collator(locale, { sensitivity: 'base' })
  const named = members.map((member) => ({
    member,
    name: nameOf(member.user),
    rank: rankOf(member),
    far: presenceOf === undefined ? 0 : farness[presenceOf(member.user)],
  }))
  return named
    .sort(
      (a, b) =>
        a.rank - b.rank || a.far - b.far || byName.compare(a.name, b.name) || (a.member.user < b.member.user ? -1 : 1),
    )
    .map(({ member }) => member)
}

const farness = { here: 0, busy: 0, away: 1, gone: 2 } as const

function rankOf(member: MemberView): number {
  // Listeners stand among the members: they are no less there.
  return Math.min(roles.indexOf(member.role), roles.indexOf('member'))
}
