import type { Role } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import type { MemberView, RoomFacts } from '../../engine-contract.ts'

export type MemberAction =
  | { readonly kind: 'role'; readonly role: Role; readonly words: `about.make-${Role}` }
  | { readonly kind: 'remove'; readonly words: 'about.remove-from-room' }

const roleActions: readonly MemberAction[] = [
  { kind: 'role', role: 'owner', words: 'about.make-owner' },
  { kind: 'role', role: 'admin', words: 'about.make-admin' },
  { kind: 'role', role: 'member', words: 'about.make-member' },
  { kind: 'role', role: 'listener', words: 'about.make-listener' },
]

/** The server lets nobody leave a room without an owner, save whoever is alone in it. */
export function isLastOwner({ myRole, memberCount }: RoomFacts, members: readonly MemberView[]): boolean {
  const owners = members.filter((member) => member.role === 'owner')
  return myRole === 'owner' && owners.length === 1 && memberCount > 1
}

/** What I may do with somebody in a room. The server decides; this only keeps what it would refuse off the menu. */
export function memberActions(room: RoomFacts, member: MemberView, me: UserId): MemberAction[] {
  if (room.kind === 'direct' || member.user === me) return []
  if (room.myRole !== 'owner' && room.myRole !== 'admin') return []
  // An admin runs the room for its members, not for those who stand beside or above.
  const isAbove = member.role === 'owner' || member.role === 'admin'
  if (room.myRole === 'admin' && isAbove) return []
  const offered = roleActions.filter((action) => {
    if (action.kind !== 'role' || action.role === member.role) return false
    return room.myRole === 'owner' || action.role === 'member' || action.role === 'listener'
  })
  return [...offered, { kind: 'remove', words: 'about.remove-from-room' }]
}
