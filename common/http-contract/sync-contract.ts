import { z } from 'zod'
import { roomIdSchema } from '../id-schemas.ts'
import { knownPresenceSchema } from '../presence-event.ts'
import { meSchema, userSchema } from './account-contract.ts'
import { announcementSchema } from './announcement-contract.ts'
import { contactSchema } from './contact-contract.ts'
import { apiMessageSchema } from './history-contract.ts'
import { roomSchema } from './room-contract.ts'

const maxCursorCharacters = 8_000

/** `since`: the `cursor` of an answer before. One that is missing, unreadable or somebody else's asks for everything. */
export const syncQuerySchema = z.strictObject({ since: z.string().max(maxCursorCharacters).optional() })

export const previewCharacters = 300
export const firstMembers = 10

/**
 * What a list shows of the newest message. `isCut`: more belongs to it than stands here (text beyond 300 characters,
 * reactions, many mentions or attachments): history has it whole.
 */
export const previewMessageSchema = apiMessageSchema.extend({ isCut: z.literal(true).optional() })
export type PreviewMessage = z.output<typeof previewMessageSchema>

/**
 * `room.members`: ten at most, the caller always among them, owners and admins first; `memberCount` says how many there
 * are, and `GET /rooms/:room` names them all. Who is not named here may be a member all the same.
 */
export const syncRoomSchema = z.object({
  /** `mutedUntil`: the caller's. */
  room: roomSchema.extend({ memberCount: z.int(), mutedUntil: z.int().optional() }),
  lastMessage: previewMessageSchema.optional(),
  head: z.int(),
  complete: z.boolean(),
  /** The caller's receipt: the sequence read up to. */
  receipt: z.int(),
  /** Stops at 100. */
  unread: z.int(),
  mentions: z.int(),
})
export type SyncRoom = z.output<typeof syncRoomSchema>

/**
 * Of a shard whose `epoch` is another one than before, all that was known above `forkSeq` is void. `complete: false` where
 * its archive had not caught up when asked: any room of it may have more than its `head`, those that are not in `rooms` too.
 */
export const shardEpochSchema = z.object({ epoch: z.int(), forkSeq: z.int(), complete: z.literal(false).optional() })

/**
 * `GET /sync`: one call to start from. `rooms`: with `since` those that changed, else all; `roomIds`: all of mine, always.
 * `users`: with `since` those named in `rooms`, and whoever I share a room with and has changed since. A room that was
 * named before and is in `rooms` no longer has not changed.
 */
export const syncSchema = z.object({
  me: meSchema,
  server: z.object({ name: z.string() }),
  cursor: z.string(),
  shards: z.record(z.string().regex(/^\d{1,4}$/), shardEpochSchema),
  users: z.array(userSchema),
  contacts: z.array(contactSchema),
  roomIds: z.array(roomIdSchema),
  rooms: z.array(syncRoomSchema),
  /**
   * Those who are there of everybody I share a room with, and the contacts who were there last, with when that was; whoever is
   * left out is offline.
   */
  presence: z.array(knownPresenceSchema),
  /** What everybody here is told now, the oldest first. Left out where there is nothing. */
  announcements: z.array(announcementSchema).optional(),
  settings: z.object({ version: z.int() }),
  credentialVersion: z.string(),
})
export type Sync = z.output<typeof syncSchema>
