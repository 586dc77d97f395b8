import { z } from 'zod'
import { roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { nameSchema, textSchema } from '../well-formed-text.ts'
import { typedHandleSchema, userSchema } from './account-contract.ts'

/** Contacts, requests and blocks over HTTP; docs/protocol.md#people says what they do to rights. */
export const contactSchema = z.object({
  user: userIdSchema,
  /** The direct room of the two. */
  room: roomIdSchema,
  since: z.int(),
  /** The caller's own name for them. */
  nickname: z.string().optional(),
})
export type Contact = z.output<typeof contactSchema>

/** `kind: "room"`: an invitation into a room, by `user`. Others are told nothing of who declines. */
export const requestIdSchema = userIdSchema as unknown as z.ZodType<string, string>
export const contactRequestSchema = z.object({
  id: requestIdSchema,
  kind: z.enum(['contact', 'room']),
  direction: z.enum(['in', 'out']),
  /** The other one. */
  user: userIdSchema,
  note: z.string().optional(),
  at: z.int(),
  room: z.object({ id: roomIdSchema, name: z.string(), history: z.enum(['all', 'joined']) }).optional(),
})
export type ContactRequest = z.output<typeof contactRequestSchema>

export const blockSchema = z.object({ user: userIdSchema, at: z.int() })

/** `users`: whoever is named, so that screens need ask for nobody. */
export const contactsSchema = z.object({
  contacts: z.array(contactSchema),
  requests: z.array(contactRequestSchema),
  blocks: z.array(blockSchema),
  users: z.array(userSchema),
  /** There is more: asked with it, the next page. */
  cursor: z.string().optional(),
})
export type Contacts = z.output<typeof contactsSchema>

export const askContactBodySchema = z.strictObject({
  handle: typedHandleSchema,
  note: textSchema({ min: 0, max: 200 }).optional(),
})
/** 201: asked. 200: asked before, or both are contacts now. */
export const askedContactSchema = z.object({ request: contactRequestSchema })
export const askAgainSchema = z.union([z.object({ contact: contactSchema }), askedContactSchema])
/** An invitation into a room that was accepted has the room. */
export const acceptedSchema = z.union([
  z.object({ contact: contactSchema }),
  z.object({ room: z.object({ id: roomIdSchema }) }),
])
/** Empty: none any more. */
export const nicknameBodySchema = z.strictObject({ nickname: z.union([z.literal(''), nameSchema(64)]) })
