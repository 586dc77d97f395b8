import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { digestOfSecret } from '../secrets/secret-digest.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

const purposes = ['reset', 'email'] as const
const codeSchema = z.object({
  user: userIdSchema,
  purpose: z.enum(purposes),
  /** The address that it proves, or that it went to. */
  email: z.string().optional(),
  expiresAt: z.int(),
})
export type CodeDetail = z.output<typeof codeSchema>
type Purpose = CodeDetail['purpose']

export const codeLifeMs = 3_600_000

/** Codes that are told once and kept as digests: 128 random bits, one use, one hour. */
export type CodeBook = {
  readonly make: (
    user: UserId,
    purpose: Purpose,
    email?: string,
  ) => Promise<Result<{ readonly code: string; readonly expiresAt: number }>>
  /** What it is for, where it is good. */
  readonly find: (code: string, purpose: Purpose) => Promise<CodeDetail | undefined>
  /** Takes its one use: of many who come with it at once, one. */
  readonly take: (code: string, purpose: Purpose) => Promise<Result<CodeDetail>>
  /** None of them is good any more. */
  readonly dropAll: (user: UserId, purpose: Purpose) => Promise<void>
  /** Whatever they are for; how many there were. */
  readonly forget: (user: UserId) => Promise<number>
  /** Of everybody, those whose hour is over. */
  readonly prune: () => Promise<void>
}

const invalid = err(appError('reset-invalid'))

export function buildCodeBook(store: RecordStore, now: () => number): CodeBook {
  const book = buildRecordBook(store, 'code', codeSchema, now)
  const isGood = (detail: CodeDetail | undefined, purpose: Purpose) =>
    detail?.purpose === purpose && detail.expiresAt > now()
  const drop = (id: string) => book.change(id, () => ok('remove'))
  return {
    make: async (user, purpose, email) => {
      const code = randomBytes(16).toString('base64url')
      const expiresAt = now() + codeLifeMs
      const detail = { user, purpose, expiresAt, ...(email === undefined ? {} : { email }) }
      const made = await book.change(digestOfSecret(code), () => ok({ detail, owners: [user] }))
      return made.ok ? ok({ code, expiresAt }) : made
    },
    find: async (code, purpose) => {
      const detail = (await book.load(digestOfSecret(code)))?.detail
      return isGood(detail, purpose) ? detail : undefined
    },
    take: async (code, purpose) => {
      let taken: CodeDetail | undefined
      const gone = await book.change(digestOfSecret(code), (before) => {
        taken = before?.detail
        return isGood(taken, purpose) ? ok('remove') : invalid
      })
      if (!gone.ok) return gone
      return taken === undefined ? invalid : ok(taken)
    },
    dropAll: async (user, purpose) => {
      const mine = await book.listAll(user)
      for (const { id, detail } of mine) if (detail.purpose === purpose) await drop(id)
    },
    forget: async (user) => {
      const mine = await book.listAll(user)
      for (const { id } of mine) await drop(id)
      return mine.length
    },
    prune: async () => {
      for (const { id, detail } of await book.list()) if (detail.expiresAt <= now()) await drop(id)
    },
  }
}
