import type { MessageId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { selectTimelineRows } from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import type { TimelineRow, TimelineView } from '../../engine-contract.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import type { ViewContext } from './room-view.ts'
import { handleOf, plainError, sendStateOf } from './send-state.ts'

type ShownRow = Extract<TimelineRow, { kind: 'message' }>
/** The row that was shown last for each message, as long as the fold holds that very message. */
export type ShownRows = WeakMap<Message, ShownRow>

/** The conversation of an open room. */
export function buildTimelineView(
  entry: RoomEntry,
  context: ViewContext & { readonly shown: ShownRows },
): TimelineView {
  const { window, loading, problem, dividerSeq } = entry
  const readTo = readByOthersTo(entry, context.me)
  const refused = refusedChanges(context.outbox)
  const rows: TimelineRow[] = []
  for (const row of selectTimelineRows(window.timeline)) {
    if (row.kind === 'notice') {
      // Known from before, while the messages around it are not loaded: it would stand above a hole.
      if (row.seq >= window.from) rows.push(row)
      continue
    }
    // The last message of a room whose pages aren't loaded is known, but not what lies between it and the window.
    if (row.state !== 'queued' && row.seq < window.from && !window.loaded && loading !== 'idle') continue
    rows.push(keepSame(context.shown, buildRow(row, entry, { ...context, readTo, refused })))
  }
  return {
    room: entry.state.room,
    rows,
    hasMoreBefore: window.from > 0,
    loading,
    ...(window.completeTo === undefined ? {} : { completeToSeq: window.completeTo }),
    ...(problem === undefined ? {} : { problem: plainError(problem) }),
    ...(dividerSeq === undefined ? {} : { dividerSeq }),
  }
}

type RowContext = ViewContext & { readonly readTo: number; readonly refused: ReadonlyMap<MessageId, OutboxEntry> }

function buildRow(row: MessageRow, { window }: RoomEntry, { me, outbox, readTo, refused }: RowContext): ShownRow {
  const { message, reason, changing } = row
  const isMine = message.author === me
  const change = row.state === 'stored' ? refused.get(message.id) : undefined
  const send = change === undefined ? sendStateOf(row, outbox) : { state: row.state, ...handleOf(change) }
  const refusedByArchive = isMine && row.state === 'stored' && window.refused.has(row.seq)
  return {
    kind: 'message',
    message,
    ...send,
    ...(refusedByArchive ? { state: 'refused' as const } : {}),
    ...(reason === undefined ? {} : { refusal: reason }),
    ...(changing === true ? { changing } : {}),
    ...(isMine && row.state === 'stored' && row.seq <= readTo ? { readByOthers: true } : {}),
  }
}

/** A change that nobody lets through holds up the room, so its message must say so. */
function refusedChanges(outbox: readonly OutboxEntry[]): ReadonlyMap<MessageId, OutboxEntry> {
  const changes = new Map<MessageId, OutboxEntry>()
  for (const entry of outbox) {
    const { state, event } = entry
    if (state === 'refused' && event.kind !== 'message.posted') changes.set(event.message, entry)
  }
  return changes
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
  for (const key in row) if (before[key as keyof ShownRow] !== row[key as keyof ShownRow]) return false
  for (const key in before) if (!(key in row)) return false
  return true
}
