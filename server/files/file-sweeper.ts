import { unpostedLifeMs, uploadLifeMs } from '../../common/http-contract/file-contract.ts'
import { ok } from '../../common/result.ts'
import { createTurns } from '../changes/turns.ts'
import type { FileQuota } from './file-quota.ts'
import { type FileBook, fileKey, going, ownersOfFile, previewKey, type UploadBook, unposted } from './file-records.ts'
import type { FileStorage } from './file-storage.ts'

export type FileSweeper = {
  /**
   * What goes now; called again and again, and one call after the other: once it has answered, none of an earlier one is still
   * under way. Each step may be repeated: bytes first, what is said of them last.
   */
  readonly removeGoing: () => Promise<number>
  /** Uploads that nobody goes on with, and files that nobody has put into a message. */
  readonly expire: () => Promise<number>
  readonly removeUpload: (id: string) => Promise<void>
}

export function buildFileSweeper(deps: {
  readonly uploads: UploadBook
  readonly files: FileBook
  readonly storage: FileStorage
  readonly quota: FileQuota
  readonly now: () => number
}): FileSweeper {
  const { uploads, files, storage, quota, now } = deps
  const removeUpload = async (id: string) => {
    const entry = await uploads.load(id)
    if (entry === undefined) return
    const { file, user } = entry.detail
    await storage.removeUnder(`uploads/${id}`)
    // Of one that broke off while a file was made of it; a file that stands is its own.
    if (file !== undefined && (await files.load(file)) === undefined) {
      await storage.remove([fileKey(file), previewKey(file)])
    }
    await uploads.change(id, () => ok('remove'))
    await quota.doubt(user, id)
  }
  const removeAll = async () => {
    const all = await files.list({ owner: going })
    for (const { id, detail } of all) {
      await storage.remove([fileKey(id), previewKey(id)])
      await files.change(id, () => ok('remove'))
      await quota.doubt(detail.user)
    }
    return all.length
  }
  const inTurn = createTurns<typeof going>()
  return {
    removeUpload,
    removeGoing: () => inTurn(going, removeAll),
    expire: async () => {
      let count = 0
      const overdue = (at: number, lifeMs: number) => at < now() - lifeMs
      for (;;) {
        const old = (await uploads.list({ limit: 100 })).filter(({ at }) => overdue(at, uploadLifeMs))
        for (const { id } of old) await removeUpload(id)
        count += old.length
        if (old.length < 100) break
      }
      for (;;) {
        const old = (await files.list({ owner: unposted, limit: 100 })).filter(({ at }) => overdue(at, unpostedLifeMs))
        for (const { id } of old) {
          await files.change(id, (before) => {
            if (before === undefined || before.detail.posts.length > 0) return ok(undefined)
            const detail = { ...before.detail, going: true as const }
            return ok({ detail, owners: ownersOfFile(detail) })
          })
        }
        count += old.length
        if (old.length < 100) break
      }
      return count
    },
  }
}
