import { z } from 'zod'
import { userSchema } from '../../../common/http-contract/account-contract.ts'
import { blockSchema, contactRequestSchema, contactSchema } from '../../../common/http-contract/contact-contract.ts'
import { credentialSchema } from '../../../common/http-contract/credential-contract.ts'
import { answersSchema, checkpointSchema } from '../../../common/http-contract/history-contract.ts'
import { inboxItemSchema } from '../../../common/http-contract/inbox-contract.ts'
import type { SyncRoom } from '../../../common/http-contract/sync-contract.ts'
import { syncRoomSchema } from '../../../common/http-contract/sync-contract.ts'
import { eventIdSchema, roomIdSchema, userIdSchema } from '../../../common/id-schemas.ts'
import type { UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { NoticeRow } from '../../../common/reducers/timeline-reducer.ts'
import type { LaterCount, ServerCount } from '../../../common/reducers/unread-reducer.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import {
  attachmentSchema,
  forwardedSchema,
  linkPreviewSchema,
  memberEventSchema,
  systemEventSchema,
} from '../../../common/wire-event.ts'
import type { RawSettings, SettingsPatch } from '../../settings/settings-patch.ts'
import type { KeptDelivery } from '../outbox/delivery-log.ts'

/**
 * What comes from the disk is decoded like what comes from the wire: another version may have written it, or half of it is
 * lost. A record that cannot be read is not there, and what is not there is fetched again.
 */
export function decodeRecord<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const parsed = schema.safeParse(value)
  return parsed.success ? parsed.data : undefined
}

export function decodeRecords<T>(schema: z.ZodType<T>, values: readonly unknown[]): readonly T[] {
  return values.flatMap((value) => decodeRecord(schema, value) ?? [])
}

/** A key of a record that may not be readable otherwise. */
export function fieldOf(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null ? (record as Readonly<Record<string, unknown>>)[name] : undefined
}

/** Exactly the fields of `T`, none forgotten: a new one does not compile until it is kept too. */
const fieldsOf = <T>() => {
  return <S extends Readonly<Record<keyof T, z.ZodType>>>(
    shape: S & Record<Exclude<keyof S, keyof T>, never>,
  ): z.ZodType<T> => z.object(shape) as unknown as z.ZodType<T>
}

const seqSchema = z.int().min(0)
const timeSchema = z.number()

export const keptMessageSchema = fieldsOf<Message>()({
  id: eventIdSchema,
  room: roomIdSchema,
  seq: seqSchema,
  version: seqSchema,
  author: userIdSchema,
  at: timeSchema,
  text: z.string(),
  format: z.enum(['plain', 'markdown']),
  replyTo: eventIdSchema.optional(),
  thread: eventIdSchema.optional(),
  answers: answersSchema.extend({ upTo: seqSchema.optional() }).optional(),
  mentions: z.array(z.union([z.literal('room'), userIdSchema])),
  attachments: z.array(attachmentSchema),
  preview: linkPreviewSchema.optional(),
  forwarded: forwardedSchema.optional(),
  reactions: z.array(z.object({ user: userIdSchema, emoji: z.string(), seq: seqSchema })),
  editedAt: timeSchema.optional(),
  removedAt: timeSchema.optional(),
  pinnedAt: timeSchema.optional(),
  removedBy: userIdSchema.optional(),
})

export const keptEventSchema = fieldsOf<StoredEvent>()({
  room: roomIdSchema,
  author: z.union([z.literal('system'), userIdSchema]),
  seq: seqSchema,
  storedAt: timeSchema,
  event: z.union([
    memberEventSchema,
    systemEventSchema,
    z.object({ v: z.literal(1), kind: z.literal('unknown'), id: eventIdSchema, at: timeSchema, named: z.string() }),
  ]),
})

export type KeptNotice = Omit<NoticeRow, 'kind'> & { readonly room: Message['room'] }
export const keptNoticeSchema = fieldsOf<KeptNotice>()({
  room: roomIdSchema,
  seq: seqSchema,
  at: timeSchema,
  event: systemEventSchema,
})

export const keptCheckpointSchema = checkpointSchema
export const keptUserSchema = userSchema

/** One room as the list shows it, and as it was counted when it was written. Not more: a start reads a thousand of them. */
export type KeptRoom = {
  readonly room: SyncRoom['room']
  readonly head: number
  readonly receipt: number
  /** How far others have read: nobody says it again. */
  readonly receipts?: ReadonlyMap<UserId, number> | undefined
  readonly server?: ServerCount | undefined
  readonly later?: LaterCount | undefined
  /** The message the list shows. */
  readonly last?: Message | undefined
  /** What stands in `last` is not all of it. */
  readonly isCut?: true | undefined
}
export const keptRoomSchema = fieldsOf<KeptRoom>()({
  room: syncRoomSchema.shape.room,
  head: seqSchema,
  receipt: seqSchema,
  receipts: z.map(userIdSchema, seqSchema).optional().catch(undefined),
  // What older versions wrote does not say which receipt the server counted from: it is counted again.
  server: z
    .object({ head: seqSchema, receipt: seqSchema, lastSeq: seqSchema, unread: seqSchema, mentions: seqSchema })
    .optional()
    .catch(undefined),
  later: z
    .object({ after: seqSchema, head: seqSchema, unread: seqSchema, mentions: seqSchema })
    .optional()
    .catch(undefined),
  last: keptMessageSchema.optional().catch(undefined),
  isCut: z.literal(true).optional(),
})

export const keptGoneRoomsSchema = z.array(
  z.object({ id: roomIdSchema, name: z.string(), by: userIdSchema.optional() }),
)
/** `changes`: what was set here and the server has not taken yet. */
export type KeptSettings = {
  readonly version: number
  readonly settings: RawSettings
  readonly changes: readonly SettingsPatch[]
}
const rawSchema = z.record(z.string(), z.unknown())
export const keptSettingsSchema = fieldsOf<KeptSettings>()({
  version: z.int().min(0),
  settings: rawSchema,
  changes: z.array(rawSchema),
})
/** How far I have read in rooms of which that was not heard back. */
export const keptReadMarksSchema = z.map(roomIdSchema, seqSchema)
/** Who knew whom when it was last asked. */
export const keptContactsSchema = z.object({
  contacts: z.array(contactSchema),
  requests: z.array(contactRequestSchema),
  blocks: z.array(blockSchema),
})
export type KeptContacts = z.output<typeof keptContactsSchema>
/** What this device did with the latest messages of mine. */
export const keptDeliveriesSchema = z.array(
  fieldsOf<KeptDelivery>()({
    id: eventIdSchema,
    room: roomIdSchema,
    queuedAt: timeSchema,
    tries: z.int().min(0),
    triedAt: timeSchema.optional(),
    ackedAt: timeSchema.optional(),
    ackedSeq: seqSchema.optional(),
    isDuplicate: z.literal(true).optional(),
  }),
)
const dismissalSchema = z.object({ upTo: z.int(), ids: z.array(z.string()).readonly().optional(), at: timeSchema })
/** What concerned me when it was last asked; `pending`: dismissed, and not yet told. */
export const keptInboxSchema = z.object({
  items: z.array(inboxItemSchema).readonly(),
  seenTo: z.int(),
  pending: z.array(dismissalSchema).readonly(),
})
export type KeptInbox = z.output<typeof keptInboxSchema>
export const keptEpochsSchema = z.record(z.string(), z.int())
export const heldCredentialSchema = credentialSchema.extend({ fetchedAt: z.number(), lifeMs: z.number() })
