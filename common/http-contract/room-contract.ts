import { z } from 'zod'
import { roles } from '../credential-scope.ts'
import { roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { nameSchema, textSchema } from '../well-formed-text.ts'
import {
  historySettingSchema,
  postingSchema,
  roomTopicSchema,
  slowModeSchema,
  threadMarksSchema,
  visibilitySchema,
} from '../wire-event.ts'
import { userSchema } from './account-contract.ts'
import { pageQuerySchema } from './query-contract.ts'

export const roomMemberSchema = z.object({
  user: userIdSchema,
  role: z.enum(roles),
  /** Until then they only listen, ms. */
  mutedUntil: z.int().optional(),
})

/** A room as a member sees it. `version`: sequence of the last change of its membership, name or topic. */
export const roomSchema = z.object({
  id: roomIdSchema,
  kind: z.enum(['direct', 'group']),
  name: z.string(),
  topic: z.string(),
  members: z.array(roomMemberSchema),
  createdAt: z.int(),
  version: z.int(),
  /** In `GET /sync` these are left out where they are `private`, `all`, `members`, 0 or false. */
  visibility: visibilitySchema.optional(),
  history: historySettingSchema.optional(),
  posting: postingSchema.optional(),
  slowModeSec: z.int().optional(),
  archived: z.boolean().optional(),
  /** Of a direct room whose two are no contacts any more: how far both reach. */
  ended: z.enum(['listen', 'hear']).optional(),
  /** The version of its picture. */
  avatar: z.string().optional(),
})
export type Room = z.output<typeof roomSchema>

const newRoomNameSchema = nameSchema(80)

export const createRoomBodySchema = z.strictObject({
  name: newRoomNameSchema,
  members: z.array(userIdSchema).max(999),
  topic: roomTopicSchema.optional(),
  visibility: visibilitySchema.optional(),
  history: historySettingSchema.optional(),
})
export const changeRoomBodySchema = z.strictObject({
  name: newRoomNameSchema.optional(),
  topic: roomTopicSchema.optional(),
  visibility: visibilitySchema.optional(),
  history: historySettingSchema.optional(),
  posting: postingSchema.optional(),
  slowModeSec: slowModeSchema.optional(),
  archived: z.boolean().optional(),
})
/** `mutedUntil`: ms; `null`, or what is over: they may write again. */
export const putMemberBodySchema = z.strictObject({
  role: z.enum(roles).optional(),
  mutedUntil: z.int().min(0).max(8.64e15).nullable().optional(),
})
/** They are asked first, and stand in nobody's list until they agree. */
export const invitedSchema = z.object({ invited: z.literal(true) })
export const banBodySchema = z.strictObject({ reason: textSchema({ min: 0, max: 200 }).optional() })
export const bansSchema = z.object({
  bans: z.array(
    z.object({
      user: userIdSchema,
      by: userIdSchema.optional(),
      at: z.int().optional(),
      reason: z.string().optional(),
    }),
  ),
  users: z.array(userSchema),
})
export const handOverBodySchema = z.strictObject({ user: userIdSchema })
export const readBodySchema = z.strictObject({ seq: z.int().min(0), threads: threadMarksSchema.optional() })

export const publicRoomsQuerySchema = pageQuerySchema.extend({ q: textSchema({ min: 0, max: 100 }).optional() })
export const publicRoomSchema = z.object({
  id: roomIdSchema,
  name: z.string(),
  topic: z.string(),
  members: z.int(),
  avatar: z.string().optional(),
})
export const publicRoomsSchema = z.object({ rooms: z.array(publicRoomSchema), cursor: z.string().optional() })
export type PublicRooms = z.output<typeof publicRoomsSchema>

/** `users`: whoever is named in the rooms, so that screens need ask for nobody. */
export const roomAnswerSchema = z.object({ room: roomSchema, users: z.array(userSchema) })
/** What there is in a room for the caller to see; pins stop at a thousand. */
export const roomCountsSchema = z.object({ files: z.int(), links: z.int(), pins: z.int() })
export const wholeRoomAnswerSchema = roomAnswerSchema.extend({ counts: roomCountsSchema })
/** `invited`: those who are asked first. */
export const createdRoomSchema = roomAnswerSchema.extend({ invited: z.array(userIdSchema).optional() })
export const roomsAnswerSchema = z.object({
  rooms: z.array(roomSchema),
  users: z.array(userSchema),
  cursor: z.string().optional(),
})
