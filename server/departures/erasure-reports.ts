import { z } from 'zod'
import {
  type ErasedKind,
  type ErasureReport,
  erasedKinds,
  erasureReportLifeMs,
} from '../../common/http-contract/erasure-contract.ts'
import type { UserId } from '../../common/ids.ts'
import { ok } from '../../common/result.ts'
import { createSecret, digestOfSecret } from '../secrets/secret-digest.ts'
import { type BookEntry, buildRecordBook } from '../store/record-book.ts'
import type { RecordPlace, RecordStore } from '../store/record-store.ts'

const reportSchema = z.object({
  messages: z.enum(['keep', 'erase']),
  finishedAt: z.int().optional(),
  gone: z.partialRecord(z.enum(erasedKinds), z.int()),
  /** Of what whoever went may read it by. */
  receiptHash: z.string().optional(),
})
export type Gone = Partial<Record<ErasedKind, number>>

/** What went with each account, for whoever it was and for administrators; three months. */
export type ErasureReports = {
  /** Begins one, where there is none. The receipt is told once: by it, without an account, the report is read. */
  readonly begin: (user: UserId, messages: 'keep' | 'erase') => Promise<string | undefined>
  /** What a step took that may be done again: what it took most counts, and nothing twice. */
  readonly note: (user: UserId, messages: 'keep' | 'erase', gone: Gone) => Promise<void>
  /** Something more of it is gone. */
  readonly add: (user: UserId, messages: 'keep' | 'erase', gone: Gone) => Promise<void>
  readonly finish: (user: UserId) => Promise<void>
  readonly find: (receipt: string) => Promise<ErasureReport | undefined>
  /** The oldest first. */
  readonly list: (after: RecordPlace | undefined, limit: number) => Promise<readonly ErasureReport[]>
  readonly prune: () => Promise<void>
}

const everybody = 'erasures'

export function buildErasureReports(records: RecordStore, now: () => number): ErasureReports {
  const book = buildRecordBook(records, 'erasure', reportSchema, now)
  const change = (user: UserId, messages: 'keep' | 'erase', next: (kept: Kept) => Kept) =>
    book.change(user, (before) => {
      const detail = next(before?.detail ?? { messages, gone: {} })
      const { receiptHash } = detail
      return ok({ detail, owners: [everybody, ...(receiptHash === undefined ? [] : [receiptHash])] })
    })
  async function count(
    user: UserId,
    messages: 'keep' | 'erase',
    { gone, by }: { readonly gone: Gone; readonly by: (before: number, more: number) => number },
  ): Promise<void> {
    const counted = Object.entries(gone).filter(([, more]) => more > 0)
    if (counted.length === 0) return
    await change(user, messages, (kept) => {
      const sums: Gone = { ...kept.gone }
      for (const [what, more] of counted) sums[what as ErasedKind] = by(sums[what as ErasedKind] ?? 0, more)
      return { ...kept, gone: sums }
    })
  }
  return {
    begin: async (user, messages) => {
      const receipt = createSecret()
      const begun = await change(user, messages, (kept) => ({ receiptHash: digestOfSecret(receipt), ...kept }))
      return begun.ok && begun.value?.detail.receiptHash === digestOfSecret(receipt) ? receipt : undefined
    },
    note: (user, messages, gone) => count(user, messages, { gone, by: (before, more) => Math.max(before, more) }),
    add: (user, messages, gone) => count(user, messages, { gone, by: (before, more) => before + more }),
    finish: async (user) => {
      await book.change(user, (before) => {
        if (before === undefined || before.detail.finishedAt !== undefined) return ok(undefined)
        return ok({ detail: { ...before.detail, finishedAt: now() }, owners: before.owners })
      })
    },
    find: async (receipt) => {
      const [entry] = await book.list({ owner: digestOfSecret(receipt), limit: 1 })
      return entry && show(entry)
    },
    list: async (after, limit) =>
      (await book.list({ limit, owner: everybody, ...(after === undefined ? {} : { after }) })).map(show),
    prune: () =>
      book.sweep(({ detail: { finishedAt = Number.POSITIVE_INFINITY } }) =>
        finishedAt + erasureReportLifeMs <= now() ? 'remove' : undefined,
      ),
  }
}

type Kept = z.output<typeof reportSchema>

function show({ id, at, detail }: BookEntry<Kept>): ErasureReport {
  const { messages, finishedAt, gone } = detail
  return {
    ...{ user: id as UserId, at, messages, state: finishedAt === undefined ? 'under-way' : 'done' },
    ...(finishedAt === undefined ? {} : { finishedAt }),
    gone: erasedKinds.flatMap((what) => {
      const count = gone[what]
      return count === undefined ? [] : [{ what, where: whereOf(what), count }]
    }),
    stays: [
      'id',
      ...(messages === 'keep' ? (['messages-without-a-name'] as const) : []),
      'evidence-of-reports',
      'backups-made-before',
    ],
  }
}

function whereOf(what: ErasedKind): ErasureReport['gone'][number]['where'] {
  if (what === 'events-in-streams') return 'streams'
  return what === 'files-in-no-message' ? 'files' : 'store'
}
