import { z } from 'zod'
import { roles } from '../credential-scope.ts'
import { roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { nameSchema } from '../well-formed-text.ts'
import { roomTopicSchema } from '../wire-event.ts'
import { userSchema } from './account-contract.ts'

export const roomMemberSchema = z.object({ user: userIdSchema, role: z.enum(roles) })

/** A room as a member sees it. `version`: sequence of the last change of its membership, name or topic. */
export const roomSchema = z.object({
  id: roomIdSchema,
  kind: z.enum(['direct', 'group']),
  name: z.string(),
  topic: z.string(),
  members: z.array(roomMemberSchema),
  createdAt: z.int(),
  version: z.int(),
})
export type Room = z.output<typeof roomSchema>

const newRoomNameSchema = nameSchema(80)

export const createRoomBodySchema = z.strictObject({
  name: newRoomNameSchema,
  members: z.array(userIdSchema).max(999),
  topic: roomTopicSchema.optional(),
})
export const changeRoomBodySchema = z.strictObject({
  name: newRoomNameSchema.optional(),
  topic: roomTopicSchema.optional(),
})
export const putMemberBodySchema = z.strictObject({ role: z.enum(roles).optional() })

/** `users`: whoever is named in the rooms, so that screens need ask for nobody. */
export const roomAnswerSchema = z.object({ room: roomSchema, users: z.array(userSchema) })
export const roomsAnswerSchema = z.object({
  rooms: z.array(roomSchema),
  users: z.array(userSchema),
  cursor: z.string().optional(),
})
