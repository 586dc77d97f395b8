import type { UserId } from '../../../common/ids.ts'
import type { TimelineRow } from '../../engine-contract.ts'
import { localDayOf } from '../look/wording/time-words.ts'

export type MessageRow = Extract<TimelineRow, { kind: 'message' }>
export type NoticeRow = Extract<TimelineRow, { kind: 'notice' }>

/** What the list draws, one by one. Keys stay the same while rows come and go around them: the anchor hangs on them. */
export type TimelineItem =
  /** `madeBy`: where the list knows it. */
  | { readonly kind: 'beginning'; readonly key: string; readonly madeBy: UserId | undefined }
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  /** `sinceAt`: when the last thing was said that I have read, where it is on the list. */
  | { readonly kind: 'divider'; readonly key: string; readonly sinceAt: number | undefined }
  | { readonly kind: 'notices'; readonly key: string; readonly rows: readonly NoticeRow[] }
  | {
      readonly kind: 'message'
      readonly key: string
      readonly row: MessageRow
      /** First of its run: shows picture, name and time. */
      readonly startsRun: boolean
      readonly endsRun: boolean
      /** My last one that is stored: its state is always shown. */
      readonly isNewestOwn: boolean
    }

/** A run of one author within five minutes is one block. */
export const runGapMs = 5 * 60_000

type Around = {
  /** Messages of others after this sequence are new; the divider stands before the first. */
  readonly dividerSeq?: number | undefined
  readonly me: UserId
  /** The rows begin where the room does. */
  readonly fromStart?: boolean
}

export function buildTimelineItems(
  rows: readonly TimelineRow[],
  { dividerSeq, me, fromStart = false }: Around,
): TimelineItem[] {
  const items: TimelineItem[] = []
  const maker = fromStart ? makerOf(rows[0]) : undefined
  if (fromStart) items.push({ kind: 'beginning', key: 'beginning', madeBy: maker })
  let day: number | undefined
  let before: MessageRow | undefined
  let readAt: number | undefined
  let isDivided = dividerSeq === undefined
  const dayAt = buildDayFinder()
  const newestOwn = lastOwnMessage(rows, me)
  // What the beginning says is not said again.
  for (const row of maker === undefined ? rows : rows.slice(1)) {
    const at = row.kind === 'message' ? row.message.at : row.at
    const rowDay = dayAt(at)
    // A clock that is wrong by a day must not make the days go back and forth: days only ever grow.
    if (day === undefined || rowDay > day) {
      items.push({ kind: 'day', key: `day-${rowDay}`, at })
      day = rowDay
      before = undefined
    }
    if (!isDivided && isUnreadFor(row, dividerSeq ?? 0, me)) {
      items.push({ kind: 'divider', key: 'divider', sinceAt: readAt })
      isDivided = true
      before = undefined
    }
    readAt = at
    if (row.kind === 'notice') {
      pushNotice(items, row)
      before = undefined
      continue
    }
    const startsRun = before === undefined || !isSameRun(before, row)
    if (!startsRun) endRunLater(items)
    items.push({ kind: 'message', key: row.message.id, row, startsRun, endsRun: true, isNewestOwn: row === newestOwn })
    before = row
  }
  return items
}

function makerOf(row: TimelineRow | undefined): UserId | undefined {
  return row?.kind === 'notice' && row.event.kind === 'room.created' ? row.event.by : undefined
}

/** Items as they were before, where nothing of them changed: what is the very same is not drawn again. */
export function keepSameItems(
  before: readonly TimelineItem[],
  items: readonly TimelineItem[],
): readonly TimelineItem[] {
  const kept = [...items]
  const most = Math.min(before.length, items.length)
  let from = 0
  for (; from < most && isSameItem(before[from], items[from]); from++) kept[from] = before[from] as TimelineItem
  for (let back = 1; back <= most - from; back++) {
    const [old, item] = [before.at(-back), items.at(-back)]
    if (!isSameItem(old, item)) break
    kept[items.length - back] = old as TimelineItem
  }
  return kept.length === before.length && kept.every((item, index) => item === before[index]) ? before : kept
}

