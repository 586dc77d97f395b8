import { roles } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import type { MemberView } from '../../engine-contract.ts'

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
