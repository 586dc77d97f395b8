import type { MessageId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { selectTimelineRows } from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import type { ChangeView, TimelineRow, TimelineView } from '../../engine-contract.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { shownWindow } from '../sync/room-places.ts'
import type { RoomWindow } from '../sync/room-window.ts'
import type { ViewContext } from './room-view.ts'
import { isSameView } from './same-view.ts'
import { plainError, sendStateOf } from './send-state.ts'
import { unsentChanges } from './unsent-changes.ts'

type ShownRow = Extract<TimelineRow, { kind: 'message' }>
/** The row that was shown last for each message, as long as the fold holds that very message. */
export type ShownRows = WeakMap<Message, ShownRow>

/** The conversation of an open room. */
export function buildTimelineView(
  entry: RoomEntry,
  context: ViewContext & { readonly shown: ShownRows },
): TimelineView {
  const { loading, problem, dividerSeq } = entry
  const window = shownWindow(entry)
  const readTo = readByOthersTo(entry, context.me)
  const changes = new Map(unsentChanges(context.outbox).map((change) => [change.message, change]))
  const rows: TimelineRow[] = []
  for (const row of selectTimelineRows(window.timeline)) {
    if (row.kind === 'notice') {
      // Known from before or after, while the messages around it are not loaded: it would stand beside a hole.
      if (row.seq >= window.from && row.seq <= (window.to ?? row.seq) && loading !== 'first') rows.push(row)
      continue
    }
    // Not before it is known where somebody is to begin: they would see it jump. And where no page is loaded the last
    // message is known, but not what lies before it.
    if (row.state !== 'queued' && loading === 'first') continue
    rows.push(keepSame(context.shown, buildRow(row, window, { ...context, readTo, changes })))
  }
  return {
    room: entry.state.room,
    rows,
    hasMoreBefore: window.from > 0,
    ...(window.to === undefined ? {} : { hasMoreAfter: true as const }),
    loading,
    ...(window.completeTo === undefined ? {} : { completeToSeq: window.completeTo }),
    ...(problem === undefined ? {} : { problem: plainError(problem) }),
    ...(dividerSeq === undefined ? {} : { dividerSeq }),
  }
}

type RowContext = ViewContext & { readonly readTo: number; readonly changes: ReadonlyMap<MessageId, ChangeView> }

function buildRow(row: MessageRow, window: RoomWindow, { me, outbox, readTo, changes }: RowContext): ShownRow {
  const { message, reason, changing } = row
  const isMine = message.author === me
  const change = changes.get(message.id)
  const refusedByArchive = isMine && row.state === 'stored' && window.refused.has(row.seq)
  return {
    kind: 'message',
    message,
    ...sendStateOf(row, outbox),
    ...(refusedByArchive ? { state: 'refused' as const } : {}),
    ...(reason === undefined ? {} : { refusal: reason }),
    ...(changing === true ? { changing } : {}),
    ...(change === undefined ? {} : { change }),
    ...(isMine && row.state === 'stored' && row.seq <= readTo ? { readByOthers: true } : {}),
  }
}

function readByOthersTo({ receipts }: RoomEntry, me: UserId): number {
  let most = 0
  for (const [user, seq] of receipts) if (user !== me) most = Math.max(most, seq)
  return most
}

/** The object shown before, where nothing of it changed: what is the same is neither sent nor drawn again. */
function keepSame(shown: ShownRows, row: ShownRow): ShownRow {
  const before = shown.get(row.message)
  if (before !== undefined && isSameRow(before, row)) return before
  shown.set(row.message, row)
  return row
}

function isSameRow(before: ShownRow, row: ShownRow): boolean {
  for (const key in row) if (!isSameView(before[key as keyof ShownRow], row[key as keyof ShownRow])) return false
  for (const key in before) if (!(key in row)) return false
  return true
}
