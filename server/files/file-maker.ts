import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { rgbaToThumbHash } from 'thumbhash'
import { appError } from '../../common/app-error.ts'
import type { FileId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createTurns } from '../changes/turns.ts'
import type { Picture, PictureReader } from '../pictures/picture-reader.ts'
import { stripMetadata } from '../pictures/strip-metadata.ts'
import type { FileIds } from './file-id.ts'
import {
  type FileBook,
  fileKey,
  type KeptFile,
  ownersOfFile,
  previewKey,
  type Upload,
  type UploadBook,
} from './file-records.ts'
import { type FileStorage, FileStorageError } from './file-storage.ts'
import { sniffedBytes, sniffType } from './sniff-type.ts'

export type FileMakerPorts = {
  readonly uploads: UploadBook
  readonly files: FileBook
  readonly storage: FileStorage
  readonly pictures: Pick<PictureReader, 'readPicture' | 'turnUpright'>
  readonly ids: FileIds
  readonly removeUpload: (id: string) => Promise<void>
}

/** Pixels of the longest side. */
export const previewSide = 800
/** A picture is held whole while it is looked at. */
const mostPictureBytes = 64 * 2 ** 20
const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp', 'image/gif'])
/** They may say where they were taken, and nobody here can take that out of them. */
const closedPictures = /^image\/(heic|heif|avif|tiff|jxl|jp2|jxr|x-.*|vnd\..*)/

/**
 * Makes a file of an upload that is whole: what it is, without what a picture tells of its taker, with a preview. Whoever asks first
 * does it; it may be broken off at any point and done again, by another process too, since the file's id is noted before its bytes.
 */
export type MakeFile = (upload: string) => Promise<Result<FileId>>

export function buildFileMaker(ports: FileMakerPorts): MakeFile {
  const { uploads, files, storage } = ports
  const inTurn = createTurns<string>()
  const note = (id: string, add: Partial<Upload>) =>
    uploads.change(id, (before) => {
      if (before === undefined) return err(appError('file-unknown'))
      // Another process may have been first.
      if (add.file !== undefined && before.detail.file !== undefined) return ok(undefined)
      return ok({ detail: { ...before.detail, ...add }, owners: before.owners })
    })

  async function make(id: string): Promise<Result<FileId>> {
    const { user, room } = (await uploads.load(id))?.detail ?? {}
    if (user === undefined || room === undefined) return err(appError('file-unknown'))
    const noted = await note(id, { file: ports.ids.create(user, room) })
    if (!noted.ok) return noted
    const upload = noted.value?.detail
    if (upload?.file === undefined) return err(appError('file-unknown'))
    const { file, isMade } = upload
    if (isMade === true) return ok(file)
    const about = await keepBytes(upload, file)
    if (!about.ok) {
      await ports.removeUpload(id)
      return about
    }
    const detail: KeptFile = { ...about.value, user, room, name: upload.name, posts: [] }
    const kept = await files.change(file, (before) =>
      ok(before === undefined ? { detail, owners: ownersOfFile(detail) } : undefined),
    )
    if (!kept.ok) return kept
    const done = await note(id, { isMade: true, parts: [] })
    if (!done.ok) return done
    await storage.removeUnder(`uploads/${id}`)
    return ok(file)
  }

  type About = Omit<KeptFile, 'user' | 'room' | 'name' | 'posts'>

  async function keepBytes(upload: Upload, file: FileId): Promise<Result<About>> {
    const head = await readHead(upload)
    const mediaType = await sniffType(head, upload.type, head.length === upload.bytes)
    const mayTell = !upload.original && (pictureTypes.has(mediaType) || closedPictures.test(mediaType))
    if (mayTell && (upload.bytes > mostPictureBytes || closedPictures.test(mediaType))) return err(untold)
    if (!pictureTypes.has(mediaType) || upload.bytes > mostPictureBytes) {
      const kept = await write(fileKey(file), bytesOf(upload))
      return ok({ mediaType, hasPreview: false, ...kept })
    }
    return keepPicture(upload, file, mediaType)
  }

  async function keepPicture(upload: Upload, file: FileId, mediaType: string): Promise<Result<About>> {
    // Held once, from its turn on.
    let sent: Buffer = Buffer.alloc(0)
    const read = await ports.pictures.readPicture(async () => {
      sent = await readWhole(upload)
      return sent
    }, previewSide)
    const clean = upload.original ? ok(sent) : await cleaned(sent, mediaType, read)
    if (!clean.ok) return clean
    const kept = await write(fileKey(file), [clean.value])
    // What cannot be read here is not shown by anybody's page either: it may be made to be too much for it.
    if (!read.ok) return ok({ mediaType: 'application/octet-stream', hasPreview: false, ...kept })
    const { width, height, preview, small } = read.value
    await write(previewKey(file), [preview])
    const thumbhash = Buffer.from(rgbaToThumbHash(small.width, small.height, small.rgba)).toString('base64')
    return ok({ mediaType, width, height, thumbhash, hasPreview: true, ...kept })
  }

  async function cleaned(sent: Buffer, mediaType: string, read: Result<Picture>): Promise<Result<Buffer>> {
    if (read.ok && read.value.isTurned) {
      const upright = await ports.pictures.turnUpright(sent)
      if (upright.ok) return upright
    }
    const stripped = stripMetadata(sent, mediaType)
    if (stripped !== undefined) return ok(stripped)
    // Built in an odd way, and a picture all the same.
    if (read.ok) return ports.pictures.turnUpright(sent)
    return ok(sent)
  }

  async function* bytesOf({ parts, bytes }: Upload): AsyncGenerator<Buffer> {
    let count = 0
    for (const { key } of parts) {
      const part = await storage.read(key)
      if (part === undefined) throw new FileStorageError('a part of an upload is gone')
      for await (const chunk of part as AsyncIterable<Buffer>) {
        count += chunk.length
        yield chunk
      }
    }
    if (count !== bytes) throw new FileStorageError('the parts of an upload are not all of it')
  }

  async function readHead(upload: Upload): Promise<Buffer> {
    const chunks: Buffer[] = []
    let length = 0
    for await (const chunk of bytesOf(upload)) {
      chunks.push(chunk)
      length += chunk.length
      if (length >= sniffedBytes) break
    }
    return Buffer.concat(chunks).subarray(0, sniffedBytes)
  }
  async function readWhole(upload: Upload): Promise<Buffer> {
    const chunks: Buffer[] = []
    for await (const chunk of bytesOf(upload)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  async function write(key: string, bytes: AsyncIterable<Buffer> | readonly Buffer[]) {
    const hash = createHash('sha256')
    let sizeBytes = 0
    async function* counted() {
      for await (const chunk of Readable.from(bytes) as AsyncIterable<Buffer>) {
        hash.update(chunk)
        sizeBytes += chunk.length
        yield chunk
      }
    }
    await storage.write(key, counted())
    return { sizeBytes, sha256: hash.digest('hex') }
  }

  return (id) => inTurn(id, () => make(id))
}

const untold = appError('image-unreadable', {
  detail:
    'Where this picture was taken cannot be taken out of it here. Send a PNG, JPEG or WebP, or send it as the original.',
})
