import type { Reach, Role, ScopedRoom } from '../../common/credential-scope.ts'
import { isLeader } from '../../common/credential-scope.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { HistoryStep, RoomState, Stay } from '../../common/message.ts'
import { mutedUntil } from '../../common/reducers/room-limits.ts'
import { buildSpans, type Span } from './visible-spans.ts'

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
  /** Of a direct room whose two are no contacts any more: how far both reach, and since when. */
  readonly ended?: 'listen' | 'hear' | undefined
  readonly endedAt?: number | undefined
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
  const limits: Limit[] = [{ to: role === 'listener' ? 'listen' : 'room' }]
  if (place.archived === true) limits.push({ to: 'listen' })
  if (place.posting === 'admins' && !isLeader(role)) limits.push({ to: 'listen' })
  if (place.mutedUntil !== undefined && place.mutedUntil > nowAt) limits.push({ to: 'listen', until: place.mutedUntil })
  if (place.ended !== undefined) limits.push({ to: place.ended })
  if (person.mutedUntil !== undefined && person.mutedUntil > nowAt)
    limits.push({ to: 'hear', until: person.mutedUntil })
  return limits
}

/** What of a room decides who reaches it. */
export type ReachState = Pick<RoomState, 'room' | 'members' | 'limits' | 'endedAt' | 'bans' | 'history' | 'past'>

/** Of a room or a person that is not there. */
export const noReach: RoomReach = { scope: 'none', seen: [] }

export function placeOf(user: UserId, state: ReachState): RoomPlace {
  const member = state.members.get(user)
  const current = member === undefined ? [] : [{ fromSeq: member.joinedSeq }]
  const { limits = {} } = state
  return {
    room: state.room,
    role: member?.role,
    mutedUntil: mutedUntil(limits, user),
    banned: state.bans?.includes(user),
    posting: limits.posting,
    archived: limits.archived,
    ended: limits.ended,
    endedAt: state.endedAt,
    history: state.history,
    stays: [...(state.past?.find((one) => one.user === user)?.stays ?? []), ...current],
  }
}

export type Scope = { readonly rooms: readonly ScopedRoom[]; readonly until?: number }

/** Of a bot: no room that its maker is not in, and in none more than they may. */
export function narrowScope(bot: Scope, maker: Scope): Scope {
  const reaches = new Map(maker.rooms.map(({ room, reach }) => [room, reach]))
  const ends = [bot.until, maker.until].flatMap((until) => until ?? [])
  return {
    rooms: bot.rooms.flatMap(({ room, reach }) => {
      const most = reaches.get(room)
      return most === undefined ? [] : [{ room, reach: lesserReach(reach, most) }]
    }),
    ...(ends.length === 0 ? {} : { until: Math.min(...ends) }),
  }
}

export function lesserReach<Some extends (typeof ranks)[number]>(one: Some, other: Some): Some {
  return ranks.indexOf(one) < ranks.indexOf(other) ? one : other
}

/** So long a direct room that ended stays in the credentials of the two: nothing is said there any more. */
const endedKeptMs = 86_400_000

/** What a credential says: every room that is reached at all, and when the first of it ends by itself. */
export function buildScope(places: readonly RoomPlace[], person: PersonStanding, nowAt: number): Scope {
  const reached = places.flatMap((place) => {
    const { ended, endedAt = nowAt } = place
    const isLongEnded = ended !== undefined && endedAt < nowAt - endedKeptMs
    return isLongEnded ? [] : { room: place.room, ...reachIn(place, person, nowAt) }
  })
  const ends = reached.flatMap(({ until }) => (until === undefined ? [] : [until]))
  return {
    rooms: reached.flatMap(({ room, scope }) => (scope === 'none' ? [] : [{ room, reach: scope }])),
    ...(ends.length === 0 ? {} : { until: Math.min(...ends) }),
  }
}
