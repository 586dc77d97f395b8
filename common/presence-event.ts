import { z } from 'zod'
import { statusSchema } from './http-contract/profile-contract.ts'
import { userIdSchema } from './id-schemas.ts'

/**
 * On `send.presence.<user>`, by a device: when it changes and every two minutes. Answered `{"v":1}`. `device`: any word by
 * which it tells itself from the user's others; the broker hands on nothing by which they could be told apart.
 */
export const presenceSignSchema = z.strictObject({
  v: z.literal(1),
  idle: z.boolean(),
  device: z.string().min(1).max(32).optional(),
})
export type PresenceSign = z.output<typeof presenceSignSchema>

export const shownStates = ['online', 'away', 'dnd', 'offline'] as const
export type ShownState = (typeof shownStates)[number]

export const presenceChangeSchema = z.object({
  user: userIdSchema,
  state: z.enum(shownStates),
  status: statusSchema.optional(),
})
export type PresenceChange = z.output<typeof presenceChangeSchema>

/** In `/sync`: of a contact who is offline also when they were there last, to the minute, where they let it be seen. */
export const knownPresenceSchema = presenceChangeSchema.extend({ lastSeenAt: z.int().optional() })
export type KnownPresence = z.output<typeof knownPresenceSchema>

/**
 * On `room.<room>.system.presence`, by the presence role. `n` counts what one `run` of it said in this room: a jump, or
 * another run, means that something was missed, and `/sync` is asked.
 */
export const roomPresenceSchema = z.object({
  v: z.literal(1),
  run: z.string().max(64),
  n: z.int().min(1),
  changes: z.array(presenceChangeSchema).max(10_000),
})
export type RoomPresence = z.output<typeof roomPresenceSchema>
