import { randomBytes } from 'node:crypto'
import { type PersonNotice, personNoticeSchema } from '../../common/http-contract/moderation-contract.ts'
import { buildUserId, idRandomBytes, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordPlace, RecordStore } from '../store/record-store.ts'

/** What people are told of what was done about them, with the reason: kept until they are gone, asked for by `/me/notices`. */
export type PersonNotices = {
  readonly tell: (user: UserId, notice: Omit<PersonNotice, 'id' | 'at'>) => Promise<Result<void>>
  /** Whoever reported something has its outcome to read. */
  readonly hint: (user: UserId) => void
  /** The oldest first. */
  readonly list: (user: UserId, after: RecordPlace | undefined, limit: number) => Promise<readonly PersonNotice[]>
  readonly forget: (user: UserId) => Promise<number>
}

const detailSchema = personNoticeSchema.omit({ id: true, at: true })

export function buildPersonNotices(
  records: RecordStore,
  /** Says that there is something new to ask for. */
  hint: (user: UserId) => void,
  now: () => number,
): PersonNotices {
  const book = buildRecordBook(records, 'person-notice', detailSchema, now)
  return {
    tell: async (user, notice) => {
      const id = buildUserId(randomBytes(idRandomBytes))
      const told = await book.change(id, () => ok({ detail: notice, owners: [user] }))
      if (!told.ok) return told
      hint(user)
      return ok(undefined)
    },
    hint,
    list: async (owner, after, limit) =>
      (await book.list({ owner, limit, ...(after === undefined ? {} : { after }) })).map(({ id, at, detail }) => ({
        ...{ id, at },
        ...detail,
      })),
    forget: async (user) => {
      const mine = await book.listAll(user)
      for (const { id } of mine) await book.change(id, () => ok('remove'))
      return mine.length
    },
  }
}
