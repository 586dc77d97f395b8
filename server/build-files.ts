import { type FileId, type RoomId, shardOf, type UserId } from '../common/ids.ts'
import { buildFileCopies } from './files/file-copies.ts'
import { buildFileIds } from './files/file-id.ts'
import { buildFileMaker } from './files/file-maker.ts'
import { buildFilePosts } from './files/file-posts.ts'
import { buildFileQuota } from './files/file-quota.ts'
import { buildFileBook, buildUploadBook, fileKey } from './files/file-records.ts'
import { buildFileService, type FileServicePorts } from './files/file-service.ts'
import type { FileStorage } from './files/file-storage.ts'
import { buildFileSweeper } from './files/file-sweeper.ts'
import { buildGuardedFetch, type Network } from './files/guarded-fetch.ts'
import { buildLinkPreviews } from './files/link-previews.ts'
import { buildRoomFiles } from './files/room-files.ts'
import { buildUploadCalls } from './files/upload-calls.ts'
import { buildUploadLocks } from './files/upload-locks.ts'
import type { PictureReader } from './pictures/picture-reader.ts'
import type { FileLimits } from './server-config.ts'
import type { RecordStore } from './store/record-store.ts'

export type FileParts = Pick<FileServicePorts, 'loadReach' | 'loadMessages' | 'catchUp'> & {
  readonly storage: FileStorage
  readonly network: Network
  readonly records: RecordStore
  readonly pictures: PictureReader
  /** What ids of files are sealed with. */
  readonly secret: Buffer
  readonly limits: FileLimits
  readonly loadFileBytes: () => Promise<number>
  readonly now: () => number
}

/** Files: uploads, what becomes of them, who may see them, and their end. */
export function buildFiles(parts: FileParts) {
  const { storage, records, now } = parts
  const [uploads, files] = [buildUploadBook(records, now), buildFileBook(records, now)]
  const ids = buildFileIds(parts.secret)
  const quota = buildFileQuota({ records, uploads, files, limitBytes: parts.limits.userBytes, now })
  const sweeper = buildFileSweeper({ uploads, files, storage, quota, now })
  let isSweeping = false
  const sweep = () => {
    if (isSweeping) return
    isSweeping = true
    void sweeper
      .removeGoing()
      // It is looked for again each second.
      .catch(() => undefined)
      .finally(() => {
        isSweeping = false
      })
  }
  const posts = buildFilePosts(files, ids, sweep)
  const { removeUpload } = sweeper
  const service = buildFileService({ ...parts, files })
  return {
    posts,
    sweeper,
    uploads,
    files: service,
    ofRoom: buildRoomFiles(files, service),
    copyFile: buildFileCopies({
      ...{ uploads, files, storage, quota, ids, removeUpload },
      find: service.find,
      loadReach: parts.loadReach,
      maxBytes: parts.loadFileBytes,
    }),
    /** What is in a file that stands; with an owner, of theirs and of that room alone. */
    digestOf: async (file: FileId, of?: { readonly user: UserId; readonly room: RoomId }) => {
      const kept = (await files.load(file))?.detail
      if (kept === undefined || kept.going === true) return undefined
      const isTheirs = of === undefined || (kept.user === of.user && kept.room === of.room)
      return isTheirs ? kept.sha256 : undefined
    },
    makeFile: buildFileMaker({ uploads, files, storage, pictures: parts.pictures, ids, removeUpload }),
    calls: buildUploadCalls({
      ...{ uploads, storage, quota, removeUpload },
      giveUpFile: async (file, room) => {
        // A message with it may be said, and not archived yet.
        if (await parts.catchUp(shardOf(room))) await posts.giveUp(file)
      },
      locks: buildUploadLocks(uploads, now),
      maxBytes: parts.loadFileBytes,
    }),
    previewLink: buildLinkPreviews({
      ...{ files, storage, quota, ids, now },
      pictures: parts.pictures,
      loadReach: parts.loadReach,
      fetch: buildGuardedFetch(parts.network),
    }),
    probe: storage.probe,
    /** All that somebody has sent and that is there, by names of its own. */
    listSent: async (user: UserId) => {
      const kept = (await files.listAll(user)).filter(
        ({ detail }) => detail.user === user && detail.going === undefined,
      )
      return kept.map(({ id, detail: { name } }) => ({ name: `${id}-${name}`, open: () => storage.read(fileKey(id)) }))
    },
    /** Of somebody who goes: what is under way, and what is in no message. */
    depart: async (user: UserId) => {
      const begun = (await uploads.listAll(user)).filter(({ detail }) => detail.user === user)
      for (const { id } of begun) await removeUpload(id)
      const unposted = await posts.dropUnposted(user)
      await quota.forget(user)
      // One that is whole is a file already.
      return begun.filter(({ detail }) => detail.file === undefined).length + unposted
    },
  }
}

export type Files = ReturnType<typeof buildFiles>
