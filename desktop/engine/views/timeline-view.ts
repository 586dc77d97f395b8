import type { MessageId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { selectNotices, selectQueued } from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import type { ChangeView, TimelineRow, TimelineView } from '../../engine-contract.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { shownWindow } from '../sync/room-places.ts'
import { heldRows } from '../sync/room-unread.ts'
import type { RoomWindow } from '../sync/room-window.ts'
import type { ViewContext } from './room-view.ts'
import { isSameView } from './same-view.ts'
import { plainError, sendStateOf } from './send-state.ts'
import { type AnsweredRows, withThreads } from './thread-view.ts'
import { unsentChanges } from './unsent-changes.ts'

type ShownRow = Extract<TimelineRow, { kind: 'message' }>
/**
 * What was shown last: for each message, as long as the fold holds that very message, with the row it was made of; and
 * for each chunk of rows. A message that comes changes the last chunk, and nothing is looked at in the others.
 */
export type ShownRows = {
  readonly messages: WeakMap<Message, { readonly row: MessageRow; readonly view: ShownRow }>
  readonly chunks: WeakMap<readonly MessageRow[], ShownChunk>
  /** The last one: where nothing but a row more is in its place, only that is looked at. */
  end?: ShownChunk
  readonly answered: AnsweredRows
}
type ShownChunk = Pick<RowContext, 'readTo' | 'changes'> &
  Pick<RoomWindow, 'refused'> & { readonly rows: readonly MessageRow[]; readonly views: ShownRow[] }

export function buildShownRows(): ShownRows {
  return { messages: new WeakMap(), chunks: new WeakMap(), answered: new WeakMap() }
}

/** The conversation of an open room. */
export function buildTimelineView(
  entry: RoomEntry,
  context: ViewContext & { readonly shown: ShownRows },
): TimelineView {
  const { loading, problem, dividerSeq } = entry
  const window = shownWindow(entry)
  const unsent = context.outbox.length === 0 ? [] : unsentChanges(context.outbox)
  const changes = unsent.length === 0 ? noChanges : new Map(unsent.map((change) => [change.message, change]))
  const rowContext = { ...context, readTo: readByOthersTo(entry, context), changes }
  // Not before it is known where somebody is to begin: they would see it jump. And where no page is loaded the last message
  // is known, but not what lies before it.
  const stored = loading === 'first' ? [] : storedRows(window, rowContext)
  const isOwn = window.timeline.own.length > 0
  const queued = isOwn ? selectQueued(window.timeline).map((row) => viewRow(row, window, rowContext)) : []
  const all = queued.length === 0 ? stored : [...stored, ...queued]
  return {
    room: entry.state.room,
    rows: withThreads(all, heldRows(entry), context.shown.answered),
    hasMoreBefore: window.from > 0,
    ...(window.to === undefined ? {} : { hasMoreAfter: true as const }),
    loading,
    ...(window.completeTo === undefined ? {} : { completeToSeq: window.completeTo }),
    ...(problem === undefined ? {} : { problem: plainError(problem) }),
    ...(dividerSeq === undefined ? {} : { dividerSeq }),
  }
}

/** Rows that stand in no list of the room's: of a thread. */
export function viewLooseRows(
  rows: readonly MessageRow[],
  { refused, ...context }: ViewContext & { readonly shown: ShownRows } & Pick<RoomWindow, 'refused'>,
): readonly ShownRow[] {
  const unsent = context.outbox.length === 0 ? [] : unsentChanges(context.outbox)
  const changes = unsent.length === 0 ? noChanges : new Map(unsent.map((change) => [change.message, change]))
  return rows.map((row) => viewRow(row, { refused }, { ...context, readTo: 0, changes }))
}

const noChanges: RowContext['changes'] = new Map()

function storedRows(window: RoomWindow, context: RowContext): readonly TimelineRow[] {
  // Copied as whole chunks: a message more costs no walk through all the others.
  const messages = ([] as ShownRow[]).concat(...window.timeline.rows.map((chunk) => viewChunk(chunk, window, context)))
  const { from, to = Number.POSITIVE_INFINITY } = window
  // Known from before or after, while the messages around it are not loaded: it would stand beside a hole.
  const notices = selectNotices(window.timeline).filter(({ seq }) => seq >= from && seq <= to)
  if (notices.length === 0) return messages
  const rows: TimelineRow[] = []
  let next = 0
  for (const view of messages) {
    for (let notice = notices[next]; notice !== undefined && notice.seq < view.message.seq; notice = notices[++next])
      rows.push(notice)
    rows.push(view)
  }
  return [...rows, ...notices.slice(next)]
}

function viewChunk(chunk: readonly MessageRow[], window: RoomWindow, context: RowContext): readonly ShownRow[] {
  const { readTo, changes, shown } = context
  const { refused } = window
  const isSame = (before: ShownChunk | undefined) =>
    before?.readTo === readTo && before.changes === changes && before.refused === refused
  const before = shown.chunks.get(chunk)
  if (before !== undefined && isSame(before)) return before.views
  const { end } = shown
  const isGrown = end !== undefined && isSame(end) && end.rows.every((row, index) => row === chunk[index])
  const views = isGrown
    ? [...end.views, ...chunk.slice(end.rows.length).map((row) => viewRow(row, window, context))]
    : chunk.map((row) => viewRow(row, window, context))
  const made = { readTo, changes, refused, rows: chunk, views }
  shown.chunks.set(chunk, made)
  if (chunk === window.timeline.rows.at(-1)) shown.end = made
  return views
}

function viewRow(row: MessageRow, window: Refused, context: RowContext): ShownRow {
  return stillShown(row, window, context) ?? keepSame(row, buildRow(row, window, context), context.shown)
}

type Refused = Pick<RoomWindow, 'refused'>
type RowContext = ViewContext & {
  readonly shown: ShownRows
  readonly readTo: number
  readonly changes: ReadonlyMap<MessageId, ChangeView>
}

/**
 * Nearly all rows are what they were a frame ago: nothing is built to see that. Only of messages that are stored, and
 * where nothing stands at them that comes from elsewhere.
 */
function stillShown(row: MessageRow, { refused }: Refused, context: RowContext): ShownRow | undefined {
  const { me, shown, readTo, changes } = context
  const before = shown.messages.get(row.message)
  if (before?.row !== row || row.state !== 'stored' || changes.size > 0) return undefined
  const { view } = before
  if (row.message.author !== me) return view.change === undefined ? view : undefined
  if (view.change !== undefined || refused.size > 0 || view.state !== 'stored') return undefined
  return (view.readByOthers === true) === row.seq <= readTo ? view : undefined
}

function buildRow(row: MessageRow, window: Refused, { me, outbox, readTo, changes }: RowContext): ShownRow {
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

function readByOthersTo({ receipts }: RoomEntry, { me, isBlocked }: Pick<ViewContext, 'me' | 'isBlocked'>): number {
  let most = 0
  for (const [user, seq] of receipts) if (user !== me && isBlocked?.(user) !== true) most = Math.max(most, seq)
  return most
}

/** The object shown before, where nothing of it changed: what is the same is neither sent nor drawn again. */
function keepSame(row: MessageRow, built: ShownRow, shown: ShownRows): ShownRow {
  const before = shown.messages.get(row.message)?.view
  const view = before !== undefined && isSameRow(before, built) ? before : built
  shown.messages.set(row.message, { row, view })
  return view
}

function isSameRow(before: ShownRow, row: ShownRow): boolean {
  for (const key in row) if (!isSameView(before[key as keyof ShownRow], row[key as keyof ShownRow])) return false
  for (const key in before) if (!(key in row)) return false
  return true
}
