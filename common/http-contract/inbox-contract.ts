import { z } from 'zod'
import { eventIdSchema, roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { textSchema } from '../well-formed-text.ts'
import { userSchema } from './account-contract.ts'
import { contactRequestSchema } from './contact-contract.ts'
import { apiMessageSchema } from './history-contract.ts'
import { limitQuery } from './query-contract.ts'

/** `thread`: the newest answer of others in a thread that one follows. `request`: a contact's, or an invitation into a room. */
const inboxKinds = ['mention', 'reply', 'thread', 'reaction', 'request'] as const
export type InboxKind = (typeof inboxKinds)[number]

/** Names an item among the caller's, for as long as it stands; of reactions all with one emoji on one message are one. */
const inboxItemIdSchema = textSchema({ min: 1, max: 160 })
/** Of the message so many characters: its line. */
export const inboxTextCharacters = 400
/** So many of `by`. */
export const mostInboxNames = 10

export const inboxQuerySchema = z.strictObject({
  kind: z.enum(inboxKinds).optional(),
  limit: limitQuery(100, 50),
  cursor: z.string().max(200).optional(),
})
export type InboxQuery = z.output<typeof inboxQuerySchema>

/**
 * `at`: when it came to concern the caller, which is what the list is sorted by. `by`: whoever did it, the latest first; `count` of
 * them in all. `message`: what it is about, its words cut and without its reactions. `isRead`: the caller has read
 * that far in its room or thread.
 */
export const inboxItemSchema = z.object({
  id: inboxItemIdSchema,
  kind: z.enum(inboxKinds),
  at: z.int(),
  by: z.array(userIdSchema),
  count: z.int(),
  room: roomIdSchema.optional(),
  message: apiMessageSchema.optional(),
  emoji: z.string().optional(),
  /** Whom it names: the caller, or everybody in the room. */
  names: z.enum(['me', 'room']).optional(),
  /** What the thread hangs on. */
  thread: eventIdSchema.optional(),
  request: contactRequestSchema.optional(),
  isRead: z.literal(true).optional(),
})
export type InboxItem = z.output<typeof inboxItemSchema>

/** Newest first. `seenTo`: up to there the caller has looked at it, on any device. `users`: whoever is named. */
export const inboxSchema = z.object({
  items: z.array(inboxItemSchema),
  users: z.array(userSchema),
  seenTo: z.int(),
  cursor: z.string().optional(),
})
export type Inbox = z.output<typeof inboxSchema>

export const mostDismissed = 100
/** `upTo`: `at` of the newest item that was known. With `ids` these, as they stood then; without, everything up to there. */
export const dismissBodySchema = z.strictObject({
  upTo: z.int().min(1).max(8.64e15),
  ids: z.array(inboxItemIdSchema).min(1).max(mostDismissed).optional(),
})
export type DismissBody = z.output<typeof dismissBodySchema>
export const seenBodySchema = z.strictObject({ upTo: z.int().min(1).max(8.64e15) })
