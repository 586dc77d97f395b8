import { z } from 'zod'
import { eventIdSchema, roomIdSchema } from './id-schemas.ts'
import { decodeUtf8 } from './text-codec.ts'

/**
 * What the control plane says on `user.<user>.notices` besides the empty hint: that an event of this user was stored and
 * then not taken in, and that they are muted for a while. The broker's answers to other people's publishes can be aimed
 * at this subject too, so a body counts only where it decodes, and decides nothing: that an event was refused is said by
 * `refused` of the room's head and by history, what one may do by the credential.
 */
export const noticeReasons = {
  /** Stored, and refused by the rights (`fold-event.ts`), by what the archiver alone knows (`too-soon` in slow mode, `not-own-file`, `forward-unproven`) or set aside as malformed (`wire-decode.ts`). */
  eventRefused: [
    'not-a-member',
    'listener',
    'not-the-author',
    'message-unknown',
    'message-removed',
    'too-many-reactions',
    'nothing-left',
    'not-own-words',
    'too-soon',
    'not-own-file',
    'forward-unproven',
    'subject',
    'headers',
    'json',
    'version',
    'kind',
    'fields',
    'author',
    'id',
    'too-large',
    'unwritable',
  ],
  /** More events than one person may say in a minute. */
  muted: ['too-many-events'],
} as const

/** One that a newer server has and this client does not know is a reason all the same. */
const reasonSchema = z.string().regex(/^[a-z][a-z-]{0,39}$/)

export const userNoticeSchema = z.discriminatedUnion('kind', [
  z.object({
    v: z.literal(1),
    kind: z.literal('event-refused'),
    room: roomIdSchema,
    seq: z.int().min(1),
    /** Absent where not even that could be read. */
    id: eventIdSchema.optional(),
    reason: reasonSchema,
  }),
  z.object({
    v: z.literal(1),
    kind: z.literal('muted'),
    /** Milliseconds since the epoch: when what was taken is given back. */
    until: z.int().min(0).max(8.64e15),
    reason: reasonSchema,
  }),
])
export type UserNotice = z.output<typeof userNoticeSchema>

const maxNoticeBytes = 1_024

/** Never throws; undefined for the empty hint and for whatever is not in order, at little cost. */
export function parseUserNotice(data: Uint8Array): UserNotice | undefined {
  if (data.byteLength === 0 || data.byteLength > maxNoticeBytes) return undefined
  try {
    const parsed = userNoticeSchema.safeParse(JSON.parse(decodeUtf8(data)))
    return parsed.success ? parsed.data : undefined
  } catch {
    return undefined
  }
}
