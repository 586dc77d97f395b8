import type { RoomMember, RoomState } from '../../common/message.ts'

/** A room's state as the stores keep it: the map of members as a list, all else as it is. */
export type RoomStateRow = Omit<RoomState, 'members'> & { readonly members: readonly RoomMember[] }

export function buildRoomStateRow(state: RoomState): RoomStateRow {
  return { ...state, members: [...state.members.values()] }
}

export function buildRoomState(row: RoomStateRow): RoomState {
  return { ...row, members: new Map(row.members.map((member) => [member.user, member])) }
}
