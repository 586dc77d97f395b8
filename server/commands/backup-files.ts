import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'

export const filesFolder = 'files'

/**
 * The files of people, where they lie in a folder. After the archive was saved, so that every file of a message in it is among them; one
 * that is removed meanwhile is none any more, and what is only being written has no name yet.
 */
export async function copyFiles(dataDir: string, to: string): Promise<void> {
  const from = join(dataDir, filesFolder)
  if (!existsSync(from)) return
  for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || entry.name.startsWith('draft-')) continue
    const path = join(entry.parentPath, entry.name)
    const target = join(to, filesFolder, path.slice(from.length))
    mkdirSync(dirname(target), { recursive: true, mode: 0o700 })
    await pipeline(createReadStream(path), createWriteStream(target, { mode: 0o600, flags: 'wx' })).catch(ifGone)
  }
}

function ifGone(fault: NodeJS.ErrnoException): void {
  if (fault.code !== 'ENOENT') throw fault
}
