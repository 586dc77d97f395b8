import { z } from 'zod'
import { roles } from './credential-scope.ts'
import { eventIdSchema, fileIdSchema, roomIdSchema, userIdSchema } from './id-schemas.ts'
import type { EventId } from './ids.ts'
import { captionableTextSchema, emojiSchema, isWellFormedText, textSchema } from './well-formed-text.ts'

/**
 * What can happen in a room, as it goes over the wire: one tagged union, decoded strictly (docs/protocol.md#events). Room and author
 * are not in here: the subject states them and the broker vouches for it. `at` is the sender's clock in milliseconds,
 * shown until the stream's time is known; it decides nothing.
 */
const base = { v: z.literal(1), id: eventIdSchema, at: z.int().min(0).max(8.64e15) }

const mentionSchema = z.union([z.literal('room'), userIdSchema])
const mentionsSchema = z.array(mentionSchema).max(100)
const formatSchema = z.enum(['plain', 'markdown'])

/** A file that belongs to a message; the file itself is fetched from the control plane by membership. */
export const attachmentSchema = z.strictObject({
  file: fileIdSchema,
  name: textSchema({ min: 1, max: 255 }),
  mediaType: z
    .string()
    .max(127)
    .regex(/^[\w.+-]+\/[\w.+-]+$/),
  sizeBytes: z.int().min(0),
  width: z.int().min(1).max(100_000).optional(),
  height: z.int().min(1).max(100_000).optional(),
  durationMs: z.int().min(0).max(8.64e7).optional(),
  thumbhash: z
    .string()
    .max(64)
    .regex(/^[A-Za-z0-9+/]+={0,2}$/)
    .optional(),
  caption: textSchema({ min: 1, max: 2_000 }).optional(),
})

