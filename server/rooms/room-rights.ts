import { appError } from '../../common/app-error.ts'
import type { Role } from '../../common/credential-scope.ts'
import type { MessageId, UserId } from '../../common/ids.ts'
import type { RoomMember, RoomState } from '../../common/message.ts'
import { mutedUntil } from '../../common/reducers/room-limits.ts'
import type { Result } from '../../common/result.ts'
import { err, ok, unreachable } from '../../common/result.ts'
import type { joinWays, SystemEvent } from '../../common/wire-event.ts'

/** What somebody asks of a room. */
export type RoomWish =
  | ({ readonly kind: 'change' } & RoomSettings)
  /** Joins whoever is not in; else changes the role, where one is named. */
  | {
      readonly kind: 'put-member'
      readonly user: UserId
      readonly role?: Role | undefined
      readonly via?: (typeof joinWays)[number] | undefined
    }
  /** Until when they only listen; 0: no longer. */
  | { readonly kind: 'mute-member'; readonly user: UserId; readonly until: number }
  | { readonly kind: 'ban' | 'unban'; readonly user: UserId }
  /** Another owner in the caller's place. */
  | { readonly kind: 'hand-over'; readonly user: UserId }
  /** Into a public room, by themselves. */
  | { readonly kind: 'join' }
  /** A message by this author. */
  | { readonly kind: 'remove-message'; readonly message: MessageId; readonly author: UserId }
  /** Leaves, or takes somebody out. */
  | { readonly kind: 'remove-member'; readonly user: UserId }
  /** Leaves as somebody who is no more: where nobody else owns the room, it is handed over first. Asked again until they are out. */
  | { readonly kind: 'depart'; readonly bots?: Bots }
  /** Takes everybody out, one by one, oneself last; asked again until there is nobody. */
  | { readonly kind: 'close' }

/** Of a room's members those who are no people. */
export type Bots = ReadonlyMap<UserId, UserId>

export type RoomSettings = {
  readonly name?: string | undefined
  readonly topic?: string | undefined
  readonly visibility?: 'private' | 'public' | undefined
  readonly history?: 'all' | 'joined' | undefined
  readonly posting?: 'members' | 'admins' | undefined
  readonly slowModeSec?: number | undefined
  readonly archived?: boolean | undefined
  /** The version of its picture; empty: none. */
  readonly avatar?: string | undefined
}

type WithoutStamp<Event> = Event extends unknown ? Omit<Event, 'v' | 'id' | 'at'> : never
/** A system event before it has an id and a time. */
export type RoomFact = WithoutStamp<SystemEvent>

type Verdict = Result<RoomFact | undefined>
const rank = { listener: 0, member: 1, admin: 2, owner: 3 } as const satisfies Record<Role, number>

/**
 * The whole table of rights, pure: who may ask for what in which state. Judged again whenever another change was
 * first. Undefined: it is so already.
 */
export function judgeWish(state: RoomState, by: UserId, wish: RoomWish, memberCap: number): Verdict {
  const actor = state.members.get(by)
  // What one has said is one's own, in the room or not, muted or not.
  if (wish.kind === 'remove-message') return judgeMessage(state, by, wish)
  if (wish.kind === 'join' && actor === undefined) return judgeOwnJoin(state, by, memberCap)
  // Not in it and no such room are one answer: a room does not exist for outsiders.
  if (actor === undefined) return err(appError('room-unknown'))
  if (state.roomKind === 'direct') return wish.kind === 'depart' ? ok(undefined) : err(appError('room-direct'))
  switch (wish.kind) {
    case 'join':
      return ok(undefined)
    case 'mute-member':
      return judgeMute(state, actor, wish)
    case 'ban':
      return judgeBan(state, actor, wish.user)
    case 'unban': {
      if (rank[actor.role] < rank.admin) return refused()
      const isBanned = state.bans?.includes(wish.user) === true
      return ok(isBanned ? { kind: 'member.unbanned', by, user: wish.user } : undefined)
    }
    case 'hand-over':
      return judgeHandingOver(state, actor, wish.user)
    case 'change':
      return judgeChange(state, actor, wish)
    case 'put-member': {
      const target = state.members.get(wish.user)
      if (target === undefined) return judgeJoin(state, actor, wish, memberCap)
      return judgeRole(state, actor, target, wish.role ?? target.role)
    }
    case 'remove-member':
      return judgeRemoval(state, actor, wish.user)
    case 'close':
      return judgeClosing(state, actor)
    case 'depart':
      return judgeDeparture(state, actor, wish.bots)
    default:
      return unreachable(wish)
  }
}

