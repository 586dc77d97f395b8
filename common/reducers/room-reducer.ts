import type { UserId } from '../ids.ts'
import type { Checkpoint, RoomMember, RoomState } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'

/**
 * A room's name, members and roles: the fold of its `system` events, in the control plane's directory, in the archive
 * and in clients. Events at or below `version` change nothing, so redelivery is harmless.
 */
export function reduceRoom(state: RoomState | undefined, stored: StoredEvent): RoomState | undefined {
  const { event, author, seq, room } = stored
  if (author !== 'system' || seq <= (state?.version ?? 0)) return state
  if (event.kind === 'room.created') {
    if (state !== undefined) return state
    return {
      room,
      roomKind: event.roomKind,
      name: event.name,
      topic: '',
      members: new Map(event.members.map(({ user, role }) => [user, { user, role, joinedSeq: seq }])),
      createdAt: stored.storedAt,
      createdBy: event.by,
      version: seq,
    }
  }
  if (state === undefined) return undefined
  switch (event.kind) {
    case 'room.changed':
      return { ...state, name: event.name ?? state.name, topic: event.topic ?? state.topic, version: seq }
    case 'member.joined':
    case 'member.role-changed':
      return { ...state, members: withMember(state, event.user, event.role, seq), version: seq }
    case 'member.left':
    case 'member.removed':
      return { ...state, members: withoutMember(state, event.user), version: seq }
    default:
      return state
  }
}

export function buildCheckpoint(state: RoomState, seq: number): Checkpoint {
  return { seq, members: [...state.members.values()].map(({ user, role }) => ({ user, role })) }
}

function withMember(state: RoomState, user: UserId, role: RoomMember['role'], seq: number): Map<UserId, RoomMember> {
  const before = state.members.get(user)
  return new Map(state.members).set(user, { user, role, joinedSeq: before?.joinedSeq ?? seq })
}

function withoutMember(state: RoomState, user: UserId): Map<UserId, RoomMember> {
  const rest = new Map(state.members)
  rest.delete(user)
  return rest
}
