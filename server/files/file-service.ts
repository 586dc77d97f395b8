import type { Readable } from 'node:stream'
import { appError } from '../../common/app-error.ts'
import type { File } from '../../common/http-contract/file-contract.ts'
import type { FileId, MessageId, RoomId, UserId } from '../../common/ids.ts'
import { shardOf } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import { isSeen } from '../reach/visible-spans.ts'
import { holdsFile } from './file-posts.ts'
import { type FileBook, fileKey, type KeptFile, previewKey } from './file-records.ts'
import type { ByteRange, FileStorage } from './file-storage.ts'

export type SeenFile = KeptFile & { readonly id: FileId }

/** Files, for whoever may see them: what one may not see and what is not there are one answer, after the same questions. */
export type FileService = {
  readonly find: (caller: UserId, file: FileId) => Promise<Result<SeenFile>>
  readonly read: (file: FileId, range?: ByteRange) => Promise<Readable | undefined>
  readonly readPreview: (file: FileId) => Promise<Readable | undefined>
}

export type FileServicePorts = {
  readonly files: FileBook
  readonly storage: Pick<FileStorage, 'read'>
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  readonly loadMessages: (
    keys: readonly { readonly room: RoomId; readonly id: MessageId }[],
  ) => Promise<readonly Message[]>
  /** Waits for the archive; false where it is behind. */
  readonly catchUp: (shard: number) => Promise<boolean>
}

const unknown = err(appError('file-unknown'))
/** Asked about in place of what is not there, so that it takes as long. */
const nowhere = '0.aaaaaaaaaaaaaa' as RoomId
const nothing = '00000000000000000000000000' as MessageId

export function buildFileService(ports: FileServicePorts): FileService {
  type Verdict = Result<SeenFile> | 'not-archived'

  async function judge(caller: UserId, id: FileId): Promise<Verdict> {
    const kept = (await ports.files.load(id))?.detail
    const room = kept?.room ?? nowhere
    const { scope, seen } = await ports.loadReach(caller, room)
    const posts = kept === undefined || kept.posts.length === 0 ? [nothing] : kept.posts.map(({ message }) => message)
    const messages = await ports.loadMessages(posts.map((message) => ({ room, id: message })))
    if (kept === undefined || kept.going === true || scope === 'none') return unknown
    const standing = messages.filter((message) => holdsFile(message, id))
    if (standing.some(({ seq }) => isSeen(seen, seq))) return ok({ ...kept, id })
    if (kept.posts.length === 0) return kept.user === caller ? ok({ ...kept, id }) : 'not-archived'
    // It is noted of a message just before that is written.
    return messages.length === 0 ? 'not-archived' : unknown
  }

  return {
    find: async (caller, id) => {
      const verdict = await judge(caller, id)
      if (verdict !== 'not-archived') return verdict
      // Who is in the room may have heard of it a moment before the archive has.
      const room = (await ports.files.load(id))?.detail.room ?? nowhere
      const isComplete = await ports.catchUp(shardOf(room))
      const again = await judge(caller, id)
      if (again !== 'not-archived') return again
      return isComplete ? unknown : err(appError('busy', { retryAfterMs: 1_000 }))
    },
    read: (file, range) => ports.storage.read(fileKey(file), range),
    readPreview: (file) => ports.storage.read(previewKey(file)),
  }
}

export function buildFile({ id, room, name, mediaType, sizeBytes, sha256, width, height, thumbhash }: SeenFile): File {
  return {
    ...{ id, room, name, mediaType, sizeBytes, sha256 },
    ...(width === undefined || height === undefined ? {} : { width, height }),
    ...(thumbhash === undefined ? {} : { thumbhash }),
  }
}