/** Whom a change gives a right back that was taken from them: a person, or all of the room; undefined: nobody. */
export function givenBackTo(state: RoomState, fact: RoomFact): string | undefined {
  switch (fact.kind) {
    case 'room.changed':
      return fact.posting === 'members' || fact.archived === false ? state.room : undefined
    case 'member.unmuted':
      return `${state.room} ${fact.user}`
    case 'member.role-changed':
      return state.members.get(fact.user)?.role === 'listener' ? `${state.room} ${fact.user}` : undefined
    case 'member.joined': {
      const wasTaken = state.past?.some((one) => one.user === fact.user && !one.left)
      return wasTaken && fact.by !== fact.user ? `${state.room} ${fact.user}` : undefined
    }
    default:
      return undefined
  }
}

function judgeChange(
  state: RoomState,
  actor: RoomMember,
  { kind: _, ...wanted }: RoomWish & { kind: 'change' },
): Verdict {
  if (rank[actor.role] < rank.admin) return refused()
  const now = settingsOf(state)
  const change = Object.entries(wanted).filter(
    ([name, value]) => value !== undefined && value !== now[name as keyof typeof now],
  )
  if (change.length === 0) return ok(undefined)
  return ok({ kind: 'room.changed', by: actor.user, ...(Object.fromEntries(change) as RoomSettings) } as RoomFact)
}

/** As they are, said or not. */
function settingsOf(state: RoomState): Required<RoomSettings> {
  return {
    name: state.name,
    topic: state.topic,
    visibility: state.visibility ?? 'private',
    history: state.history?.at(-1)?.shows ?? 'all',
    posting: state.limits?.posting ?? 'members',
    slowModeSec: state.slowModeSec ?? 0,
    archived: state.limits?.archived ?? false,
    avatar: state.avatar ?? '',
  }
}

function judgeJoin(
  state: RoomState,
  actor: RoomMember,
  { user, role: wanted, via }: RoomWish & { kind: 'put-member' },
  memberCap: number,
): Verdict {
  const role = wanted ?? roleOfNewcomer(state, user)
  if (rank[actor.role] < rank.admin || !mayGive(actor.role, role)) return refused()
  if (state.bans?.includes(user)) return err(appError('member-banned'))
  if (state.members.size >= memberCap) return full(memberCap)
  return ok({ kind: 'member.joined', by: actor.user, user, role, ...(via === undefined ? {} : { via }) })
}

/** By themselves: to whoever is banned, the room does not exist. */
function judgeOwnJoin(state: RoomState, user: UserId, memberCap: number): Verdict {
  const isOpen = state.visibility === 'public' && state.members.size > 0 && !state.bans?.includes(user)
  if (!isOpen) return err(appError('room-unknown'))
  if (state.members.size >= memberCap) return full(memberCap)
  return ok({ kind: 'member.joined', by: user, user, role: roleOfNewcomer(state, user), via: 'public' })
}

/** Who was made a listener is one again, however they come back. */
function roleOfNewcomer({ past = [] }: RoomState, user: UserId): Role {
  return past.find((one) => one.user === user)?.wasListener ? 'listener' : 'member'
}

function full(memberCap: number): Verdict {
  const detail = `This room has its ${memberCap} people. Someone has to leave first, or an admin raises the limit.`
  return err(appError('room-full', { detail }))
}

function judgeMute(state: RoomState, actor: RoomMember, { user, until }: RoomWish & { kind: 'mute-member' }): Verdict {
  const target = state.members.get(user)
  if (rank[actor.role] < rank.admin) return refused()
  if (target === undefined) return err(appError('member-unknown'))
  // Who was muted and was handed the room is free to speak in it.
  const isOwnRoom = actor === target && actor.role === 'owner' && until === 0
  if (!isOwnRoom && rank[actor.role] <= rank[target.role]) return refused()
  const now = mutedUntil(state.limits ?? {}, user)
  if (until === now) return ok(undefined)
  if (until === 0) return ok({ kind: 'member.unmuted', by: actor.user, user })
  return ok({ kind: 'member.muted', by: actor.user, user, until })
}

/** What whoever runs the server does in a room that they need not be in. */
export type ModerationWish = Extract<RoomWish, { readonly kind: 'remove-message' | 'mute-member' }>

