import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { createTurns } from '../changes/turns.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'
import { sayMegabytes } from './file-problems.ts'
import type { FileBook, UploadBook } from './file-records.ts'

/**
 * How much room somebody's files take: a sum that is kept, raised by compare-and-set before anything may be sent, so that two uploads
 * at once cannot both have the last of it. What goes makes the sum doubtful instead of lowering it, and a doubtful one, or one that
 * would refuse somebody, is counted anew: so it heals from whatever broke off, and never says less than there is.
 */
export type FileQuota = {
  /** Before its record stands, which is to be soon. `quota-exceeded` says limit and use. */
  readonly reserve: (user: UserId, upload: string, bytes: number) => Promise<Result<void>>
  /** Something of theirs went. */
  readonly doubt: (user: UserId, upload?: string) => Promise<void>
  readonly forget: (user: UserId) => Promise<void>
}

const quotaSchema = z.object({
  bytes: z.int().min(0),
  doubtful: z.boolean(),
  /** Reserved a moment ago: counted by these until they are found by their records. */
  fresh: z.array(z.object({ upload: z.string(), bytes: z.int(), at: z.int() })),
})
const freshMs = 60_000
const rounds = 20

export function buildFileQuota(deps: {
  readonly records: RecordStore
  readonly uploads: UploadBook
  readonly files: FileBook
  readonly limitBytes: number
  readonly now: () => number
}): FileQuota {
  const { limitBytes } = deps
  const book = buildRecordBook(deps.records, 'file-quota', quotaSchema, deps.now)
  const count = async (user: UserId, fresh: z.output<typeof quotaSchema>['fresh']) => {
    const uploads = await deps.uploads.listAll(user)
    const files = await deps.files.listAll(user)
    const known = new Set(uploads.map(({ id }) => id))
    return sumOf([
      ...uploads.filter(({ detail }) => detail.isMade === undefined).map(({ detail }) => detail.bytes),
      ...files.map(({ detail }) => detail.sizeBytes),
      ...fresh.filter(({ upload }) => !known.has(upload)).map(({ bytes }) => bytes),
    ])
  }
  const inTurn = createTurns<UserId>()
  const reserve: FileQuota['reserve'] = async (user, upload, bytes) => {
    for (let round = 0; round < rounds; round++) {
      const before = await book.load(user)
      const kept = before?.detail ?? { bytes: 0, doubtful: true, fresh: [] }
      const fresh = kept.fresh.filter(({ at }) => at > deps.now() - freshMs)
      const isCounted = kept.doubtful || kept.bytes + bytes > limitBytes
      const used = isCounted ? await count(user, fresh) : kept.bytes
      if (used + bytes > limitBytes) return err(exceeded(limitBytes, used))
      let isOurs = false
      const put = await book.change(user, (standing) => {
        isOurs = standing?.turn === before?.turn
        const detail = {
          ...{ bytes: used + bytes, doubtful: false },
          fresh: [...fresh, { upload, bytes, at: deps.now() }],
        }
        return ok(isOurs ? { detail, owners: [user] } : undefined)
      })
      if (!put.ok) return put
      if (isOurs) return ok(undefined)
    }
    return err(appError('busy', { retryAfterMs: 1_000 }))
  }
  return {
    // Those of one person in this process wait for each other: fifty at once would mostly be late.
    reserve: (user, upload, bytes) => inTurn(user, () => reserve(user, upload, bytes)),
    doubt: async (user, upload) => {
      await inTurn(user, () =>
        book.change(user, (before) => {
          if (before === undefined) return ok(undefined)
          const fresh = before.detail.fresh.filter((one) => one.upload !== upload)
          return ok({ detail: { ...before.detail, fresh, doubtful: true }, owners: before.owners })
        }),
      )
    },
    forget: async (user) => void (await book.change(user, () => ok('remove'))),
  }
}

const sumOf = (sizes: readonly number[]) => sizes.reduce((sum, size) => sum + size, 0)

function exceeded(limitBytes: number, usedBytes: number) {
  const detail = `Your files may take ${sayMegabytes(limitBytes)} here, and take ${sayMegabytes(usedBytes)} already.`
  return appError('quota-exceeded', { detail, more: { limitBytes, usedBytes } })
}
