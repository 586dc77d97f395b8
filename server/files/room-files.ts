import type { Readable } from 'node:stream'
import type { FileId, RoomId, UserId } from '../../common/ids.ts'
import { mostRecords } from '../store/record-store.ts'
import type { FileBook } from './file-records.ts'
import type { FileService } from './file-service.ts'

export type RoomFile = {
  readonly id: FileId
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
}

/** The files of one room, for whoever exports it. Who may see what is asked before, but for `open`, which asks itself. */
export function buildRoomFiles(book: FileBook, files: FileService) {
  return {
    /** Those that lie there, of those asked for. */
    describe: async (room: RoomId, ids: readonly FileId[]): Promise<readonly RoomFile[]> => {
      const kept = await book.loadMany(ids)
      return ids.flatMap((id) => {
        const { detail } = kept.get(id) ?? {}
        if (detail === undefined || detail.room !== room || detail.going === true) return []
        const { name, mediaType, sizeBytes } = detail
        return { id, name, mediaType, sizeBytes }
      })
    },
    /** Of those that stand in a message at such a place; a page of them in memory. */
    sumIn: async (room: RoomId, isIn: (seq: number) => boolean) => {
      const sum = { files: 0, bytes: 0 }
      for (let after: Awaited<ReturnType<FileBook['list']>>[number] | undefined; ; ) {
        const query = { owner: room, ...(after === undefined ? {} : { after }) }
        const page = await book.list(query)
        for (const { detail } of page) {
          if (detail.room !== room || detail.going === true || !detail.posts.some(({ seq }) => isIn(seq))) continue
          sum.files++
          sum.bytes += detail.sizeBytes
        }
        after = page.at(-1)
        if (after === undefined || page.length < mostRecords) return sum
      }
    },
    open: async (
      user: UserId,
      id: FileId,
    ): Promise<{ readonly stream: Readable; readonly bytes: number } | undefined> => {
      const found = await files.find(user, id)
      if (!found.ok) return undefined
      const stream = await files.read(id)
      return stream === undefined ? undefined : { stream, bytes: found.value.sizeBytes }
    },
  }
}
