import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { AuditKey, AuditRow, Sealed } from '../store/audit-store.ts'

/**
 * What makes the lines one chain that can be checked, and what of them goes with a person. The MAC is over the sealed text: once
 * a key is dropped nobody reads it again, and the chain still holds.
 */
const cipher = 'aes-256-gcm'
const [ivBytes, tagBytes] = [12, 16]

export function createAuditKey(): AuditKey {
  return { id: randomBytes(16).toString('base64url'), secret: randomBytes(32).toString('base64url') }
}

/** @param place the line it belongs to: it opens nowhere else */
export function seal({ id, secret }: AuditKey, place: string, value: unknown): Sealed {
  const iv = randomBytes(ivBytes)
  const sealing = createCipheriv(cipher, Buffer.from(secret, 'base64url'), iv).setAAD(Buffer.from(place))
  const text = Buffer.concat([sealing.update(JSON.stringify(value), 'utf8'), sealing.final()])
  return { key: id, text: Buffer.concat([iv, sealing.getAuthTag(), text]).toString('base64url') }
}

/** Undefined where it is not what was sealed with that key for that place. */
export function unseal({ secret }: AuditKey, place: string, { text }: Sealed): unknown {
  const bytes = Buffer.from(text, 'base64url')
  try {
    const opening = createDecipheriv(cipher, Buffer.from(secret, 'base64url'), bytes.subarray(0, ivBytes))
    opening.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
    const opened = Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()])
    return JSON.parse(opened.toString('utf8'))
  } catch {
    return undefined
  }
}

/** Of what stands before the first line. */
export const firstPrevious = ''

export function digestLine(secret: Buffer, row: Omit<AuditRow, 'digest'>): string {
  const { seq, previous, id, at, byKind, by, what, from, about } = row
  const fields = [seq, previous, id, at, byKind, by, what, from.key, from.text, about.key, about.text]
  return createHmac('sha256', secret).update(JSON.stringify(fields)).digest('base64url')
}

/** Of the place where the chain ended when it was looked at. */
export function digestHead(secret: Buffer, { seq, digest }: AuditHead): string {
  return createHmac('sha256', secret)
    .update(JSON.stringify(['head', seq, digest]))
    .digest('base64url')
}

/** Where the chain ends. */
export type AuditHead = Pick<AuditRow, 'seq' | 'digest'>
