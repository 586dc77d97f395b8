import type { FileId, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { ok } from '../../common/result.ts'
import type { FileIds } from './file-id.ts'
import { type FileBook, type KeptFile, ownersOfFile, unposted } from './file-records.ts'

/**
 * Which messages a file is in: noted by the archiver, before it writes the message, and looked at again when a message changes. A file
 * that was in a message and is in none any more goes, with its bytes.
 */
export type FilePosts = {
  /** Whether all files of a message are its author's, and of its room. */
  readonly areOwn: (message: Pick<Message, 'room' | 'author' | 'attachments' | 'preview'>) => boolean
  /** May be said again. */
  readonly link: (posted: readonly Message[]) => Promise<void>
  /** Of messages that were removed, or edited: as they stand now. */
  readonly settle: (changed: readonly Message[]) => Promise<void>
  readonly dropRoom: (room: RoomId) => Promise<void>
  /** What somebody has sent and put into no message. */
  readonly dropUnposted: (user: UserId) => Promise<number>
  /** One that its maker gives up; in a message it stays. */
  readonly giveUp: (file: FileId) => Promise<void>
}

/** In how many messages one file may be. */
const mostPosts = 100

export function buildFilePosts(files: FileBook, ids: FileIds, onGoing: () => void): FilePosts {
  const change = buildFileChange(files)
  const settle = buildFileSettler(files)
  const drop = (id: string) => change(id, (kept) => ({ ...kept, going: true }))
  return {
    areOwn: ({ room, author, ...message }) => listFiles(message).every((file) => ids.isOf(file, author, room)),
    link: async (posted) => {
      for (const message of posted) {
        for (const file of listFiles(message)) {
          await change(file, (kept) => {
            if (kept.posts.some((post) => post.message === message.id) || kept.posts.length >= mostPosts)
              return undefined
            return { ...kept, posts: [...kept.posts, { message: message.id, seq: message.seq }] }
          })
        }
      }
    },
    settle: async (changed) => {
      if ((await settle(changed)) > 0) onGoing()
    },
    dropRoom: async (room) => {
      for (const { id } of await files.listAll(room)) await drop(id)
      onGoing()
    },
    giveUp: async (file) => {
      await change(file, (kept) => (kept.posts.length > 0 ? undefined : { ...kept, going: true }))
      onGoing()
    },
    dropUnposted: async (user) => {
      const mine = (await files.listAll(user)).filter(({ owners }) => owners.includes(unposted))
      for (const { id } of mine) await drop(id)
      onGoing()
      return mine.length
    },
  }
}

export function listFiles({ attachments, preview }: Pick<Message, 'attachments' | 'preview'>): readonly FileId[] {
  return [...attachments.map(({ file }) => file), ...(preview?.image === undefined ? [] : [preview.image])]
}

/** Of what stands in the archive: nothing once it was removed. */
export function holdsFile(message: Message, file: string): boolean {
  return message.removedAt === undefined && listFiles(message).some((one) => one === file)
}

type ChangeFile = (id: string, next: (kept: KeptFile) => KeptFile | undefined) => Promise<void>

/** Of one that is there; what is going already goes. */
function buildFileChange(files: FileBook): ChangeFile {
  return async (id, next) => {
    await files.change(id, (before) => {
      if (before === undefined || before.detail.going === true) return ok(undefined)
      const detail = next(before.detail)
      return ok(detail === undefined ? undefined : { detail, owners: ownersOfFile(detail) })
    })
  }
}

/** Takes files out of messages that do not have them any more; how many that were. */
export function buildFileSettler(files: FileBook): (changed: readonly Message[]) => Promise<number> {
  const change = buildFileChange(files)
  return async (changed) => {
    let count = 0
    for (const message of changed) {
      for (const { id, detail } of await files.listAll(message.id)) {
        if (detail.room !== message.room || holdsFile(message, id)) continue
        await change(id, (kept) => {
          const posts = kept.posts.filter((post) => post.message !== message.id)
          return posts.length === 0 ? { ...kept, posts, going: true } : { ...kept, posts }
        })
        count++
      }
    }
    return count
  }
}
