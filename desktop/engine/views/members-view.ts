import { mutedUntil } from '../../../common/reducers/room-limits.ts'
import type { MemberView } from '../../engine-contract.ts'
import type { RoomEntry } from '../sync/room-entry.ts'

/** Who is in a room that a screen has open: the list of rooms only says how many. */
export function buildMembersView({
  state,
  isOpen,
}: Pick<RoomEntry, 'state' | 'isOpen'>): readonly MemberView[] | undefined {
  if (!isOpen) return undefined
  return [...state.members.values()].map(({ user, role }) => {
    const until = mutedUntil(state.limits ?? {}, user)
    return until === 0 ? { user, role } : { user, role, mutedUntil: until }
  })
}
