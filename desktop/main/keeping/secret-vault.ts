import { z } from 'zod'
import { parseJson } from '../accounts/account-book.ts'
import type { KeptFile } from './atomic-file.ts'

type SafeStorage = Pick<
  Electron.SafeStorage,
  'encryptStringAsync' | 'decryptStringAsync' | 'isAsyncEncryptionAvailable' | 'getSelectedStorageBackend'
>

export type VaultPorts = {
  readonly safeStorage: SafeStorage
  /** Only Linux has several stores of keys to choose from, and one of them is none. */
  readonly isLinux: boolean
  readonly file: KeptFile
  /** Nothing here keeps a secret: whether it may be kept all the same, readable for whoever reads this person's files. */
  readonly askWeak: () => Promise<boolean>
  /** The store of keys is another one than before, or a secret cannot be opened any more: those concerned sign in again. */
  readonly onTrouble: (trouble: 'back-end-changed' | 'unreadable') => void
}

/**
 * What must not be read by whoever copies the profile's folder: sealed by the system's store of keys, and nowhere else in
 * the clear. Where there is no such store, and the person does not want to do without, a secret lives in memory until the
 * app ends.
 */
export type SecretVault = {
  load(name: string): Promise<string | undefined>
  /** Resolves when it is on disk, where it is to be on disk. */
  put(name: string, secret: string): Promise<void>
  remove(name: string): Promise<void>
  /** All whose name begins so. */
  removeAll(prefix: string): Promise<void>
}

const keptSchema = z.object({
  backEnd: z.string(),
  /** What the person said where the back end keeps no secret. */
  weakAllowed: z.boolean().optional(),
  sealed: z.record(z.string(), z.string()),
})
type Kept = z.output<typeof keptSchema>

/** Names that Chromium gives to writing secrets down as they are, or almost. */
const weakBackEnds: ReadonlySet<string> = new Set(['basic_text', 'unknown'])

export async function openSecretVault(ports: VaultPorts): Promise<SecretVault> {
  const { safeStorage, isLinux, file, askWeak, onTrouble } = ports
  const isSealing = await safeStorage.isAsyncEncryptionAvailable()
  const backEnd = !isSealing ? 'none' : isLinux ? safeStorage.getSelectedStorageBackend() : 'system'
  const isWeak = weakBackEnds.has(backEnd)
  const read = await readKept(file)
  let kept: Kept = read ?? { backEnd, sealed: {} }
  const inMemory = new Map<string, string>()
  let asking: Promise<boolean> | undefined

  if (read !== undefined && read.backEnd !== backEnd) {
    // What was allowed was allowed for the store of before.
    kept = { backEnd, sealed: read.sealed }
    if (Object.keys(read.sealed).length > 0) onTrouble('back-end-changed')
  }

  async function keep(next: Kept): Promise<void> {
    kept = next
    await file.put(JSON.stringify(kept))
  }
  async function mayKeep(): Promise<boolean> {
    if (!isSealing) return false
    if (!isWeak) return true
    if (kept.weakAllowed !== undefined) return kept.weakAllowed
    asking ??= askWeak()
    const weakAllowed = await asking
    if (kept.weakAllowed === undefined) await keep({ ...kept, weakAllowed })
    return weakAllowed
  }
  async function seal(name: string, secret: string): Promise<void> {
    const sealed = (await safeStorage.encryptStringAsync(secret)).toString('base64')
    await keep({ ...kept, sealed: { ...kept.sealed, [name]: sealed } })
  }
  async function drop(isGone: (name: string) => boolean): Promise<void> {
    for (const name of [...inMemory.keys()]) if (isGone(name)) inMemory.delete(name)
    const left = Object.entries(kept.sealed).filter(([name]) => !isGone(name))
    if (left.length < Object.keys(kept.sealed).length) await keep({ ...kept, sealed: Object.fromEntries(left) })
  }

  return {
    async load(name) {
      const inMind = inMemory.get(name)
      const sealed = Object.hasOwn(kept.sealed, name) ? kept.sealed[name] : undefined
      if (inMind !== undefined || sealed === undefined || !isSealing) return inMind
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))
        if (shouldReEncrypt) await seal(name, result)
        return result
      } catch {
        onTrouble('unreadable')
        await drop((each) => each === name)
        return undefined
      }
    },
    async put(name, secret) {
      // At once, so that it is there whatever becomes of the disk and of the question.
      inMemory.set(name, secret)
      if (!(await mayKeep())) return
      // Meanwhile another one took its place, or none.
      if (inMemory.get(name) === secret) await seal(name, secret)
    },
    remove: (name) => drop((each) => each === name),
    removeAll: (prefix) => drop((each) => each.startsWith(prefix)),
  }
}

async function readKept(file: KeptFile): Promise<Kept | undefined> {
  const text = await file.load()
  if (text === undefined) return undefined
  const parsed = keptSchema.safeParse(parseJson(text))
  if (parsed.success) return parsed.data
  // Nothing of it can be opened; signing in again makes new ones.
  await file.setAside()
  return undefined
}
