import type { MemberView } from '../../engine-contract.ts'
import type { RoomEntry } from '../sync/room-entry.ts'

/** Who is in a room that a screen has open: the list of rooms only says how many. */
export function buildMembersView({
  state,
  isOpen,
}: Pick<RoomEntry, 'state' | 'isOpen'>): readonly MemberView[] | undefined {
  return isOpen ? [...state.members.values()].map(({ user, role }) => ({ user, role })) : undefined
}
