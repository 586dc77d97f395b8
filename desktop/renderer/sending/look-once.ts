import type { FileId } from '../../../common/ids.ts'

export type LookOnce = {
  /** Resolves once it was looked at, whoever asked first. */
  look(file: FileId, bytes?: Blob): Promise<void>
  isBegun(file: FileId): boolean
}

/** A file is looked at once, and everybody who asks waits for the same look: who sends it too. */
export function buildLookOnce(lookAt: (file: FileId, bytes: Blob | undefined) => Promise<void>): LookOnce {
  const looks = new Map<FileId, Promise<void>>()
  return {
    look(file, bytes) {
      const begun = looks.get(file) ?? lookAt(file, bytes)
      looks.set(file, begun)
      return begun
    },
    isBegun: (file) => looks.has(file),
  }
}
