import type { RoomId } from './ids.ts'

/**
 * What a client's credential allows, decided once: the template on the scoped signing key, and the tags each user JWT
 * carries. The broker enforces it, so a mistake here is a hole; see docs/protocol.md#credentials.
 */
export const roles = ['owner', 'admin', 'member', 'listener'] as const
export type Role = (typeof roles)[number]

/** Owners and admins: those who run a room. */
export const isLeader = (role: Role | undefined): boolean => role === 'owner' || role === 'admin'

/** How far a member's credential reaches in a room: speak and listen; listen and mark read; only listen. */
export type Reach = 'room' | 'listen' | 'hear'

export const clientTemplate = {
  publish: [
    'send.{{tag(room)}}.{{name()}}.*',
    'send.{{tag(listen)}}.{{name()}}.read',
    'room.{{tag(room)}}.{{name()}}.live.*',
    'send.presence.{{name()}}',
  ],
  subscribe: [
    'room.{{tag(room)}}.>',
    'room.{{tag(listen)}}.>',
    'room.{{tag(hear)}}.>',
    'user.{{name()}}.>',
    '_INBOX.{{name()}}.>',
  ],
  maxSubscriptions: 1_100,
  maxPayloadBytes: 1_048_576,
} as const

export const maxRoomsOfUser = 1_000
export const defaultMemberCap = 100

export const credentialLife = {
  defaultMs: 12 * 3_600_000,
  /** With more than `revocationsForShort` standing revocations, new credentials live this long, so that claims stay small. */
  shortMs: 4 * 3_600_000,
  revocationsForShort: 2_000,
} as const

/** How far somebody reaches in a room is decided by `server/reach/room-reach.ts`. */
export type ScopedRoom = { readonly room: RoomId; readonly reach: Reach }

/** The tags of a user JWT, one a room, sorted so that equal rights give equal credentials. */
export function buildScopeTags(rooms: readonly ScopedRoom[]): string[] {
  return rooms.map(({ room, reach }) => `${reach}:${room}`).sort()
}
