import { readFile } from 'node:fs/promises'
import { isAbsolute, join, relative } from 'node:path'

/** The built files by their path with `/`; `undefined` where there is none. Never answers what lies outside the folder. */
export type ReadBuiltFile = (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>

export function openBuiltFiles(folder: string): ReadBuiltFile {
  return async (path) => {
    const full = join(folder, path)
    const inside = relative(folder, full)
    // The handler has refused such paths already. Two locks, since what is behind them is every file of the person.
    if (inside === '' || inside.startsWith('..') || isAbsolute(inside)) return undefined
    try {
      return new Uint8Array(await readFile(full))
    } catch {
      return undefined
    }
  }
}
