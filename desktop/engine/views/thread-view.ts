import type { Answers } from '../../../common/message.ts'
import { foldAnswers, groupAnswers } from '../../../common/reducers/thread-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { TimelineRow } from '../../engine-contract.ts'
import { isSameView } from './same-view.ts'

type ShownRow = Extract<TimelineRow, { kind: 'message' }>
/** For each row the one that says what hangs on it, as long as that is the same. */
export type AnsweredRows = WeakMap<ShownRow, { readonly answers: Answers; readonly view: ShownRow }>

/**
 * What the room itself shows: what stands in a thread alone is left out, and what hangs on a message is said with it.
 * @param held all that is held of the room
 */
export function withThreads(
  rows: readonly TimelineRow[],
  held: readonly MessageRow[],
  answered: AnsweredRows,
): readonly TimelineRow[] {
  const groups = groupAnswers(held)
  if (groups.size === 0 && !rows.some(hasAnswers)) return rows
  return rows.flatMap((row) => {
    if (row.kind === 'notice') return row
    return isOnlyInThread(row.message) ? [] : withAnswers(row, groups.get(row.message.id), answered)
  })
}

function hasAnswers(row: TimelineRow): boolean {
  return row.kind === 'message' && (row.message.answers !== undefined || row.message.thread !== undefined)
}

function withAnswers(row: ShownRow, rows: readonly MessageRow[] = [], answered: AnsweredRows): ShownRow {
  const answers = foldAnswers(row.message.answers, rows)
  if (answers === undefined) return row
  const before = answered.get(row)
  if (before !== undefined && isSameView(before.answers, answers)) return before.view
  const view = { ...row, answers }
  answered.set(row, { answers, view })
  return view
}
