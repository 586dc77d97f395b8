import type { FileId } from '../../../common/ids.ts'
import type { FileStore, KeptFile } from './file-store.ts'

/** The browser keeps a `Blob` where it likes; what a person has picked mostly stays where it lies. */
export function buildMemoryFileStore(): FileStore {
  const kept = new Map<FileId, { readonly file: KeptFile; readonly bytes: Blob; readonly picture?: Blob }>()
  return {
    loadFiles: async () => [...kept.values()].map(({ file }) => file),
    async addFile(file, bytes) {
      kept.set(file.file, { file, bytes })
    },
    async putFile(file) {
      const before = kept.get(file.file)
      if (before !== undefined) kept.set(file.file, { ...before, file })
    },
    readBytes: async ({ file, sizeBytes }, from, to) => kept.get(file)?.bytes.slice(from, Math.min(to, sizeBytes)),
    async putPicture(file, picture) {
      const before = kept.get(file)
      if (before !== undefined) kept.set(file, { ...before, picture })
    },
    loadPicture: async (file) => kept.get(file)?.picture,
    async removeFile(file) {
      kept.delete(file)
    },
  }
}
