import { z } from 'zod'
import { roomIdSchema, userIdSchema } from './id-schemas.ts'
import type { RoomId, UserId } from './ids.ts'
import { decodeUtf8 } from './text-codec.ts'

/**
 * What the control plane says on `user.<user>.<topic>`: that there is something new to ask for over HTTPS. Empty, or which
 * rooms and people it is about where these are few; a hint decides nothing, whatever it names. Decoded strictly, because the
 * broker's answers to other people's publishes can be aimed at this subject too, and always have a body.
 */
export type UserHint = { readonly rooms?: readonly RoomId[]; readonly users?: readonly UserId[] }

export const mostHinted = 20

const hintSchema = z.strictObject({
  v: z.literal(1),
  rooms: z.array(roomIdSchema).min(1).max(mostHinted).optional(),
  users: z.array(userIdSchema).min(1).max(mostHinted).optional(),
})

const maxHintBytes = 1_024

/** Never throws; undefined for what is no hint, at little cost. */
export function parseUserHint(data: Uint8Array): UserHint | undefined {
  if (data.byteLength === 0) return {}
  if (data.byteLength > maxHintBytes) return undefined
  try {
    const parsed = hintSchema.safeParse(JSON.parse(decodeUtf8(data)))
    if (!parsed.success) return undefined
    const { rooms, users } = parsed.data
    return { ...(rooms === undefined ? {} : { rooms }), ...(users === undefined ? {} : { users }) }
  } catch {
    return undefined
  }
}

/** The text of its body; empty where it names nothing, or more than is worth naming. */
export function writeUserHint({ rooms = [], users = [] }: UserHint): string {
  if (rooms.length + users.length === 0 || rooms.length > mostHinted || users.length > mostHinted) return ''
  const named = { ...(rooms.length === 0 ? {} : { rooms }), ...(users.length === 0 ? {} : { users }) }
  return JSON.stringify({ v: 1, ...named })
}

/** What names nothing is about anything, and so is both together. */
export function mergeHints(one: UserHint, other: UserHint): UserHint {
  if (isAboutAll(one) || isAboutAll(other)) return {}
  const rooms = [...new Set([...(one.rooms ?? []), ...(other.rooms ?? [])])]
  const users = [...new Set([...(one.users ?? []), ...(other.users ?? [])])]
  // More are not named, and so need not be kept.
  if (rooms.length > mostHinted || users.length > mostHinted) return {}
  return { ...(rooms.length === 0 ? {} : { rooms }), ...(users.length === 0 ? {} : { users }) }
}

function isAboutAll({ rooms = [], users = [] }: UserHint): boolean {
  return rooms.length + users.length === 0
}
