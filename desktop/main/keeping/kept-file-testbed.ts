import type { KeptFile } from './atomic-file.ts'

/** For tests: a file that is kept for as long as somebody holds it. */
export function buildMemoryFile(): KeptFile {
  let kept: string | undefined
  return {
    load: async () => kept,
    async put(text) {
      kept = text
    },
    async setAside() {
      kept = undefined
    },
  }
}
