import { z } from 'zod'
import { roles } from '../credential-scope.ts'
import { emojiForm } from '../emoji-form.ts'
import { eventIdSchema, roomIdSchema, userIdSchema } from '../id-schemas.ts'
import type { Message, Reaction } from '../message.ts'
import { attachmentSchema, forwardedSchema, linkPreviewSchema, systemEventSchema } from '../wire-event.ts'
import { limitQuery, wholeNumberQuery } from './query-contract.ts'

/** `by`: so many at most. */
export const mostAnswerers = 10
export const answersSchema = z.object({ count: z.int(), lastAt: z.int(), by: z.array(userIdSchema) })

/**
 * A message in answers of the API. `reactions` is a map there; inside Natter they are rows, because an
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
  /** The message that it hangs on. */
  thread: eventIdSchema.optional(),
  /** Of what hangs on it, as far as the caller may see it. `by`: the latest first. */
  answers: answersSchema.optional(),
  mentions: z.array(z.union([z.literal('room'), userIdSchema])),
  attachments: z.array(attachmentSchema),
  preview: linkPreviewSchema.optional(),
  /** Whose words its author passes on, as the server has vouched for. */
  forwarded: forwardedSchema.optional(),
  reactions: z.custom<Readonly<Record<string, readonly string[]>>>(
    (value) => typeof value === 'object' && value !== null,
  ),
  editedAt: z.int().optional(),
  removedAt: z.int().optional(),
  /** Where that was not its author. */
  removedBy: userIdSchema.optional(),
  pinnedAt: z.int().optional(),
})
export type ApiMessage = z.output<typeof apiMessageSchema>

/** A field of a message that the API would drop in silence does not compile here; nor one that it makes up. */
type Uncovered = Exclude<keyof Message, keyof ApiMessage> | Exclude<keyof ApiMessage, keyof Message>
const isCovered: [Uncovered] extends [never] ? true : { readonly uncovered: Uncovered } = true
void isCovered

export function buildApiMessage(message: Message): ApiMessage {
  const byEmoji = new Map<string, string[]>()
  for (const { emoji, user } of message.reactions) {
    // Rows of an older version may hold both forms of the same emoji.
    const form = emojiForm(emoji)
    const users = byEmoji.get(form) ?? []
    if (!users.includes(user)) byEmoji.set(form, [...users, user])
  }
  const { answers, ...rest } = message
  return {
    ...rest,
    ...(answers === undefined
      ? {}
      : { answers: { count: answers.count, lastAt: answers.lastAt, by: [...answers.by] } }),
    mentions: [...message.mentions],
    attachments: [...message.attachments],
    reactions: Object.fromEntries(byEmoji),
  }
}

/** The way back, in the client. The sequences of single reactions are not in the API; the message's version stands for them. */
export function buildMessageFromApi({ answers: _, ...answer }: ApiMessage): Message {
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

/** Those of a page. What hangs on them was counted up to its head: what is heard from there on is to be added. */
export function buildMessagesFromApi({ messages, head: upTo }: Pick<History, 'messages' | 'head'>): Message[] {
  return messages.map((answer) => {
    const message = buildMessageFromApi(answer)
    return answer.answers === undefined ? message : { ...message, answers: { ...answer.answers, upTo } }
  })
}

const seqQuery = wholeNumberQuery(0, Number.MAX_SAFE_INTEGER)
export const historyQuerySchema = z
  .strictObject({
    before: seqQuery.optional(),
    after: seqQuery.optional(),
    around: seqQuery.optional(),
    /** By `version`. May be joined with `before` and `after`: changes of messages whose sequence lies between them. */
    changedAfter: seqQuery.optional(),
    /** At most this many: a page ends sooner at 200 messages or two million characters, and `hasMore…` says so. */
    limit: limitQuery(1_000, 50),
  })
  .refine(
    ({ before, after, around, changedAfter }) =>
      around === undefined
        ? before === undefined || after === undefined || changedAfter !== undefined
        : before === undefined && after === undefined && changedAfter === undefined,
    'takes one of before, after and around, or changedAfter with the bounds before and after',
  )

export const roomLimitsSchema = z.object({
  posting: z.literal('admins').optional(),
  archived: z.literal(true).optional(),
  ended: z.enum(['listen', 'hear']).optional(),
  mutes: z.array(z.object({ user: userIdSchema, until: z.int() })).optional(),
})

export const checkpointSchema = z.object({
  seq: z.int(),
  members: z.array(z.object({ user: userIdSchema, role: z.enum(roles) })),
  /** What keeps people from speaking, beside their role; absent: nothing does. */
  limits: roomLimitsSchema.optional(),
})

/** A `system` event of the room, so that who came and went is there for everybody. `at`: the stream's time. */
export const noticeSchema = z.object({ seq: z.int(), at: z.int(), event: systemEventSchema })

/** How many messages lie in a stretch, and what their places and versions come to: two who hold the same of it have the same. */
export const tallySchema = z.object({ count: z.int(), seqs: z.int(), versions: z.int() })
export type Tally = z.output<typeof tallySchema>

export function tallyOf(messages: readonly Pick<Message, 'seq' | 'version'>[]): Tally {
  const sumOf = (name: 'seq' | 'version') => messages.reduce((sum, message) => sum + message[name], 0)
  return { count: messages.length, seqs: sumOf('seq'), versions: sumOf('version') }
}

/**
 * `head`: the room's highest archived sequence; all up to it is in the archive. `complete`: the archive had caught up
 * with the stream when asked; otherwise `archivedTo` says how far the shard is archived. `notices`: those in the page's
 * range; they count to its limit. Under another `epoch` than before, what was known above `forkSeq` is void. `tally`: with
 * `changedAfter` and a bound, of all that lies between the bounds, changed or not; not where that is over 1,000 messages.
 */
export const historySchema = z.object({
  messages: z.array(apiMessageSchema),
  notices: z.array(noticeSchema),
  head: z.int(),
  complete: z.boolean(),
  archivedTo: z.int(),
  epoch: z.int(),
  forkSeq: z.int(),
  checkpoint: checkpointSchema,
  hasMoreBefore: z.boolean(),
  hasMoreAfter: z.boolean(),
  tally: tallySchema.optional(),
})
export type History = z.output<typeof historySchema>
