import type { Room } from '../../common/http-contract/room-contract.ts'
import type { RoomState } from '../../common/message.ts'

/** A room as a member sees it. */
export function buildRoom(state: RoomState): Room {
  return {
    id: state.room,
    kind: state.roomKind,
    name: state.name,
    topic: state.topic,
    members: [...state.members.values()].map(({ user, role }) => ({ user, role })),
    createdAt: state.createdAt,
    version: state.version,
  }
}
