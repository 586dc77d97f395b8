import {
  chmodSync,
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'

/**
 * The text of a secret file, made by `make` where there is none; folder 0700, file 0600. Two processes that start at
 * once get the same text, and one that dies half-way leaves no half file: the text is on disk before it has its name.
 * Throws Node's file errors.
 */
export function ensureKeyFile(file: string, make: () => string): string {
  const folder = dirname(file)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  const found = readIfThere(file)
  if (found !== undefined) return found
  const draft = `${file}.${process.pid}.draft`
  const handle = openSync(draft, 'w', 0o600)
  try {
    writeSync(handle, make())
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
  try {
    // link, unlike rename, refuses where another was first.
    linkSync(draft, file)
  } catch (fault) {
    if (!hasCode(fault, 'EEXIST')) throw fault
  } finally {
    rmSync(draft, { force: true })
  }
  return readFileSync(file, 'utf8')
}

function readIfThere(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8')
    chmodSync(file, 0o600)
    return text
  } catch (fault) {
    if (hasCode(fault, 'ENOENT')) return undefined
    throw fault
  }
}

function hasCode(fault: unknown, code: string): boolean {
  return fault instanceof Error && 'code' in fault && fault.code === code
}
