import type { Role } from '../credential-scope.ts'
import type { UserId } from '../ids.ts'
import type { Checkpoint, HistoryStep, RoomLimits, RoomMember, RoomState } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'
import { noLimits, reduceLimits, speakingRole } from './room-limits.ts'
import { reducePast } from './room-past.ts'

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
    return reduceSettings({ ...state, version: seq }, state, stored)
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
    ...(event.visibility === 'public' ? { visibility: 'public' as const } : {}),
    ...(event.history === 'joined' ? { history: [{ fromSeq: 0, shows: 'joined' as const }] } : {}),
  }
}

/** @param after `before` with the event's version */
function reduceSettings(after: RoomState, before: RoomState, stored: StoredEvent): RoomState {
  const { event, storedAt, seq } = stored
  const members = reduceMembers(before.members, stored)
  const limits = reduceLimits(before.limits ?? noLimits, stored)
  const isEnding = limits.ended !== undefined
  const changed = event.kind === 'room.changed' ? event : undefined
  const isPublic = changed?.visibility === undefined ? before.visibility === 'public' : changed.visibility === 'public'
  const slowModeSec = changed?.slowModeSec ?? before.slowModeSec ?? 0
  const avatar = changed?.avatar ?? before.avatar ?? ''
  return withoutUnset({
    ...after,
    members,
    name: changed?.name ?? before.name,
    topic: changed?.topic ?? before.topic,
    limits: isEmpty(limits) ? undefined : limits,
    endedAt: isEnding ? (before.endedAt ?? storedAt) : undefined,
    visibility: isPublic ? 'public' : undefined,
    slowModeSec: slowModeSec === 0 ? undefined : slowModeSec,
    avatar: avatar === '' ? undefined : avatar,
    history: reduceHistory(before.history, changed?.history, seq),
    bans: orNone(reduceBans(before.bans ?? [], event)),
    past: orNone(reducePast(before, stored)),
  })
}

function reduceHistory(
  steps: readonly HistoryStep[] | undefined,
  shows: HistoryStep['shows'] | undefined,
  seq: number,
): readonly HistoryStep[] | undefined {
  const now = steps?.at(-1)?.shows ?? 'all'
  return shows === undefined || shows === now ? steps : [...(steps ?? []), { fromSeq: seq, shows }]
}

function reduceBans(bans: readonly UserId[], event: StoredEvent['event']): readonly UserId[] {
  if (event.kind === 'member.banned') return bans.includes(event.user) ? bans : [...bans, event.user]
  return event.kind === 'member.unbanned' ? bans.filter((user) => user !== event.user) : bans
}

function orNone<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list
}

function isEmpty(fields: object): boolean {
  return Object.keys(fields).length === 0
}

type Unset<T> = { readonly [Key in keyof T]: T[Key] | undefined }
/** What is not set is left out: the stores keep no empty fields, and equal states are equal. */
function withoutUnset(state: Unset<RoomState>): RoomState {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined)) as RoomState
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
    case 'member.role-changed':
      return withRole(members, event.user, event.role)
    case 'room.owner-changed':
      return withRole(withRole(members, event.by, 'admin'), event.user, 'owner')
    case 'member.left':
    case 'member.removed':
    case 'member.banned': {
      if (!members.has(event.user)) return members
      const rest = new Map(members)
      rest.delete(event.user)
      return rest
    }
    default:
      return members
  }
}

function withRole(members: Members, user: UserId, role: Role): Members {
  const member = members.get(user)
  if (member === undefined || member.role === role) return members
  return new Map(members).set(user, { ...member, role })
}

type Standing = { readonly members: Members; readonly limits?: RoomLimits }

/** What a fold may start from: who is in the room, and what keeps them from speaking. */
export function buildCheckpoint({ members, limits = noLimits }: Standing, seq: number): Checkpoint {
  const checkpoint = { seq, members: [...members.values()].map(({ user, role }) => ({ user, role })) }
  return isEmpty(limits) ? checkpoint : { ...checkpoint, limits }
}

/** The role that counts for what somebody says at this time of the stream; undefined for a non-member. */
export function roleIn({ members, limits = noLimits }: Standing, user: UserId, at: number): Role | undefined {
  return speakingRole(members.get(user)?.role, limits, user, at)
}

/** Who may what, step by step: `steps[n]` holds after its sequence, until the next one. The first is the checkpoint's. */
export type MemberSteps = readonly { readonly seq: number; readonly members: Members; readonly limits: RoomLimits }[]

export function buildMemberSteps(checkpoint: Checkpoint, systemEvents: readonly StoredEvent[]): MemberSteps {
  // When somebody joined is not in a checkpoint, and nothing here asks for it.
  const members = new Map(checkpoint.members.map(({ user, role }) => [user, { user, role, joinedSeq: 0 }]))
  return systemEvents.reduce<MemberSteps>(withMemberStep, [
    { seq: checkpoint.seq, members, limits: checkpoint.limits ?? noLimits },
  ])
}

/** Takes system events in their order only; those at or below the last step change nothing. */
export function withMemberStep(steps: MemberSteps, stored: StoredEvent): MemberSteps {
  const last = steps.at(-1)
  if (last === undefined || stored.seq <= last.seq) return steps
  const members = reduceMembers(last.members, stored)
  const limits = reduceLimits(last.limits, stored)
  const isSame = members === last.members && limits === last.limits
  return isSame ? steps : [...steps, { seq: stored.seq, members, limits }]
}

/** The role that counts just before `seq`, which was stored at that time; undefined for somebody who was not a member then. */
export function roleBefore(
  steps: MemberSteps,
  user: UserId,
  { seq, at }: { seq: number; at: number },
): Role | undefined {
  const step = steps.findLast((one) => one.seq < seq)
  return step === undefined ? undefined : roleIn(step, user, at)
}
