import type { Role } from '../credential-scope.ts'
import type { UserId } from '../ids.ts'
import type { Checkpoint, RoomMember, RoomState } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'

/**
 * A room's name, members and roles: the fold of its `system` events, in the control plane's directory, in the archive
 * and in clients. Events at or below `version` change nothing, so redelivery is harmless. Every other event of the
 * room's `system` moves `version`, even one that changes nothing or that this version does not know: the control plane
 * expects `version` to be the last sequence on that subject, and would wait for ever if it were not.
 */
export function reduceRoom(state: RoomState | undefined, stored: StoredEvent): RoomState | undefined {
  const { event, author, seq, room } = stored
  if (author !== 'system' || seq <= (state?.version ?? 0)) return state
  if (state !== undefined) {
    const after = { ...state, members: reduceMembers(state.members, stored), version: seq }
    if (event.kind !== 'room.changed') return after
    return { ...after, name: event.name ?? state.name, topic: event.topic ?? state.topic }
  }
  if (event.kind !== 'room.created') return undefined
  return {
    room,
    roomKind: event.roomKind,
    name: event.name,
    topic: event.topic ?? '',
    members: reduceMembers(new Map(), stored),
    createdAt: stored.storedAt,
    createdBy: event.by,
    version: seq,
  }
}

export type Members = ReadonlyMap<UserId, RoomMember>

/**
 * Members and roles alone, which is all that rights are judged by. The same map comes back where nothing changes.
 * Somebody who is in a room cannot join it again (a later copy of a join must not undo a change of role), and a change
 * of role does not bring back somebody who has left.
 */
export function reduceMembers(members: Members, { event, author, seq }: StoredEvent): Members {
  if (author !== 'system') return members
  switch (event.kind) {
    case 'room.created':
      if (members.size > 0) return members
      return new Map(event.members.map(({ user, role }) => [user, { user, role, joinedSeq: seq }]))
    case 'member.joined':
      if (members.has(event.user)) return members
      return new Map(members).set(event.user, { user: event.user, role: event.role, joinedSeq: seq })
    case 'member.role-changed': {
      const member = members.get(event.user)
      if (member === undefined || member.role === event.role) return members
      return new Map(members).set(event.user, { ...member, role: event.role })
    }
    case 'member.left':
    case 'member.removed': {
      if (!members.has(event.user)) return members
      const rest = new Map(members)
      rest.delete(event.user)
      return rest
    }
    default:
      return members
  }
}

export function buildCheckpoint({ members }: { readonly members: Members }, seq: number): Checkpoint {
  return { seq, members: [...members.values()].map(({ user, role }) => ({ user, role })) }
}

/** Who may what, step by step: `steps[n]` holds after its sequence, until the next one. The first is the checkpoint's. */
export type MemberSteps = readonly { readonly seq: number; readonly members: Members }[]

export function buildMemberSteps(checkpoint: Checkpoint, systemEvents: readonly StoredEvent[]): MemberSteps {
  // When somebody joined is not in a checkpoint, and nothing here asks for it.
  const members = new Map(checkpoint.members.map(({ user, role }) => [user, { user, role, joinedSeq: 0 }]))
  return systemEvents.reduce<MemberSteps>(withMemberStep, [{ seq: checkpoint.seq, members }])
}

/** Takes system events in their order only; those at or below the last step change nothing. */
export function withMemberStep(steps: MemberSteps, stored: StoredEvent): MemberSteps {
  const last = steps.at(-1)
  if (last === undefined || stored.seq <= last.seq) return steps
  const members = reduceMembers(last.members, stored)
  return members === last.members ? steps : [...steps, { seq: stored.seq, members }]
}

/** The role just before `seq`, undefined for somebody who was not a member then. */
export function roleBefore(steps: MemberSteps, user: UserId, seq: number): Role | undefined {
  const step = steps.findLast((one) => one.seq < seq)
  return step?.members.get(user)?.role
}
