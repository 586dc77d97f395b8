import type { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { type KeptRecord, mostRecords, type RecordQuery, type RecordStore } from './record-store.ts'

export type BookEntry<Detail> = Omit<KeptRecord, 'detail' | 'kind'> & { readonly detail: Detail }
/** What becomes of an entry; undefined: it stays as it is. */
export type BookStep<Detail> = { readonly detail: Detail; readonly owners: readonly string[] } | 'remove' | undefined

/** Records of one kind, decoded. One that this version cannot read is as good as none, and is left where it is. */
export type RecordBook<Detail> = {
  readonly load: (id: string) => Promise<BookEntry<Detail> | undefined>
  /** Those there are, by their ids, in one question. */
  readonly loadMany: (ids: readonly string[]) => Promise<ReadonlyMap<string, BookEntry<Detail>>>
  readonly list: (query?: Omit<RecordQuery, 'kind'>) => Promise<readonly BookEntry<Detail>[]>
  /** However many those of an owner are, expired ones among them. */
  readonly listAll: (owner: string) => Promise<readonly BookEntry<Detail>[]>
  readonly count: (owner: string) => Promise<number>
  /** Goes once through all there are, a page in memory, and does what is said of each. */
  readonly sweep: (judge: (entry: BookEntry<Detail>) => BookStep<Detail>) => Promise<void>
  /** Judged again whenever somebody else was first. The entry as it stands afterwards; undefined: there is none. */
  readonly change: (
    id: string,
    judge: (before: BookEntry<Detail> | undefined) => Result<BookStep<Detail>>,
  ) => Promise<Result<BookEntry<Detail> | undefined>>
}

const maxRounds = 50

export function buildRecordBook<Detail>(
  store: RecordStore,
  kind: string,
  schema: z.ZodType<Detail>,
  now: () => number,
): RecordBook<Detail> {
  const decode = (record: KeptRecord | undefined): BookEntry<Detail> | undefined => {
    if (record === undefined) return undefined
    const { kind: _, detail, ...rest } = record
    const parsed = schema.safeParse(detail)
    return parsed.success ? { ...rest, detail: parsed.data } : undefined
  }
  const change: RecordBook<Detail>['change'] = async (id, judge) => {
    for (let round = 0; round < maxRounds; round++) {
      const kept = await store.loadRecord(kind, id)
      const before = decode(kept)
      if (kept !== undefined && before === undefined) throw new Error(`a ${kind} was written by a newer Natter`)
      const step = judge(before)
      if (!step.ok) return step
      if (step.value === undefined) return ok(before)
      const turn = before?.turn ?? 0
      if (step.value === 'remove') {
        if (before === undefined || (await store.removeRecord(kind, id, turn))) return ok(undefined)
        continue
      }
      const next = { id, turn: turn + 1, at: before?.at ?? now(), ...step.value }
      if (await store.putRecord({ kind, ...next })) return ok(next)
    }
    return err(appError('busy', { retryAfterMs: 1_000 }))
  }
  return {
    load: async (id) => decode(await store.loadRecord(kind, id)),
    loadMany: async (ids) => {
      if (ids.length === 0) return new Map()
      const entries = (await store.loadRecordsById(kind, ids)).flatMap((one) => decode(one) ?? [])
      return new Map(entries.map((entry) => [entry.id, entry]))
    },
    list: async (query = {}) => (await store.loadRecords({ kind, ...query })).flatMap((one) => decode(one) ?? []),
    listAll: async (owner) => {
      const all: BookEntry<Detail>[] = []
      for (let after: KeptRecord | undefined; ; ) {
        const page = await store.loadRecords({ kind, owner, ...(after === undefined ? {} : { after }) })
        all.push(...page.flatMap((one) => decode(one) ?? []))
        // Asked once more after a full page only: nearly always there is one, and it is not.
        if (page.length < mostRecords) return all
        after = page.at(-1)
      }
    },
    count: (owner) => store.countRecords(kind, owner),
    sweep: async (judge) => {
      for (let after: KeptRecord | undefined; ; ) {
        const page = await store.loadRecords({ kind, ...(after === undefined ? {} : { after }) })
        for (const record of page) {
          const entry = decode(record)
          if (entry === undefined || judge(entry) === undefined) continue
          // As it stands by then: somebody may be at it.
          await change(entry.id, (before) => ok(before === undefined ? undefined : judge(before)))
        }
        if (page.length < mostRecords) return
        after = page.at(-1)
      }
    },
    change,
  }
}
