import { randomBytes } from 'node:crypto'
import { type FileHandle, link, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { checkKey, type FileStorage, FileStorageError } from './file-storage.ts'

/**
 * A folder. Written under another name and synced, then renamed, so that a name has all or nothing. Two letters of the id make a
 * folder of their own: a folder with a million names is slow on some systems.
 */
export function buildFolderStorage(folder: string): FileStorage {
  const pathOf = (key: string) => {
    const [kind = '', first = '', second] = checkKey(key).split('/')
    return join(folder, kind, first.slice(0, 2), second === undefined ? first : join(first, second))
  }
  const write: FileStorage['write'] = (key, bytes) =>
    atEdge(async () => {
      const path = pathOf(key)
      await mkdir(dirname(path), { recursive: true, mode: 0o700 })
      const draft = join(folder, `draft-${randomBytes(9).toString('hex')}`)
      try {
        const file = await open(draft, 'wx', 0o600)
        try {
          for await (const chunk of bytes) await file.writev([chunk])
          await file.sync()
        } finally {
          await file.close()
        }
        await rename(draft, path)
      } catch (fault) {
        await rm(draft, { force: true })
        throw fault
      }
      await syncFolder(dirname(path))
    })
  return {
    kind: 'folder',
    write,
    read: (key, range) =>
      atEdge(async () => {
        // Opened here and not when it is read: what is removed meanwhile is read to its end.
        const file = await openOrNone(pathOf(key))
        if (file === undefined || range === undefined) return file?.createReadStream()
        const { size } = await file.stat()
        // To Node nothing at all is no range.
        if (range.from <= range.to && range.from < size) {
          return file.createReadStream({ start: range.from, end: range.to })
        }
        await file.close()
        return Readable.from([])
      }),
    copy: (from, to) =>
      atEdge(async () => {
        const path = pathOf(to)
        await mkdir(dirname(path), { recursive: true, mode: 0o700 })
        const draft = join(folder, `draft-${randomBytes(9).toString('hex')}`)
        try {
          // A second name for what is there: nothing is ever written into a file that has its name already.
          await link(pathOf(from), draft)
          await rename(draft, path)
        } catch (fault) {
          const { code } = fault as NodeJS.ErrnoException
          if (code === 'ENOENT' || code === 'ENOTDIR') return false
          const file = await openOrNone(pathOf(from))
          if (file === undefined) return false
          await write(to, file.createReadStream())
        } finally {
          // Where both are names of one file, renaming does nothing.
          await rm(draft, { force: true })
        }
        await syncFolder(dirname(path))
        return true
      }),
    remove: (keys) =>
      atEdge(async () => {
        for (const key of keys) await rm(pathOf(key), { force: true })
      }),
    removeUnder: (upload) => atEdge(() => rm(dirname(pathOf(`${upload}/x`)), { recursive: true, force: true })),
    probe: async () => {
      const key = `probe/${randomBytes(8).toString('hex')}`
      await write(key, Readable.from([Buffer.from('natter')]))
      await atEdge(() => rm(pathOf(key)))
    },
  }
}

async function openOrNone(path: string): Promise<FileHandle | undefined> {
  return open(path, 'r').catch((fault: NodeJS.ErrnoException) => {
    if (fault.code === 'ENOENT' || fault.code === 'ENOTDIR') return undefined
    throw fault
  })
}

/** Or the name may be gone after a loss of power, though the bytes are there. Windows has no such thing. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

async function atEdge<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (fault) {
    const { code } = Object(fault) as { code?: unknown }
    // What is not of the file system comes from who gave the bytes, and is theirs.
    if (typeof code !== 'string' || !/^E[A-Z]+$/.test(code)) throw fault
    throw new FileStorageError(`the folder of files: ${code}`, { cause: fault })
  }
}
