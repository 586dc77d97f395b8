import type { Role } from '../credential-scope.ts'
import { isLeader } from '../credential-scope.ts'
import type { UserId } from '../ids.ts'
import type { RoomLimits } from '../message.ts'
import type { StoredEvent } from '../wire-decode.ts'

/** Nothing keeps anybody from speaking. */
export const noLimits: RoomLimits = {}

/** What a room's `system` events say of who may speak, beside their role. The same object comes back where nothing changes. */
export function reduceLimits(limits: RoomLimits, { event, author, storedAt }: StoredEvent): RoomLimits {
  if (author !== 'system') return limits
  switch (event.kind) {
    case 'room.changed': {
      const { posting, archived, ...rest } = limits
      if (event.posting === undefined && event.archived === undefined) return limits
      const isPostingLimited = event.posting === undefined ? posting === 'admins' : event.posting === 'admins'
      const isArchived = event.archived ?? archived === true
      return {
        ...rest,
        ...(isPostingLimited ? { posting: 'admins' as const } : {}),
        ...(isArchived ? { archived: true as const } : {}),
      }
    }
    case 'contact.ended':
      return limits.ended === event.reach ? limits : { ...limits, ended: event.reach }
    case 'contact.restored': {
      const { ended, ...rest } = limits
      return ended === undefined ? limits : rest
    }
    case 'member.muted':
      return withMutes(limits, [
        ...mutesOfOthers(limits, event.user, storedAt),
        { user: event.user, until: event.until },
      ])
    case 'member.unmuted':
      return withMutes(limits, mutesOfOthers(limits, event.user, storedAt))
    default:
      return limits
  }
}

/** The role that counts for who speaks at this time of the stream: whoever may not is a listener, whatever else they are. */
export function speakingRole(role: Role | undefined, limits: RoomLimits, user: UserId, at: number): Role | undefined {
  if (role === undefined) return undefined
  const isSilent =
    limits.archived === true ||
    limits.ended !== undefined ||
    (limits.posting === 'admins' && !isLeader(role)) ||
    at < mutedUntil(limits, user)
  return isSilent ? 'listener' : role
}

/** 0: they never were. */
export function mutedUntil({ mutes = [] }: RoomLimits, user: UserId): number {
  return mutes.find((mute) => mute.user === user)?.until ?? 0
}

type Mutes = NonNullable<RoomLimits['mutes']>

/** Those that are over go with the next change. */
function mutesOfOthers({ mutes = [] }: RoomLimits, user: UserId, nowAt: number): Mutes {
  return mutes.filter((mute) => mute.user !== user && mute.until > nowAt)
}

function withMutes({ mutes: _, ...rest }: RoomLimits, mutes: Mutes): RoomLimits {
  return mutes.length === 0 ? rest : { ...rest, mutes }
}