/** In their own name: nobody of the room did it. An owner could end their own mute, so that is refused. */
export function judgeModeration(state: RoomState, by: UserId, wish: ModerationWish): Verdict {
  if (wish.kind === 'remove-message') {
    const { message, author } = wish
    return ok(by === author ? { kind: 'message.removed', message } : { kind: 'message.removed', message, by })
  }
  if (state.roomKind === 'direct') return err(appError('room-direct'))
  const target = state.members.get(wish.user)
  if (target === undefined) return err(appError('member-unknown'))
  if (target.role === 'owner') return refused()
  return ok({ kind: 'member.muted', by, user: wish.user, until: wish.until })
}

function judgeBan(state: RoomState, actor: RoomMember, user: UserId): Verdict {
  if (rank[actor.role] < rank.admin || actor.user === user) return refused()
  const target = state.members.get(user)
  if (target !== undefined && rank[actor.role] <= rank[target.role]) return refused()
  const isBanned = state.bans?.includes(user) === true
  return ok(isBanned && target === undefined ? undefined : { kind: 'member.banned', by: actor.user, user })
}

function judgeHandingOver(state: RoomState, actor: RoomMember, user: UserId): Verdict {
  if (actor.role !== 'owner') return refused()
  if (actor.user === user) return ok(undefined)
  if (!state.members.has(user)) return err(appError('member-unknown'))
  return ok({ kind: 'room.owner-changed', by: actor.user, user })
}

function judgeMessage(
  state: RoomState,
  by: UserId,
  { message, author }: RoomWish & { kind: 'remove-message' },
): Verdict {
  if (by === author) return ok({ kind: 'message.removed', message })
  const actor = state.members.get(by)
  if (actor === undefined) return err(appError('room-unknown'))
  return rank[actor.role] < rank.admin ? refused() : ok({ kind: 'message.removed', message, by })
}

function judgeRole(state: RoomState, actor: RoomMember, target: RoomMember, role: Role): Verdict {
  if (role === target.role) return ok(undefined)
  const isOneself = actor.user === target.user
  // Anyone may step down; only an owner touches admins and owners, or makes them.
  const may = isOneself
    ? actor.role === 'owner' || rank[role] < rank[actor.role]
    : actor.role === 'owner' || (actor.role === 'admin' && rank[target.role] < rank.admin && mayGive('admin', role))
  if (!may) return refused()
  if (target.role === 'owner' && isLastOwner(state, target.user)) return err(appError('last-owner'))
  return ok({ kind: 'member.role-changed', by: actor.user, user: target.user, role })
}

function judgeRemoval(state: RoomState, actor: RoomMember, user: UserId): Verdict {
  if (actor.user === user) {
    // Whoever is alone leaves nobody without an owner.
    if (state.members.size > 1 && isLastOwner(state, user)) return err(appError('last-owner'))
    return ok({ kind: 'member.left', by: user, user })
  }
  const target = state.members.get(user)
  if (target === undefined) return err(appError('member-unknown'))
  if (rank[actor.role] < rank.admin || rank[actor.role] <= rank[target.role]) return refused()
  return ok({ kind: 'member.removed', by: actor.user, user })
}

/** For any owner. Whoever closes a room goes last: a crash leaves somebody who can go on. */
function judgeClosing(state: RoomState, actor: RoomMember): Verdict {
  if (actor.role !== 'owner') return refused()
  const other = [...state.members.keys()].find((user) => user !== actor.user)
  if (other !== undefined) return ok({ kind: 'member.removed', by: actor.user, user: other })
  return ok({ kind: 'member.left', by: actor.user, user: actor.user })
}

/** To whoever leads it already, else to whoever has been there longest. */
function judgeDeparture(state: RoomState, { user }: RoomMember, bots: Bots = new Map()): Verdict {
  const others = [...state.members.values()].filter((member) => member.user !== user && !bots.has(member.user))
  const [heir] = others.toSorted((one, other) => rank[other.role] - rank[one.role] || one.joinedSeq - other.joinedSeq)
  if (heir === undefined || !isLastOwner(state, user)) return ok({ kind: 'member.left', by: user, user })
  return ok({ kind: 'room.owner-changed', by: user, user: heir.user })
}

function mayGive(giver: Role, role: Role): boolean {
  return giver === 'owner' || rank[role] < rank.admin
}

function isLastOwner(state: RoomState, user: UserId): boolean {
  const owners = [...state.members.values()].filter((member) => member.role === 'owner')
  return owners.length === 1 && owners[0]?.user === user
}

function refused(): Verdict {
  return err(appError('not-allowed'))
}
