import type { Role } from '../../../common/credential-scope.ts'
import { isLeader } from '../../../common/credential-scope.ts'
import type { UserId } from '../../../common/ids.ts'
import type { MemberView, RoomFacts } from '../../engine-contract.ts'

export type MemberAction =
  | { readonly kind: 'role'; readonly role: Role; readonly words: `about.make-${Role}` }
  | { readonly kind: 'hand-over'; readonly words: 'about.hand-over' }
  /** For so long; 0: no longer. */
  | { readonly kind: 'mute'; readonly minutes: number; readonly words: 'about.mute-for' | 'about.unmute' }
  | { readonly kind: 'remove'; readonly words: 'about.remove-from-room' }
  | { readonly kind: 'ban'; readonly words: 'about.ban' }

const roleActions: readonly MemberAction[] = [
  { kind: 'role', role: 'owner', words: 'about.make-owner' },
  { kind: 'role', role: 'admin', words: 'about.make-admin' },
  { kind: 'role', role: 'member', words: 'about.make-member' },
  { kind: 'role', role: 'listener', words: 'about.make-listener' },
]

/** An hour, a working day, a day, a week. */
export const muteMinutes = [10, 60, 8 * 60, 24 * 60, 7 * 24 * 60] as const

/** The server lets nobody leave a room without an owner, save whoever is alone in it. */
export function isLastOwner({ myRole, memberCount }: RoomFacts, members: readonly MemberView[]): boolean {
  const owners = members.filter((member) => member.role === 'owner')
  return myRole === 'owner' && owners.length === 1 && memberCount > 1
}

export function runsRoom({ kind, myRole }: Pick<RoomFacts, 'kind' | 'myRole'>): boolean {
  return kind === 'group' && isLeader(myRole)
}

/** What I may do with somebody in a room. The server decides; this only keeps what it would refuse off the menu. */
export function memberActions(room: RoomFacts, member: MemberView, me: UserId, nowAt = 0): MemberAction[] {
  if (member.user === me || !runsRoom(room)) return []
  // An admin runs the room for its members, not for those who stand beside or above.
  if (room.myRole === 'admin' && isLeader(member.role)) return []
  const isOwner = room.myRole === 'owner'
  const offered = roleActions.filter((action) => {
    if (action.kind !== 'role' || action.role === member.role) return false
    return isOwner || action.role === 'member' || action.role === 'listener'
  })
  // Owners stand beside each other: what takes somebody out or down goes from above.
  if (member.role === 'owner') return offered
  const isMuted = (member.mutedUntil ?? 0) > nowAt
  const mutes: MemberAction[] = isMuted
    ? [{ kind: 'mute', minutes: 0, words: 'about.unmute' }]
    : muteMinutes.map((minutes) => ({ kind: 'mute', minutes, words: 'about.mute-for' }))
  return [
    ...offered,
    ...(isOwner ? [{ kind: 'hand-over', words: 'about.hand-over' } as const] : []),
    ...mutes,
    { kind: 'remove', words: 'about.remove-from-room' },
    { kind: 'ban', words: 'about.ban' },
  ]
}
