import { z } from 'zod'
import { eventIdSchema, roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { answersSchema, apiMessageSchema } from './history-contract.ts'
import { limitQuery, listQuery, wholeNumberQuery } from './query-contract.ts'

export const messageAnswerSchema = z.object({ message: apiMessageSchema })

/**
 * Oldest first; the last one is what it says now. Of a removed message there are none, and who did it where that was not its
 * author. `cut`: not all that there were, since of one message its first words and the newest are kept, a hundred at most.
 */
export const versionsSchema = z.object({
  versions: z.array(z.object({ seq: z.int(), at: z.int(), text: z.string() })),
  cut: z.literal(true).optional(),
  removedBy: userIdSchema.optional(),
})
export type Versions = z.output<typeof versionsSchema>

export const pinsQuerySchema = z.strictObject({
  before: wholeNumberQuery(0, Number.MAX_SAFE_INTEGER).optional(),
  limit: limitQuery(100, 50),
})
export const pinsSchema = z.object({ messages: z.array(apiMessageSchema), hasMoreBefore: z.boolean() })
export type Pins = z.output<typeof pinsSchema>

export const threadsQuerySchema = z.strictObject({
  limit: limitQuery(200, 50),
  cursor: z.string().max(100).optional(),
  /** Rooms in which the caller has just heard something: the answer waits a moment until it is archived there too. */
  heard: listQuery(roomIdSchema).optional(),
})

/**
 * A thread that the caller follows. `message`: what it hangs on, where they may see that. `unread`: answers of others after
 * `readSeq`, and not before they came to it; stops at 100. Among these, by their sequences: `forYou`, those that name the
 * caller or everybody; `alsoInRoom`, those that the room shows and counts as well. `lastSeq`: of the newest answer; 0
 * without one.
 */
export const followedThreadSchema = z.object({
  room: roomIdSchema,
  thread: eventIdSchema,
  message: apiMessageSchema.optional(),
  answers: answersSchema,
  unread: z.int(),
  forYou: z.array(z.int()).default([]),
  alsoInRoom: z.array(z.int()).default([]),
  readSeq: z.int(),
  lastSeq: z.int(),
})
export type FollowedThread = z.output<typeof followedThreadSchema>
/** `complete`: false while the archive is behind what was said: it is to be asked again. */
export const threadsSchema = z.object({
  threads: z.array(followedThreadSchema),
  complete: z.boolean().default(true),
  cursor: z.string().optional(),
})
export type Threads = z.output<typeof threadsSchema>
