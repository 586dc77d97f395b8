import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { DataStore, Upload as TusUpload } from '@tus/server'
import { appError } from '../../common/app-error.ts'
import { uploadLifeMs } from '../../common/http-contract/file-contract.ts'
import type { FileId, RoomId, UserId } from '../../common/ids.ts'
import { err, ok } from '../../common/result.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import { cleanFileName } from './file-name.ts'
import type { FileQuota } from './file-quota.ts'
import type { Upload, UploadBook } from './file-records.ts'
import type { FileStorage } from './file-storage.ts'

export type UploadPorts = {
  readonly uploads: UploadBook
  readonly storage: FileStorage
  readonly quota: FileQuota
  /** With all its parts, and its place in what its maker may have. */
  readonly removeUpload: (id: string) => Promise<void>
  /** What became of one that is whole. Where it is in a message, or that is not certain, it stays. */
  readonly giveUpFile: (file: FileId, room: RoomId) => Promise<void>
}

/** Of whose call it is: made for one call, since the library hands nothing of it on. */
export type UploadOwner = { readonly user: UserId; readonly room: RoomId }

/** Whoever is cut again and again comes with some dozens; one byte a call would make a list without end. */
const mostCuts = 300
const tooManyParts = 'The upload came in too many small parts. Begin again, with more of it in each call.'

const unknown = () => new ProblemError(appError('file-unknown'))

/** What tus's own server keeps its uploads in: records and parts. It promises what a caller was told of an offset, over any end of the process. */
export class UploadStore extends DataStore {
  override extensions = ['creation', 'creation-with-upload', 'termination', 'expiration']
  readonly #ports: UploadPorts
  readonly #owner: UploadOwner

  constructor(ports: UploadPorts, owner: UploadOwner) {
    super()
    this.#ports = ports
    this.#owner = owner
  }

  override getExpiration(): number {
    return uploadLifeMs
  }

  override async create(upload: TusUpload): Promise<TusUpload> {
    const { uploads, quota } = this.#ports
    const { user, room } = this.#owner
    const { filename, type, original } = upload.metadata ?? {}
    const bytes = upload.size ?? 0
    const detail: Upload = {
      ...{ user, room, bytes, offset: 0, parts: [] },
      name: cleanFileName(filename),
      type: (type ?? '').toWellFormed().slice(0, 127).replaceAll('\u0000', ''),
      original: original === '1',
    }
    valueOrProblem(await quota.reserve(user, upload.id, bytes))
    valueOrProblem(await uploads.change(upload.id, () => ok({ detail, owners: [user, room] })))
    return upload
  }

  override async getUpload(id: string): Promise<TusUpload> {
    const entry = await this.#ports.uploads.load(id)
    if (entry === undefined) throw unknown()
    const { bytes, offset, name, type } = entry.detail
    return new TusUpload({
      ...{ id, size: bytes, offset },
      metadata: { filename: name, ...(type === '' ? {} : { type }) },
      creation_date: new Date(entry.at).toISOString(),
    })
  }

  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const entry = await this.#ports.uploads.load(id)
    if (entry === undefined) throw unknown()
    const mostHeld = partBytesOf(entry.detail.bytes)
    if (entry.detail.parts.length >= entry.detail.bytes / mostHeld + mostCuts) {
      throw new ProblemError(appError('upload-unfit', { detail: tooManyParts }))
    }
    let at = offset
    let held: Buffer[] = []
    let heldBytes = 0
    const keep = async () => {
      if (heldBytes === 0) return
      const [bytes, length] = [held, heldBytes]
      held = []
      heldBytes = 0
      at = await this.#keepPart(id, at, bytes, length)
    }
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        held.push(chunk)
        heldBytes += chunk.length
        if (heldBytes >= mostHeld) await keep()
      }
    } catch (fault) {
      // What came before the line was cut need not be sent once more.
      await keep()
      throw fault
    }
    await keep()
    return at
  }

  /** Written first, noted second: an offset that was told is there. A part that nobody noted goes. */
  async #keepPart(id: string, at: number, held: readonly Buffer[], bytes: number): Promise<number> {
    const { storage, uploads } = this.#ports
    const key = `uploads/${id}/${randomBytes(8).toString('hex')}`
    await storage.write(key, Readable.from(held))
    const noted = await uploads.change(id, (before) => {
      if (before === undefined) return err(appError('file-unknown'))
      const { detail, owners } = before
      if (detail.offset !== at || detail.file !== undefined) return err(appError('upload-moved'))
      return ok({ detail: { ...detail, offset: at + bytes, parts: [...detail.parts, { key, bytes }] }, owners })
    })
    if (noted.ok) return at + bytes
    await storage.remove([key])
    throw new ProblemError(noted.error)
  }

  override async remove(id: string): Promise<void> {
    const { uploads, removeUpload, giveUpFile } = this.#ports
    const kept = (await uploads.load(id))?.detail
    if (kept === undefined) throw unknown()
    if (kept.file !== undefined) await giveUpFile(kept.file, kept.room)
    await removeUpload(id)
  }
}

/** As many as sixty of them, so that their list stays short, and small enough that fifty who send at once are no burden. */
function partBytesOf(bytes: number): number {
  return Math.min(4 * 2 ** 20, Math.max(256 * 1_024, Math.ceil(bytes / 64)))
}
