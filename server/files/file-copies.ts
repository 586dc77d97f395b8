import { appError } from '../../common/app-error.ts'
import type { EventId, FileId, RoomId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createTurns } from '../changes/turns.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import type { FileIds } from './file-id.ts'
import { sayMegabytes } from './file-problems.ts'
import type { FileQuota } from './file-quota.ts'
import { type FileBook, fileKey, type KeptFile, ownersOfFile, previewKey, type UploadBook } from './file-records.ts'
import type { FileService, SeenFile } from './file-service.ts'
import type { FileStorage } from './file-storage.ts'

/**
 * A file that one may see, once more as one's own in another room: a file belongs to its maker and its room, so whoever passes it on
 * has a copy, which stays when the first goes. Asked for the same message again it is the same copy.
 */
export type CopyFile = (
  caller: UserId,
  room: RoomId,
  wanted: { readonly file: FileId; readonly message?: EventId | undefined },
) => Promise<Result<SeenFile>>

export type FileCopyPorts = {
  readonly find: FileService['find']
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  readonly uploads: UploadBook
  readonly files: FileBook
  readonly storage: Pick<FileStorage, 'copy'>
  readonly quota: Pick<FileQuota, 'reserve'>
  readonly ids: FileIds
  readonly removeUpload: (id: string) => Promise<void>
  readonly maxBytes: () => Promise<number>
}

const unknown = err(appError('file-unknown'))

export function buildFileCopies(ports: FileCopyPorts): CopyFile {
  const { uploads, files, storage } = ports
  const inTurn = createTurns<FileId>()

  async function copy(of: SeenFile, user: UserId, room: RoomId, id: FileId): Promise<Result<SeenFile>> {
    const standing = (await files.load(id))?.detail
    if (standing !== undefined) {
      return standing.going === true || standing.sha256 !== of.sha256 ? unknown : ok({ ...standing, id })
    }
    const begun = await begin(of, user, room, id)
    if (!begun.ok) return begun
    if (!(await storage.copy(fileKey(of.id), fileKey(id)))) {
      // Removed a moment ago.
      await ports.removeUpload(nameOf(id))
      return unknown
    }
    const hasPreview = of.hasPreview && (await storage.copy(previewKey(of.id), previewKey(id)))
    const { id: _, going: __, ...about } = of
    const detail: KeptFile = { ...about, user, room, hasPreview, posts: [] }
    const kept = await files.change(id, (before) =>
      ok(before === undefined ? { detail, owners: ownersOfFile(detail) } : undefined),
    )
    if (!kept.ok) return kept
    const done = await uploads.change(nameOf(id), (before) => {
      if (before === undefined) return ok(undefined)
      return ok({ detail: { ...before.detail, isMade: true }, owners: before.owners })
    })
    return done.ok ? ok({ ...detail, id }) : done
  }

  /** Noted as an upload that is whole: what breaks off before the file stands goes with it, its bytes and its place in what one may have. */
  async function begin(of: SeenFile, user: UserId, room: RoomId, id: FileId): Promise<Result<void>> {
    const before = (await uploads.load(nameOf(id)))?.detail
    if (before !== undefined && before.isMade === undefined) return ok(undefined)
    // One that was made, and has gone with its message since, gave its place back: it is asked for anew.
    if (before !== undefined) await ports.removeUpload(nameOf(id))
    const { name, mediaType: type, sizeBytes: bytes } = of
    const reserved = await ports.quota.reserve(user, nameOf(id), bytes)
    if (!reserved.ok) return reserved
    const detail = { user, room, name, type, original: true, bytes, offset: bytes, parts: [], file: id }
    const noted = await uploads.change(nameOf(id), () => ok({ detail, owners: [user, room] }))
    return noted.ok ? ok(undefined) : noted
  }

  return async (caller, room, { file, message }) => {
    const { scope } = await ports.loadReach(caller, room)
    if (scope === 'none') return err(appError('room-unknown'))
    if (scope !== 'room') return err(appError('not-allowed'))
    const found = await ports.find(caller, file)
    if (!found.ok) return found
    const limitBytes = await ports.maxBytes()
    if (found.value.sizeBytes > limitBytes) {
      const detail = `One file may have ${sayMegabytes(limitBytes)} here.`
      return err(appError('file-too-large', { detail, more: { limitBytes } }))
    }
    const { ids } = ports
    const id = message === undefined ? ids.create(caller, room) : ids.createFor(caller, room, `${file} ${message}`)
    return inTurn(id, () => copy(found.value, caller, room, id))
  }
}

/** No upload that somebody can ask for is called like that: those have shorter names. */
const nameOf = (id: FileId) => `copy${id}`
