import { createHash } from 'node:crypto'
import { z } from 'zod'
import { ok } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

/** Handles that were somebody's until not long ago: nobody gets one, or would be taken for them. */
export type RestingHandles = {
  readonly rest: (handle: string) => Promise<void>
  readonly isResting: (handle: string) => Promise<boolean>
}

/** When it was given up last; the record itself is as old as the first time. */
const restSchema = z.object({ since: z.int().optional() })
const restMs = 90 * 86_400_000

export function buildRestingHandles(records: RecordStore, now: () => number): RestingHandles {
  const book = buildRecordBook(records, 'resting-handle', restSchema, now)
  return {
    rest: async (handle) => {
      await book.change(digestOf(handle), () => ok({ detail: { since: now() }, owners: [] }))
    },
    isResting: async (handle) => {
      const entry = await book.load(digestOf(handle))
      return entry !== undefined && (entry.detail.since ?? entry.at) > now() - restMs
    },
  }
}

/** Of a handle: it was theirs, and nothing else of them is kept. */
function digestOf(handle: string): string {
  return createHash('sha256').update(handle).digest('base64url')
}
