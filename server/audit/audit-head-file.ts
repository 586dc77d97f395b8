import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { type AuditHead, digestHead } from './audit-seal.ts'

/**
 * Where the log ended, kept beside the store and not in it: whoever cuts lines off the store's end, or puts an older store in
 * its place, cannot take this back with it. MACed, so that it cannot be made up either.
 */
const fileSchema = z.object({ seq: z.int().min(1), digest: z.string(), mac: z.string() })

/** Under the data folder, and in no backup: an older end would say that lines are missing. */
export const auditFolder = (dataDir: string) => join(dataDir, 'audit')
const fileOf = (dataDir: string) => join(auditFolder(dataDir), 'head.json')

/** Never an earlier one than is there. Throws Node's file errors. */
export function putAuditHead(dataDir: string, secret: Buffer, head: AuditHead): void {
  const kept = loadAuditHead(dataDir, secret)
  if (kept !== undefined && kept !== 'unreadable' && kept.seq >= head.seq) return
  writeHead(dataDir, secret, head)
}

/** For `createAuditLog`. A head that cannot be kept stops nothing: the lines stand, and the next one is tried again. */
export function keepAuditHead(dataDir: string, secret: Buffer, onFault: (fault: unknown) => void) {
  return (head: AuditHead): void => {
    try {
      putAuditHead(dataDir, secret, head)
    } catch (fault) {
      onFault(fault)
    }
  }
}

function writeHead(dataDir: string, secret: Buffer, { seq, digest }: AuditHead): void {
  mkdirSync(auditFolder(dataDir), { recursive: true, mode: 0o700 })
  const draft = `${fileOf(dataDir)}.${process.pid}.draft`
  writeFileSync(draft, JSON.stringify({ seq, digest, mac: digestHead(secret, { seq, digest }) }), { mode: 0o600 })
  renameSync(draft, fileOf(dataDir))
}

/** Undefined: there is none. `unreadable`: it is none that we wrote. */
export function loadAuditHead(dataDir: string, secret: Buffer): AuditHead | 'unreadable' | undefined {
  let text: string
  try {
    text = readFileSync(fileOf(dataDir), 'utf8')
  } catch (fault) {
    if (fault instanceof Error && 'code' in fault && fault.code === 'ENOENT') return undefined
    throw fault
  }
  try {
    const { mac, ...head } = fileSchema.parse(JSON.parse(text))
    return digestHead(secret, head) === mac ? head : 'unreadable'
  } catch {
    return 'unreadable'
  }
}
