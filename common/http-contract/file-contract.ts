import { z } from 'zod'
import { eventIdSchema, fileIdSchema, roomIdSchema } from '../id-schemas.ts'
import { linkPreviewSchema } from '../wire-event.ts'

/** What the server found out about a file. `sha256` in hex; `thumbhash` in base64: a picture of a few bytes, shown until it is there. */
export const fileSchema = z.object({
  id: fileIdSchema,
  room: roomIdSchema,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  width: z.int().optional(),
  height: z.int().optional(),
  durationMs: z.int().optional(),
  thumbhash: z.string().optional(),
})
export type File = z.output<typeof fileSchema>

/** Of the answer to the last part of an upload, or to whoever asks how far it is: the file that it became. */
export const fileHeader = 'natter-file'
export const maxFileNameCharacters = 255
/** How long a file lives that is in no message, and an upload that is not whole. */
export const unpostedLifeMs = 30 * 86_400_000
export const uploadLifeMs = 7 * 86_400_000

/** What a page may show where it stands; anything else is saved. No drawings, no documents: those can do things. */
export const inlineTypes = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/webm',
  'audio/wav',
  'audio/flac',
  'audio/aac',
] as const
const inline: ReadonlySet<string> = new Set(inlineTypes)

export function isInlineType(mediaType: string): boolean {
  return inline.has(mediaType)
}

/** `message`: the one that it is to be in. Asked again with the same, it is the same copy. */
export const fileCopyBodySchema = z.strictObject({ file: fileIdSchema, message: eventIdSchema.optional() })

export const previewBodySchema = z.strictObject({ room: roomIdSchema, url: z.string().min(1).max(2_048) })
export const previewAnswerSchema = z.object({ preview: linkPreviewSchema })
