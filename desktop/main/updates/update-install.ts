import { createHash, randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { type FileHandle, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { UpdateClaim } from './update-proof.ts'

/**
 * How an update gets in. `appimage`: the file takes the place of the one that runs. `installer`: the system's own is started.
 * `packages`: the system's packages are not ours to change, so it is said that there is one.
 */
export type InstallWay =
  | { readonly kind: 'appimage'; readonly program: string }
  | { readonly kind: 'installer'; readonly start: (path: string) => Promise<void> }
  | { readonly kind: 'packages' }

export type InstallFault = 'damaged' | 'no-space' | 'not-writable' | 'not-started'

/**
 * Installs what was staged. The bytes that are checked are the very ones that are installed: they are copied to where
 * they are used from, digested as they are written, and used only if the digest is the claimed one. What somebody does to
 * the staged file before or meanwhile can spoil the update, and cannot become one.
 */
export async function installUpdate(
  staged: string,
  claim: UpdateClaim,
  way: Exclude<InstallWay, { readonly kind: 'packages' }>,
): Promise<InstallFault | undefined> {
  try {
    if (way.kind === 'installer') {
      const folder = join(dirname(staged), `start-${randomBytes(8).toString('hex')}`)
      await mkdir(folder, { mode: 0o700 })
      const path = join(folder, claim.file)
      if (!(await copyChecked(staged, path, claim))) {
        await rm(folder, { recursive: true, force: true })
        return 'damaged'
      }
      await way.start(path)
      return undefined
    }
    // Where a link starts the app, what it points to is replaced, and the link stays.
    const program = await realpath(way.program).catch(() => undefined)
    if (program === undefined) return 'not-writable'
    const beside = `${program}.${randomBytes(8).toString('hex')}`
    const mode = (await stat(program)).mode & 0o777
    if (!(await copyChecked(staged, beside, claim, mode | 0o100))) return 'damaged'
    await rename(beside, program).catch(async (cause) => {
      await rm(beside, { force: true })
      throw cause
    })
    return undefined
  } catch (cause) {
    return faultOf(cause)
  }
}

/** False: it is not what was claimed, and nothing of it is left. */
async function copyChecked(from: string, to: string, claim: UpdateClaim, mode = 0o700): Promise<boolean> {
  // A link in the place of the staged file would lead out of the folder.
  const source = await open(from, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
  try {
    if (!(await source.stat()).isFile()) return false
    const target = await open(to, 'wx', mode)
    try {
      const isWhole = await copyBytes(source, target, claim)
      if (isWhole) {
        await target.chmod(mode)
        await target.sync()
        return true
      }
    } finally {
      await target.close()
    }
    await rm(to, { force: true })
    return false
  } catch (cause) {
    await rm(to, { force: true })
    throw cause
  } finally {
    await source.close()
  }
}

async function copyBytes(source: FileHandle, target: FileHandle, { bytes, sha512 }: UpdateClaim): Promise<boolean> {
  const hash = createHash('sha512')
  const buffer = Buffer.alloc(1_048_576)
  let copied = 0
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, buffer.length, null)
    if (bytesRead === 0) break
    copied += bytesRead
    if (copied > bytes) return false
    const chunk = buffer.subarray(0, bytesRead)
    hash.update(chunk)
    await target.appendFile(chunk)
  }
  return copied === bytes && hash.digest('base64') === sha512
}

function faultOf(cause: unknown): InstallFault {
  switch ((cause as { readonly code?: string }).code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'no-space'
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'not-writable'
    case 'ENOENT':
    case 'ELOOP':
      return 'damaged'
    default:
      return 'not-started'
  }
}