/** What stands behind an address of the text, as its sender's server has read it; `image` is a file of the room. */
export const linkPreviewSchema = z.strictObject({
  url: textSchema({ min: 1, max: 2_048 }).regex(/^https?:\/\//),
  title: textSchema({ min: 1, max: 300 }),
  text: textSchema({ min: 1, max: 1_000 }).optional(),
  image: fileIdSchema.optional(),
})

/** Whose words a message passes on, and where they were said. */
export const forwardedSchema = z.strictObject({ room: roomIdSchema, message: eventIdSchema, author: userIdSchema })
/**
 * The server's own word that these are the author's words, good for this one event (server/forwards). The archive refuses a
 * message without it: nobody puts words into somebody's mouth.
 */
const sealSchema = z.string().regex(/^[\w-]{32}$/)
export const sealedForwardSchema = forwardedSchema.extend({ seal: sealSchema })

const memberSchema = z.strictObject({ user: userIdSchema, role: z.enum(roles) })
const roomNameSchema = textSchema({ min: 1, max: 80 })
export const roomTopicSchema = textSchema({ min: 0, max: 250 })

const event = <Kind extends string, Shape extends z.core.$ZodLooseShape>(kind: Kind, shape: Shape) =>
  z.strictObject({ ...base, kind: z.literal(kind), ...shape })

const memberEventSchema = z.discriminatedUnion('kind', [
  event('message.posted', {
    /** Empty beside a file alone. */
    text: captionableTextSchema,
    format: formatSchema,
    replyTo: eventIdSchema.optional(),
    /** The message that it hangs on; with the same in `replyTo` it stands in the room too (thread.ts). */
    thread: eventIdSchema.optional(),
    mentions: mentionsSchema.optional(),
    attachments: z.array(attachmentSchema).max(20).optional(),
    preview: linkPreviewSchema.optional(),
    /** While it waits for its seal on a device there is none. */
    forwarded: sealedForwardSchema.partial({ seal: true }).optional(),
  }).refine(({ text, attachments = [] }) => text !== '' || attachments.length > 0, { path: ['text'] }),
  event('message.edited', {
    message: eventIdSchema,
    /** Whether it may be empty is for the fold to say, which knows the files. */
    text: captionableTextSchema,
    format: formatSchema.optional(),
    mentions: mentionsSchema.optional(),
  }),
  event('message.removed', { message: eventIdSchema }),
  event('reaction.added', { message: eventIdSchema, emoji: emojiSchema }),
  event('reaction.removed', { message: eventIdSchema, emoji: emojiSchema }),
  event('message.pinned', { message: eventIdSchema }),
  event('message.unpinned', { message: eventIdSchema }),
])

/** How somebody came into a room: brought in, by accepting, by an invitation's code, or into a public room. */
export const joinWays = ['added', 'accepted', 'invite', 'public'] as const
export const visibilitySchema = z.enum(['private', 'public'])
/** What newcomers see: all that the room has, or what is said while they are in it. */
export const historySettingSchema = z.enum(['all', 'joined'])
export const postingSchema = z.enum(['members', 'admins'])
/** Seconds between two messages of a member; 0: as they like. */
export const slowModeSchema = z.int().min(0).max(86_400)

/** `by` is who asked the control plane for the change. */
const by = { by: userIdSchema }
const systemEventSchema = z.discriminatedUnion('kind', [
  event('room.created', {
    ...by,
    roomKind: z.enum(['direct', 'group']),
    name: textSchema({ min: 0, max: 80 }),
    topic: roomTopicSchema.optional(),
    visibility: visibilitySchema.optional(),
    history: historySettingSchema.optional(),
    members: z.array(memberSchema).min(1).max(1_000),
  }),
  event('room.changed', {
    ...by,
    name: roomNameSchema.optional(),
    topic: roomTopicSchema.optional(),
    visibility: visibilitySchema.optional(),
    history: historySettingSchema.optional(),
    posting: postingSchema.optional(),
    slowModeSec: slowModeSchema.optional(),
    archived: z.boolean().optional(),
    /** Empty: none any more. */
    avatar: z.string().max(64).optional(),
  }),
  /** Whoever hands a room over is an admin of it from then on. */
  event('room.owner-changed', { ...by, user: userIdSchema }),
  event('member.joined', { ...by, user: userIdSchema, role: z.enum(roles), via: z.enum(joinWays).optional() }),
  event('member.left', { ...by, user: userIdSchema }),
  event('member.removed', { ...by, user: userIdSchema }),
  event('member.role-changed', { ...by, user: userIdSchema, role: z.enum(roles) }),
  /** By the stream's time it is over by itself. */
  event('member.muted', { ...by, user: userIdSchema, until: z.int().min(0).max(8.64e15) }),
  event('member.unmuted', { ...by, user: userIdSchema }),
  /** Also of somebody who is not in it, so that whoever joins at the same moment does not. */
  event('member.banned', { ...by, user: userIdSchema }),
  event('member.unbanned', { ...by, user: userIdSchema }),
  /** Of a direct room. Nobody is named: an end and a block look alike. */
  event('contact.ended', { reach: z.enum(['listen', 'hear']) }),
  event('contact.restored', {}),
  /** Without `by`: its author, or nobody who is to be named. */
  event('message.removed', { message: eventIdSchema, by: userIdSchema.optional() }),
  /** What was said before that time, by that author where one is named, is gone: each of these messages was removed. */
  event('messages.erased', {
    before: z.int().min(0).max(8.64e15).optional(),
    author: userIdSchema.optional(),
    upTo: z.int().min(0),
  }),
])

/** A kind this version does not know: kept and ignored, so that newer clients may share a room with older ones. */
const unknownEventSchema = z.looseObject({
  ...base,
  kind: z.string().min(1).max(64).refine(isWellFormedText),
})

export type MemberEvent = z.output<typeof memberEventSchema>
export type SystemEvent = z.output<typeof systemEventSchema>
export type UnknownEvent = {
  readonly v: 1
  readonly kind: 'unknown'
  readonly id: MemberEvent['id']
  readonly at: number
  readonly named: string
}
export type WireEvent = MemberEvent | SystemEvent | UnknownEvent
export type Attachment = z.output<typeof attachmentSchema>
export type Forwarded = z.output<typeof forwardedSchema>
export type SealedForward = z.output<typeof sealedForwardSchema>
export type LinkPreview = z.output<typeof linkPreviewSchema>
export type Mention = z.output<typeof mentionSchema>
export type RoomKind = 'direct' | 'group'

export const memberKinds: ReadonlySet<string> = new Set(
  memberEventSchema.options.flatMap((option) => [...option.shape.kind.values]),
)
export const systemKinds: ReadonlySet<string> = new Set(
  systemEventSchema.options.flatMap((option) => [...option.shape.kind.values]),
)

export { memberEventSchema, systemEventSchema, unknownEventSchema }

/** On lane `read`: how far a user has read. */
export const mostThreadMarks = 50
export const threadMarksSchema = z
  .record(eventIdSchema, z.int().min(0))
  .refine((threads) => Object.keys(threads).length <= mostThreadMarks)
export const readMarkSchema = z.strictObject({
  v: z.literal(1),
  seq: z.int().min(0),
  /** How far in threads, of those read last: all that is known of them each time, folded by maximum. */
  threads: threadMarksSchema.optional(),
})
/** How far somebody has read in threads, by the message that each hangs on. */
export type ThreadMarks = Readonly<Partial<Record<EventId, number>>>
/** On `room.<room>.system.head`: what the archive has of the room, docs/protocol.md#barrier. */
export const roomHeadSchema = z.strictObject({
  v: z.literal(1),
  prev: z.int().min(0),
  head: z.int().min(0),
  count: z.int().min(0),
  refused: z.array(z.int().min(0)).max(10_000),
  /** Of the room's shard; another one than before: ask `/sync`. */
  epoch: z.int().min(0).optional(),
})
export type RoomHead = z.output<typeof roomHeadSchema>
/** On lane `live.typing`; never stored. */
export const typingSchema = z.strictObject({ v: z.literal(1), typing: z.boolean() })
