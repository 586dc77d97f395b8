import { z } from 'zod'
import { roles } from '../credential-scope.ts'
import { eventIdSchema, roomIdSchema, userIdSchema } from '../id-schemas.ts'
import type { Message, Reaction } from '../message.ts'
import { attachmentSchema } from '../wire-event.ts'
import { meSchema, userSchema } from './account-contract.ts'
import { limitQuery, wholeNumberQuery } from './query-contract.ts'
import { roomSchema } from './room-contract.ts'

/**
 * A message in answers of the API. `reactions` is a map there (design.md §5); inside Natter they are rows, because an
 * emoji may be `__proto__`. Its own properties only, so nothing is ever looked up on a prototype.
 */
export const apiMessageSchema = z.object({
  id: eventIdSchema,
  room: roomIdSchema,
  seq: z.int(),
  version: z.int(),
  author: userIdSchema,
  at: z.int(),
  text: z.string(),
  format: z.enum(['plain', 'markdown']),
  replyTo: eventIdSchema.optional(),
  mentions: z.array(z.union([z.literal('room'), userIdSchema])),
  attachments: z.array(attachmentSchema),
  reactions: z.custom<Readonly<Record<string, readonly string[]>>>(
    (value) => typeof value === 'object' && value !== null,
  ),
  editedAt: z.int().optional(),
  removedAt: z.int().optional(),
  pinnedAt: z.int().optional(),
})
export type ApiMessage = z.output<typeof apiMessageSchema>

export function buildApiMessage(message: Message): ApiMessage {
  const byEmoji = new Map<string, string[]>()
  for (const { emoji, user } of message.reactions) byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), user])
  return {
    ...message,
    mentions: [...message.mentions],
    attachments: [...message.attachments],
    reactions: Object.fromEntries(byEmoji),
  }
}

/** The way back, in the client. The sequences of single reactions are not in the API; the message's version stands for them. */
export function buildMessageFromApi(answer: ApiMessage): Message {
  const reactions: Reaction[] = []
  for (const [emoji, users] of Object.entries(answer.reactions)) {
    if (!Array.isArray(users)) continue
    for (const user of users) {
      const parsed = userIdSchema.safeParse(user)
      if (parsed.success) reactions.push({ user: parsed.data, emoji, seq: answer.version })
    }
  }
  return { ...answer, reactions }
}

const seqQuery = wholeNumberQuery(0, Number.MAX_SAFE_INTEGER)
export const historyQuerySchema = z
  .strictObject({
    before: seqQuery.optional(),
    after: seqQuery.optional(),
    around: seqQuery.optional(),
    changedAfter: seqQuery.optional(),
    /** At most this many: a page ends sooner at 200 messages or two million characters, and `hasMore…` says so. */
    limit: limitQuery(1_000, 50),
  })
  .refine(
    (query) =>
      [query.before, query.after, query.around, query.changedAfter].filter((value) => value !== undefined).length <= 1,
    'takes one of before, after, around and changedAfter',
  )

export const checkpointSchema = z.object({
  seq: z.int(),
  members: z.array(z.object({ user: userIdSchema, role: z.enum(roles) })),
})

/**
 * `head`: the room's highest archived sequence; all up to it is in the archive. `complete`: the archive had caught up
 * with the stream when asked; otherwise `archivedTo` says how far the shard is archived.
 */
export const historySchema = z.object({
  messages: z.array(apiMessageSchema),
  head: z.int(),
  complete: z.boolean(),
  archivedTo: z.int(),
  checkpoint: checkpointSchema,
  hasMoreBefore: z.boolean(),
  hasMoreAfter: z.boolean(),
})
export type History = z.output<typeof historySchema>

export const syncRoomSchema = z.object({
  room: roomSchema,
  lastMessage: apiMessageSchema.optional(),
  head: z.int(),
  complete: z.boolean(),
  /** The caller's receipt: the sequence read up to. */
  receipt: z.int(),
  /** Stops at 100. */
  unread: z.int(),
  mentions: z.int(),
})
export type SyncRoom = z.output<typeof syncRoomSchema>

export const presenceStates = ['online', 'away', 'offline'] as const

/** `GET /sync`: one call to start from. */
export const syncSchema = z.object({
  me: meSchema,
  server: z.object({ name: z.string() }),
  users: z.array(userSchema),
  contacts: z.array(z.object({ user: userIdSchema })),
  rooms: z.array(syncRoomSchema),
  presence: z.array(z.object({ user: userIdSchema, state: z.enum(presenceStates) })),
  settings: z.object({ version: z.int() }),
  credentialVersion: z.string(),
})
export type Sync = z.output<typeof syncSchema>
