import type { Room } from '../../common/http-contract/room-contract.ts'
import type { RoomState } from '../../common/message.ts'
import { mutedUntil } from '../../common/reducers/room-limits.ts'

/** A room as a member sees it. */
export function buildRoom(state: RoomState, nowAt = Date.now()): Room {
  const { limits = {} } = state
  return {
    id: state.room,
    kind: state.roomKind,
    name: state.name,
    topic: state.topic,
    members: [...state.members.values()].map(({ user, role }) => {
      const until = mutedUntil(limits, user)
      return { user, role, ...(until > nowAt ? { mutedUntil: until } : {}) }
    }),
    createdAt: state.createdAt,
    version: state.version,
    visibility: state.visibility ?? 'private',
    history: state.history?.at(-1)?.shows ?? 'all',
    posting: limits.posting ?? 'members',
    slowModeSec: state.slowModeSec ?? 0,
    archived: limits.archived ?? false,
    ...(limits.ended === undefined ? {} : { ended: limits.ended }),
    ...(state.avatar === undefined ? {} : { avatar: state.avatar }),
  }
}
