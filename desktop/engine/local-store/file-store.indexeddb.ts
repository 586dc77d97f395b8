import type { FileId } from '../../../common/ids.ts'
import { accountStores } from './database-migrations.ts'
import type { FileStore } from './file-store.ts'
import { parseKeptFile, partBytes } from './file-store.ts'
import type { AccountDatabase, WriteTransaction } from './local-database.ts'

type Part = { readonly file: FileId; readonly part: number; readonly bytes: Blob }
const picturePart = -1
const { files, fileParts } = accountStores

/**
 * In the account's own database, in parts: each is a transaction of its own, so that a message that is to go out does not wait
 * for a film, and a browser that holds what it reads in memory holds one part. The record comes last.
 */
export function buildIndexedDbFileStore({ disk, write }: AccountDatabase): FileStore {
  /** Under way here: not yet whole, and nobody's leavings. */
  const adding = new Set<FileId>()
  const rangeOf = (file: FileId) => IDBKeyRange.bound([file, picturePart], [file, Number.MAX_SAFE_INTEGER])
  const put = (part: Part) =>
    write([fileParts], (transaction) => void transaction.objectStore(fileParts).put(part), { durability: 'strict' })
  const removeParts = (transaction: WriteTransaction, file: FileId) =>
    void transaction.objectStore(fileParts).delete(rangeOf(file))

  async function removeLeavings(known: ReadonlySet<unknown>): Promise<void> {
    const keys = await disk.getAllKeys(fileParts)
    const owners = new Set(keys.map((key) => (Array.isArray(key) ? key[0] : key) as FileId))
    const left = [...owners].filter((file) => !known.has(file) && !adding.has(file))
    if (left.length === 0) return
    await write([fileParts], (transaction) => {
      for (const file of left) removeParts(transaction, file)
    })
  }

  return {
    async loadFiles() {
      const [kept, keys] = await Promise.all([disk.getAll(files), disk.getAllKeys(files)])
      // What this version cannot read stays on disk, bytes and all, for one that can.
      await removeLeavings(new Set(keys))
      return kept.flatMap((one) => parseKeptFile(one) ?? []).sort((one, other) => one.addedAt - other.addedAt)
    },
    async addFile(file, bytes) {
      adding.add(file.file)
      try {
        for (let from = 0, part = 0; from < bytes.size; from += partBytes, part++) {
          await put({ file: file.file, part, bytes: bytes.slice(from, from + partBytes) })
        }
        await write([files], (transaction) => void transaction.objectStore(files).put(file, file.file), {
          durability: 'strict',
        })
      } catch (cause) {
        // Its room is needed for what is smaller.
        await write([fileParts], (transaction) => removeParts(transaction, file.file)).catch(() => {})
        throw cause
      } finally {
        adding.delete(file.file)
      }
    },
    async putFile(file) {
      await write([files], async (transaction) => {
        const store = transaction.objectStore(files)
        if ((await store.getKey(file.file)) !== undefined) void store.put(file, file.file)
      })
    },
    async readBytes({ file, sizeBytes }, from, to) {
      const end = Math.min(to, sizeBytes)
      const found: Blob[] = []
      for (let part = Math.floor(from / partBytes); part * partBytes < end; part++) {
        const kept: Part | undefined = await disk.get(fileParts, [file, part])
        if (kept === undefined) return undefined
        const start = part * partBytes
        found.push(kept.bytes.slice(Math.max(0, from - start), Math.min(partBytes, end - start)))
      }
      return new Blob(found)
    },
    putPicture: (file, bytes) => put({ file, part: picturePart, bytes }),
    async loadPicture(file) {
      const kept: Part | undefined = await disk.get(fileParts, [file, picturePart])
      return kept?.bytes
    },
    async removeFile(file) {
      await write([files, fileParts], (transaction) => {
        void transaction.objectStore(files).delete(file)
        removeParts(transaction, file)
      })
    },
  }
}
