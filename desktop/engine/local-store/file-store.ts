import { z } from 'zod'
import { fileIdSchema, roomIdSchema } from '../../../common/id-schemas.ts'
import type { FileId } from '../../../common/ids.ts'
import { attachmentSchema } from '../../../common/wire-event.ts'
import { decodeRecord } from './kept-records.ts'

/**
 * Files that go out from this device, with their bytes. Port; the adapters run one conformance suite (file-store.test.ts). It
 * promises: when `addFile` has resolved, file and bytes survive a crash, and before that there is nothing of it; bytes come
 * out as they went in, any stretch of them, without the whole file in memory. It never gives a file that is not whole.
 */
export type FileStore = {
  loadFiles(): Promise<readonly KeptFile[]>
  addFile(file: KeptFile, bytes: Blob): Promise<void>
  /** What is known of it besides its bytes. Nothing where it was removed. */
  putFile(file: KeptFile): Promise<void>
  /** Undefined: they are not there. */
  readBytes(file: KeptFile, from: number, to: number): Promise<Blob | undefined>
  putPicture(file: FileId, picture: Blob): Promise<void>
  loadPicture(file: FileId): Promise<Blob | undefined>
  removeFile(file: FileId): Promise<void>
}

/** Small enough that whatever else is to be written never waits long, and that one more in memory is nothing. */
export const partBytes = 4_194_304

const lookShape = {
  width: z.int().min(1).max(100_000).optional(),
  height: z.int().min(1).max(100_000).optional(),
  durationMs: z.int().min(0).max(8.64e7).optional(),
  thumbhash: attachmentSchema.shape.thumbhash,
}
export const lookSchema = z.object(lookShape)

const keptFileSchema = z.object({
  ...lookShape,
  file: fileIdSchema,
  room: roomIdSchema,
  name: z.string(),
  mediaType: z.string(),
  sizeBytes: z.int().min(0),
  addedAt: z.number(),
  isOriginal: z.literal(true).optional(),
  isDescribed: z.literal(true).optional(),
  hasPicture: z.literal(true).optional(),
  /** Where its upload goes on. */
  upload: z.string().optional(),
  /** What became of it at the server, and when that was known last. */
  stored: z.object({ at: z.number(), attachment: attachmentSchema }).optional(),
})
export type KeptFile = Readonly<z.output<typeof keptFileSchema>>

/** Undefined for what this version cannot read. */
export function parseKeptFile(kept: unknown): KeptFile | undefined {
  return decodeRecord(keptFileSchema, kept)
}
