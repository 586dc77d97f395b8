import { z } from 'zod'
import type { UserId } from '../../common/ids.ts'
import { ok, type Result } from '../../common/result.ts'
import { buildRecordBook } from '../store/record-book.ts'
import type { RecordStore } from '../store/record-store.ts'

const marksSchema = z.object({
  /** Up to there it was looked at. */
  seenTo: z.int(),
  /** Up to there everything is dismissed. */
  dismissedTo: z.int(),
  /** Single ones, up to when each. */
  dismissed: z.array(z.object({ id: z.string(), to: z.int() })),
})
export type InboxMarks = z.output<typeof marksSchema>

/** One document each, so that an inbox and all that somebody has put away of it are one to read and one to forget. */
export type InboxMarkBook = {
  readonly load: (user: UserId) => Promise<InboxMarks>
  readonly dismiss: (user: UserId, upTo: number, ids: readonly string[] | undefined) => Promise<Result<void>>
  readonly see: (user: UserId, upTo: number) => Promise<Result<void>>
  /** How many there were. */
  readonly forget: (user: UserId) => Promise<number>
}

/** As many as an inbox has rows: who has dismissed more has dismissed what is no more. */
const mostSingle = 500
const none: InboxMarks = { seenTo: 0, dismissedTo: 0, dismissed: [] }

export function buildInboxMarks(records: RecordStore, now: () => number): InboxMarkBook {
  const book = buildRecordBook(records, 'inbox-marks', marksSchema, now)
  const change = async (user: UserId, upTo: number, fold: (before: InboxMarks, to: number) => InboxMarks) => {
    // What is to come cannot have been seen, whatever a clock says.
    const to = Math.min(upTo, now())
    const put = await book.change(user, (before) => ok({ detail: fold(before?.detail ?? none, to), owners: [user] }))
    return put.ok ? ok(undefined) : put
  }
  return {
    load: async (user) => (await book.load(user))?.detail ?? none,
    dismiss: (user, upTo, ids) => change(user, upTo, (before, to) => foldDismissed(before, to, ids)),
    see: (user, upTo) => change(user, upTo, (before, to) => ({ ...before, seenTo: Math.max(before.seenTo, to) })),
    forget: async (user) => {
      const before = await book.load(user)
      if (before === undefined) return 0
      await book.change(user, () => ok('remove'))
      return before.detail.dismissed.length + 1
    },
  }
}

/** By the latest of each, so that devices which say it late or twice agree. */
function foldDismissed(before: InboxMarks, to: number, ids: readonly string[] | undefined): InboxMarks {
  const dismissedTo = ids === undefined ? Math.max(before.dismissedTo, to) : before.dismissedTo
  const single = new Map(before.dismissed.map((one) => [one.id, one.to]))
  for (const id of ids ?? []) single.set(id, Math.max(single.get(id) ?? 0, to))
  const dismissed = [...single]
    .map(([id, to]) => ({ id, to }))
    .filter((one) => one.to > dismissedTo)
    .toSorted((a, b) => b.to - a.to)
    .slice(0, mostSingle)
  return { ...before, dismissedTo, dismissed }
}
