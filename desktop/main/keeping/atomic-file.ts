import { randomBytes } from 'node:crypto'
import { open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A small file of the shell's own, for this person only. */
export type KeptFile = {
  /** `undefined`: there is none. Rejects where it cannot be read. */
  load(): Promise<string | undefined>
  /** All of it or nothing, whenever the power goes. */
  put(text: string): Promise<void>
  /** Out of the way, and not lost: it was not what we wrote. */
  setAside(): Promise<void>
}

export function buildKeptFile(path: string): KeptFile {
  let writing: Promise<unknown> = Promise.resolve()

  async function write(text: string): Promise<void> {
    const beside = `${path}.${randomBytes(6).toString('hex')}`
    try {
      const file = await open(beside, 'wx', 0o600)
      try {
        await file.writeFile(text)
        // Or the rename may reach the disk before what it names.
        await file.sync()
      } finally {
        await file.close()
      }
      await rename(beside, path)
    } catch (cause) {
      await rm(beside, { force: true })
      throw cause
    }
    await syncFolder(dirname(path))
  }

  return {
    async load() {
      await writing
      try {
        return await readFile(path, 'utf8')
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw cause
      }
    },
    put(text) {
      const done = writing.then(() => write(text))
      writing = done.catch(() => undefined)
      return done
    },
    async setAside() {
      await rename(path, `${path}.unread-${Date.now()}`)
    },
  }
}

/** Windows knows no such thing, and needs none. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r')
    await folder.sync().finally(() => folder.close())
  } catch {
    // The file itself is written.
  }
}
