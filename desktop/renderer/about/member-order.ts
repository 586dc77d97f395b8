import { type Role, roles } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import type { MemberView } from '../../engine-contract.ts'

/** As they are ordered, cut where another part begins; a part without anybody is none. */
export function groupMembers(members: readonly MemberView[]) {
  const parts = [
    { title: 'about.runs-room', of: (role: Role) => role === 'owner' || role === 'admin' },
    { title: 'about.members', of: (role: Role) => role === 'member' || role === 'listener' },
  ] as const
  return parts
    .map(({ title, of }) => ({ title, people: members.filter(({ role }) => of(role)) }))
    .filter(({ people }) => people.length > 0)
}

/** Who runs the room first, then everyone by name. */
export function orderMembers(
  members: readonly MemberView[],
  nameOf: (user: UserId) => string,
  locale: string,
): readonly MemberView[] {
  const byName = new Intl.Collator(locale, { sensitivity: 'base' })
  return [...members].sort(
    (a, b) => rankOf(a) - rankOf(b) || byName.compare(nameOf(a.user), nameOf(b.user)) || (a.user < b.user ? -1 : 1),
  )
}

function rankOf(member: MemberView): number {
  // Listeners stand among the members: they are no less there.
  return Math.min(roles.indexOf(member.role), roles.indexOf('member'))
}
