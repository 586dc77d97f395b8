import { roles } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import type { RoomView } from '../../engine-contract.ts'

type Member = RoomView['members'][number]

/** Who runs the room first, then everyone by name. */
export function orderMembers(members: readonly Member[], nameOf: (user: UserId) => string): readonly Member[] {
  const byName = new Intl.Collator(undefined, { sensitivity: 'base' })
  return [...members].sort(
    (a, b) => rankOf(a) - rankOf(b) || byName.compare(nameOf(a.user), nameOf(b.user)) || (a.user < b.user ? -1 : 1),
  )
}

function rankOf(member: Member): number {
  // Listeners stand among the members: they are no less there.
  return Math.min(roles.indexOf(member.role), roles.indexOf('member'))
}
