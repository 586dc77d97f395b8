import type { RoomMember, RoomState } from '../../common/message.ts'

export type ListedMember = Pick<RoomMember, 'user' | 'role'>

/** What a list says of a room, whoever asks: small, so that a thousand are read at once without their members. */
export type RoomAbout = Pick<RoomState, 'roomKind' | 'name' | 'topic' | 'createdAt'> & {
  /** `listedMembers` at most: owners and admins first, then in the order in which they came. */
  readonly members: readonly ListedMember[]
  readonly memberCount: number
}

export const listedMembers = 10
const rank = { owner: 0, admin: 1, member: 2, listener: 3 } as const

export function buildRoomAbout({ roomKind, name, topic, createdAt, members }: RoomState): RoomAbout {
  const first = [...members.values()].sort(byRank).slice(0, listedMembers)
  return {
    roomKind,
    name,
    topic,
    createdAt,
    members: first.map(({ user, role }) => ({ user, role })),
    memberCount: members.size,
  }
}

/** Stable: within a role in the order in which they came. */
function byRank(one: RoomMember, other: RoomMember): number {
  return rank[one.role] - rank[other.role]
}
