import { z } from 'zod'
import { eventIdSchema, fileIdSchema, roomIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import { buildRecordBook, type RecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

/**
 * An upload under way: its bytes lie in parts, each written once under a name of its own and noted by compare-and-set. So a part that
 * comes late from somebody who stalled overwrites nothing.
 */
export const uploadSchema = z.object({
  user: userIdSchema,
  room: roomIdSchema,
  name: z.string(),
  /** As its sender calls it: which of two names for the same bytes is right, and nothing else. */
  type: z.string(),
  original: z.boolean(),
  bytes: z.int().min(0),
  offset: z.int().min(0),
  parts: z.array(z.object({ key: z.string(), bytes: z.int().min(1) })),
  /** Who writes at the moment. */
  lease: z.object({ holder: z.string(), until: z.int() }).optional(),
  /** What is being made of it, once it is whole; and whether it is made. */
  file: fileIdSchema.optional(),
  isMade: z.literal(true).optional(),
})
export type Upload = z.output<typeof uploadSchema>

export const keptFileSchema = z.object({
  user: userIdSchema,
  room: roomIdSchema,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int().min(0),
  sha256: z.string(),
  width: z.int().optional(),
  height: z.int().optional(),
  thumbhash: z.string().optional(),
  hasPreview: z.boolean(),
  /** The messages that it is in. */
  posts: z.array(z.object({ message: eventIdSchema, seq: z.int() })),
  /** To be removed: nobody has it any more. */
  going: z.literal(true).optional(),
})
export type KeptFile = z.output<typeof keptFileSchema>

export type UploadBook = RecordBook<Upload>
export type FileBook = RecordBook<KeptFile>

export function buildUploadBook(records: RecordStore, now: () => number): UploadBook {
  return buildRecordBook(records, 'upload', uploadSchema, now)
}

export function buildFileBook(records: RecordStore, now: () => number): FileBook {
  return buildRecordBook(records, 'file', keptFileSchema, now)
}

/** Whom a record is found by, beside people, rooms and messages. No id looks like these. */
export const unposted = 'unposted'
export const going = 'going'

export function ownersOfFile({ user, room, posts, going: isGoing }: KeptFile): readonly string[] {
  if (isGoing === true) return [going, user]
  return [user, room, ...new Set(posts.map(({ message }) => message)), ...(posts.length === 0 ? [unposted] : [])]
}

export const fileKey = (file: string) => `files/${file}`
export const previewKey = (file: string) => `previews/${file}`
