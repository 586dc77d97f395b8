/**
 * One thing between people that no room's events say: how a pair stands, an invitation, somebody's settings, a report. Each is one
 * small document, so what must not come apart (two who ask each other at once, the last use of a code) is one atomic step.
 */
export type KeptRecord = {
  readonly kind: string
  readonly id: string
  /** Rises with each change: what a compare-and-set compares. */
  readonly turn: number
  /** Whom or what it belongs to, users and rooms: by these it is found. */
  readonly owners: readonly string[]
  /** When it was made, ms. */
  readonly at: number
  /** JSON. Whoever reads it decodes it: an earlier version may have written it. */
  readonly detail: unknown
}

/** Port; adapters in `sqlite/` and `mongo/`, one conformance suite. Domains use it through `record-book.ts`. */
export type RecordStore = {
  readonly loadRecord: (kind: string, id: string) => Promise<KeptRecord | undefined>
  /** Those there are, in any order, in one question. */
  readonly loadRecordsById: (kind: string, ids: readonly string[]) => Promise<readonly KeptRecord[]>
  /** Those that belong to the owner; without one all of the kind. Oldest first, a thousand at most, after the place where one is given. */
  readonly loadRecords: (query: RecordQuery) => Promise<readonly KeptRecord[]>
  readonly countRecords: (kind: string, owner: string) => Promise<number>
  /** Compare-and-set: stores it as `turn` only where the one before it stands (`turn` 1: where there is none). */
  readonly putRecord: (record: KeptRecord) => Promise<boolean>
  /** True if it was there as `turn`, and is gone. */
  readonly removeRecord: (kind: string, id: string, turn: number) => Promise<boolean>
}

export type RecordQuery = {
  readonly kind: string
  readonly owner?: string
  readonly after?: RecordPlace
  readonly limit?: number
}
export type RecordPlace = { readonly at: number; readonly id: string }
export const mostRecords = 1_000
