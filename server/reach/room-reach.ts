import type { Reach, Role, ScopedRoom } from '../../common/credential-scope.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { RoomMember, RoomState } from '../../common/message.ts'
import { buildSpans, type HistoryStep, type Span, type Stay } from './visible-spans.ts'

/**
 * Who reaches what, decided in one place for all who ask: the credential, `/sync`, history, and later files, search and the
 * page that shows it. What nobody may see and what does not exist look alike, so whoever asks gets `none` and no more.
 *
 * `room`: speak and listen. `listen`: listen and mark read. `hear`: listen only.
 */
export type RoomReach = {
  readonly scope: Reach | 'none'
  /** When it becomes another one by itself, ms: nothing that is given out on its strength may last longer. */
  readonly until?: number
  /** What of the room's history may be seen, by sequence; ascending, apart from each other. */
  readonly seen: readonly Span[]
}

/** All of a room that decides what one person reaches in it. What is left out does not limit them. */
export type RoomPlace = {
  readonly room: RoomId
  /** Absent: no member. */
  readonly role?: Role | undefined
  /** By the room's owners and admins: a listener until then. */
  readonly mutedUntil?: number | undefined
  readonly banned?: boolean | undefined
  readonly posting?: 'members' | 'admins' | undefined
  readonly archived?: boolean | undefined
  /** Of a direct room: how the two stand. */
  readonly pair?: 'contacts' | 'ended' | 'blocked' | undefined
  readonly history?: readonly HistoryStep[] | undefined
  readonly stays?: readonly Stay[] | undefined
}

/** What limits a person in every room. */
export type PersonStanding = {
  readonly suspended?: boolean | undefined
  /** For saying too much: they hear until then. */
  readonly mutedUntil?: number | undefined
}

/** From less to more. */
const ranks = ['none', 'hear', 'listen', 'room'] as const
type Limit = { readonly to: (typeof ranks)[number]; readonly until?: number }

export function reachIn(place: RoomPlace, person: PersonStanding, nowAt: number): RoomReach {
  const limits = limitsOf(place, person, nowAt)
  const scope = ranks[Math.min(...limits.map(({ to }) => ranks.indexOf(to)))] ?? 'none'
  if (scope === 'none') return noReach
  const ends = limits.flatMap(({ until }) => (until === undefined ? [] : [until]))
  return {
    scope,
    ...(ends.length === 0 ? {} : { until: Math.min(...ends) }),
    seen: buildSpans(place.history ?? [], place.stays ?? []),
  }
}

function limitsOf(place: RoomPlace, person: PersonStanding, nowAt: number): readonly Limit[] {
  const { role } = place
  if (role === undefined || place.banned === true || person.suspended === true) return [{ to: 'none' }]
  const isLeader = role === 'owner' || role === 'admin'
  const limits: Limit[] = [{ to: role === 'listener' ? 'listen' : 'room' }]
  if (place.archived === true) limits.push({ to: 'listen' })
  if (place.posting === 'admins' && !isLeader) limits.push({ to: 'listen' })
  if (place.mutedUntil !== undefined && place.mutedUntil > nowAt) limits.push({ to: 'listen', until: place.mutedUntil })
  if (place.pair === 'ended') limits.push({ to: 'listen' })
  if (place.pair === 'blocked') limits.push({ to: 'hear' })
  if (person.mutedUntil !== undefined && person.mutedUntil > nowAt)
    limits.push({ to: 'hear', until: person.mutedUntil })
  return limits
}

/** Rooms as their events fold, with what later events will say of them. */
export type ReachState = Pick<RoomState, 'room'> & {
  readonly members: ReadonlyMap<UserId, Pick<RoomMember, 'role' | 'joinedSeq'>>
  readonly mutes?: ReadonlyMap<UserId, number>
  readonly bans?: ReadonlySet<UserId>
  readonly posting?: 'members' | 'admins'
  readonly archived?: boolean
  readonly pair?: 'contacts' | 'ended' | 'blocked'
  readonly history?: readonly HistoryStep[]
  readonly stays?: ReadonlyMap<UserId, readonly Stay[]>
}

/** Of a room or a person that is not there. */
export const noReach: RoomReach = { scope: 'none', seen: [] }

export function placeOf(user: UserId, state: ReachState): RoomPlace {
  const member = state.members.get(user)
  const current = member === undefined ? [] : [{ fromSeq: member.joinedSeq }]
  return {
    room: state.room,
    role: member?.role,
    mutedUntil: state.mutes?.get(user),
    banned: state.bans?.has(user),
    posting: state.posting,
    archived: state.archived,
    pair: state.pair,
    history: state.history,
    stays: state.stays?.get(user) ?? current,
  }
}

export type Scope = { readonly rooms: readonly ScopedRoom[]; readonly until?: number }

/** What a credential says: every room that is reached at all, and when the first of it ends by itself. */
export function buildScope(places: readonly RoomPlace[], person: PersonStanding, nowAt: number): Scope {
  const reached = places.map((place) => ({ room: place.room, ...reachIn(place, person, nowAt) }))
  const ends = reached.flatMap(({ until }) => (until === undefined ? [] : [until]))
  return {
    rooms: reached.flatMap(({ room, scope }) => (scope === 'none' ? [] : [{ room, reach: scope }])),
    ...(ends.length === 0 ? {} : { until: Math.min(...ends) }),
  }
}
