import type { RoomId } from '../../common/ids.ts'
import type { RoomMember, RoomState } from '../../common/message.ts'
import type { PublicRoomRow } from './room-store.ts'
import type { RoomBounds } from './sync-store.ts'

export type ListedMember = Pick<RoomMember, 'user' | 'role'>

/** What a list says of a room, whoever asks: small, so that a thousand are read at once without their members. */
export type RoomAbout = Pick<
  RoomState,
  'roomKind' | 'name' | 'topic' | 'createdAt' | 'visibility' | 'slowModeSec' | 'avatar'
> & {
  /** To newcomers, what is said from then on. */
  readonly history?: 'joined'
  /** `listedMembers` at most: owners and admins first, then in the order in which they came. */
  readonly members: readonly ListedMember[]
  readonly memberCount: number
}

export const listedMembers = 10
const rank = { owner: 0, admin: 1, member: 2, listener: 3 } as const

export function buildRoomAbout(state: RoomState): RoomAbout {
  const { roomKind, name, topic, createdAt, members, visibility, slowModeSec, avatar, history } = state
  const first = [...members.values()].sort(byRank).slice(0, listedMembers)
  return {
    roomKind,
    name,
    topic,
    createdAt,
    members: first.map(({ user, role }) => ({ user, role })),
    memberCount: members.size,
    ...(visibility === undefined ? {} : { visibility }),
    ...(slowModeSec === undefined ? {} : { slowModeSec }),
    ...(avatar === undefined ? {} : { avatar }),
    ...(history?.at(-1)?.shows === 'joined' ? { history: 'joined' as const } : {}),
  }
}

export function buildPublicRoomRow(room: RoomId, { name, topic, memberCount, avatar }: RoomAbout): PublicRoomRow {
  return { room, name, topic, memberCount, ...(avatar === undefined ? {} : { avatar }) }
}

/** Undefined where nothing limits anybody, as in nearly all rooms. */
export function buildRoomBounds({ limits = {}, endedAt, history }: RoomState): RoomBounds | undefined {
  const { mutes: _, ...bounds } = limits
  const all = {
    ...bounds,
    ...(endedAt === undefined ? {} : { endedAt }),
    ...(history === undefined ? {} : { isPartial: true as const }),
  }
  return Object.keys(all).length === 0 ? undefined : all
}

/** Stable: within a role in the order in which they came. */
function byRank(one: RoomMember, other: RoomMember): number {
  return rank[one.role] - rank[other.role]
}
