import { appError } from '../../common/app-error.ts'
import type { Role } from '../../common/credential-scope.ts'
import type { UserId } from '../../common/ids.ts'
import type { RoomMember, RoomState } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok, unreachable } from '../../common/result.ts'
import type { SystemEvent } from '../../common/wire-event.ts'

/** What somebody asks of a room. */
export type RoomWish =
  | { readonly kind: 'change'; readonly name?: string | undefined; readonly topic?: string | undefined }
  /** Joins whoever is not in; else changes the role, where one is named. */
  | { readonly kind: 'put-member'; readonly user: UserId; readonly role?: Role | undefined }
  /** Leaves, or takes somebody out. */
  | { readonly kind: 'remove-member'; readonly user: UserId }
  /** Takes everybody out, one by one, oneself last; asked again until there is nobody. */
  | { readonly kind: 'close' }

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
  // Not in it and no such room are one answer: a room does not exist for outsiders.
  if (actor === undefined) return err(appError('room-unknown'))
  if (state.roomKind === 'direct') return err(appError('room-direct'))
  switch (wish.kind) {
    case 'change':
      return judgeChange(state, actor, wish)
    case 'put-member': {
      const target = state.members.get(wish.user)
      if (target === undefined) return judgeJoin(state, actor, wish.user, wish.role ?? 'member', memberCap)
      return judgeRole(state, actor, target, wish.role ?? target.role)
    }
    case 'remove-member':
      return judgeRemoval(state, actor, wish.user)
    case 'close':
      return judgeClosing(state, actor)
    default:
      return unreachable(wish)
  }
}

function judgeChange(state: RoomState, actor: RoomMember, wish: RoomWish & { readonly kind: 'change' }): Verdict {
  if (rank[actor.role] < rank.admin) return refused()
  const name = wish.name === state.name ? undefined : wish.name
  const topic = wish.topic === state.topic ? undefined : wish.topic
  if (name === undefined && topic === undefined) return ok(undefined)
  const change = { ...(name === undefined ? {} : { name }), ...(topic === undefined ? {} : { topic }) }
  return ok({ kind: 'room.changed', by: actor.user, ...change })
}

function judgeJoin(state: RoomState, actor: RoomMember, user: UserId, role: Role, memberCap: number): Verdict {
  if (rank[actor.role] < rank.admin || !mayGive(actor.role, role)) return refused()
  if (state.members.size >= memberCap) {
    const detail = `This room has its ${memberCap} people. Someone has to leave first, or an admin raises the limit.`
    return err(appError('room-full', { detail }))
  }
  return ok({ kind: 'member.joined', by: actor.user, user, role })
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