function isSameItem(a: TimelineItem | undefined, b: TimelineItem | undefined): boolean {
  if (a === b) return true
  if (a === undefined || b === undefined || a.key !== b.key || a.kind !== b.kind) return false
  if (a.kind === 'notices' && b.kind === 'notices') {
    return a.rows.length === b.rows.length && a.rows.every((row, index) => row === b.rows[index])
  }
  // Nearly all are messages, and all of them are asked with each that comes.
  if (a.kind === 'message' && b.kind === 'message')
    return a.row === b.row && a.startsRun === b.startsRun && a.endsRun === b.endsRun && a.isNewestOwn === b.isNewestOwn
  const other: Readonly<Record<string, unknown>> = b
  return Object.entries(a).every(([name, value]) => other[name] === value)
}

/** The day of a moment. Neighbours mostly share theirs: one that lies between the same midnights is not asked again. */
function buildDayFinder(): (at: number) => number {
  let known = { from: 0, to: 0, day: 0 }
  return (at) => {
    if (at >= known.from && at < known.to) return known.day
    const local = new Date(at)
    const [year, month, date] = [local.getFullYear(), local.getMonth(), local.getDate()]
    const from = new Date(year, month, date).getTime()
    known = { from, to: new Date(year, month, date + 1).getTime(), day: localDayOf(at) }
    return known.day
  }
}

/** The first message id, sequence and count of what came in from others after a sequence: for the pill "3 new". */
export function countNewAfter(rows: readonly TimelineRow[], seq: number, me: UserId): number {
  let count = 0
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]
    if (row?.kind !== 'message' || row.state !== 'stored') continue
    if (row.message.seq <= seq) break
    if (row.message.author !== me && row.message.removedAt === undefined) count += 1
  }
  return count
}

export function lastStoredSeq(rows: readonly TimelineRow[]): number {
  for (let index = rows.length - 1; index >= 0; index--) {
    const row = rows[index]
    if (row?.kind === 'notice') return row.seq
    if (row?.kind === 'message' && row.state === 'stored') return row.message.seq
  }
  return 0
}

/** The message that the Up arrow edits: my last one that is stored and not removed. */
export function lastOwnMessage(rows: readonly TimelineRow[], me: UserId): MessageRow | undefined {
  return rows.findLast(
    (row): row is MessageRow =>
      row.kind === 'message' && row.message.author === me && row.state === 'stored' && !row.message.removedAt,
  )
}

export function isUnreadFor(row: TimelineRow, seq: number, me: UserId): boolean {
  return row.kind === 'message' && row.state === 'stored' && row.message.seq > seq && row.message.author !== me
}

function isSameRun(before: MessageRow, row: MessageRow): boolean {
  if (before.message.author !== row.message.author || row.message.replyTo !== undefined) return false
  return Math.abs(row.message.at - before.message.at) < runGapMs
}

function endRunLater(items: TimelineItem[]): void {
  // Made just now, and nobody else has it yet.
  const last: { -readonly [Name in keyof MessageItem]: MessageItem[Name] } | undefined = lastMessage(items)
  if (last !== undefined) last.endsRun = false
}

type MessageItem = Extract<TimelineItem, { kind: 'message' }>

function lastMessage(items: readonly TimelineItem[]): MessageItem | undefined {
  const last = items.at(-1)
  return last?.kind === 'message' ? last : undefined
}

/** Forty people who join are one line. */
function pushNotice(items: TimelineItem[], row: NoticeRow): void {
  const last = items.at(-1)
  if (last?.kind === 'notices') items[items.length - 1] = { ...last, rows: [...last.rows, row] }
  else items.push({ kind: 'notices', key: `notice-${row.seq}`, rows: [row] })
}
