import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Checkpoint, Message } from '../../../common/message.ts'
import { getEntry } from '../../../common/reducers/bucket-map.ts'
import { targetOf } from '../../../common/reducers/fold-event.ts'
import type { SeqList } from '../../../common/reducers/seq-list.ts'
import { filterRows, hasRow, rowsAfter, withRow } from '../../../common/reducers/seq-list.ts'
import type { NoticeRow, Timeline } from '../../../common/reducers/timeline-reducer.ts'
import {
  addOwnEvent,
  buildTimeline,
  dropEvents,
  dropOwnEvent,
  loadMessages,
  moveCheckpoint,
  reduceTimeline,
  selectMessage,
  selectNotices,
  settleTimeline,
} from '../../../common/reducers/timeline-reducer.ts'
import type { OwnEvent } from '../../../common/reducers/timeline-slot.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { RoomHead } from '../../../common/wire-event.ts'

/**
 * What is held of one room: every message from `from` on, without a hole, up to the timeline's checkpoint for certain and
 * past it as far as was heard. Values, never changed in place. Nothing here is lost by a repetition or another order.
 */
export type RoomWindow = {
  readonly timeline: Timeline
  /** All messages with this sequence or a later one are held; 0: all there ever were. */
  readonly from: number
  /** Only of a window that stands in the past: all messages up to here are held, and none after it. */
  readonly to?: number
  /** Read from a stretch on disk that was known only up to here, and not compared with history since. */
  readonly staleSince?: number
  /** False until the first page of history was loaded: then there is nothing to show but what has just been heard. */
  readonly loaded: boolean
  /** Well-formed events heard after the checkpoint: the archive's count of them must agree. */
  readonly heard: SeqList<StoredEvent>
  /** Own events that the archive says the rights refused. */
  readonly refused: ReadonlySet<number>
  /** Set where the archive had not caught up when asked: complete up to here, no further. */
  readonly completeTo?: number
}

export type WindowStart = {
  readonly room: RoomId
  readonly me: UserId
  readonly checkpoint: Checkpoint
  /** The checkpoint does not name all members. */
  readonly isProvisional?: boolean
}

export function buildWindow(start: WindowStart, messages: readonly Message[] = []): RoomWindow {
  const { room, me, checkpoint, isProvisional } = start
  return {
    timeline: loadMessages(buildTimeline(room, checkpoint, me, isProvisional), messages),
    from: checkpoint.seq + 1,
    loaded: false,
    heard: [],
    refused: new Set(),
  }
}

/** Those newer than the checkpoint count for the rights too. */
export function withNotices(window: RoomWindow, notices: readonly Omit<NoticeRow, 'kind'>[]): RoomWindow {
  const { room } = window.timeline
  const timeline = notices.reduce(
    (before, { seq, at, event }) => reduceTimeline(before, { room, author: 'system', seq, storedAt: at, event }),
    window.timeline,
  )
  return timeline === window.timeline ? window : { ...window, timeline }
}

/** One event as it is heard, from one connection or two at once. The same window comes back for one that is known. */
export function hearEvent(window: RoomWindow, stored: StoredEvent): RoomWindow {
  if (window.to !== undefined) return hearInPast(window, stored)
  const timeline = reduceTimeline(window.timeline, stored)
  const isNews = stored.seq > window.timeline.checkpoint.seq && !hasRow(window.heard, stored.seq)
  if (!isNews) return timeline === window.timeline ? window : { ...window, timeline }
  return { ...window, timeline, heard: withRow(window.heard, stored) }
}

/** In the past only what is held there changes; and who came and went since counts for the rights. */
function hearInPast(window: RoomWindow, stored: StoredEvent): RoomWindow {
  const target = targetOf(stored.event)
  const isHeld = target === undefined || getEntry(window.timeline.slots, target) !== undefined
  const timeline = isHeld ? reduceTimeline(window.timeline, stored) : window.timeline
  return timeline === window.timeline ? window : { ...window, timeline }
}

/** What the archive has after the checkpoint, against what was heard. */
export type HeadCheck = 'known' | 'agrees' | 'gap'

export function checkHead(window: RoomWindow, { prev, head, count }: RoomHead): HeadCheck {
  const knownTo = window.timeline.checkpoint.seq
  if (head <= knownTo) return 'known'
  // An announcement before this one was missed, or the range began before we listened: history knows.
  if (prev > knownTo) return 'gap'
  const heard = rowsAfter(window.heard, prev).filter(({ seq }) => seq <= head)
  return heard.length === count ? 'agrees' : 'gap'
}

/** The archive agrees: all up to `head` was heard. */
export function settleWindow(window: RoomWindow, head: number): RoomWindow {
  const { completeTo: _, ...settled } = forgetHeard({ ...window, timeline: settleTimeline(window.timeline, head) })
  return settled
}

/** History could not be asked for what is missing, or not yet: complete only as far as it is certain. */
export function markIncomplete(window: RoomWindow): RoomWindow {
  return window.completeTo === undefined ? { ...window, completeTo: window.timeline.checkpoint.seq } : window
}

export function markRefused(window: RoomWindow, refused: readonly number[]): RoomWindow {
  const fresh = refused.filter((seq) => !window.refused.has(seq))
  if (fresh.length === 0) return window
  const timeline = dropEvents(window.timeline, new Set(fresh))
  return { ...window, timeline, refused: new Set([...window.refused, ...fresh]) }
}

export type Fill = {
  readonly messages: readonly Message[]
  readonly notices?: readonly Omit<NoticeRow, 'kind'>[]
  readonly checkpoint: Checkpoint
  readonly head: number
  readonly complete: boolean
}

/** All that changed after the checkpoint. Changes to messages older than the window don't belong in it. */
export function applyFill(window: RoomWindow, fill: Fill): RoomWindow {
  const wanted = fill.messages.filter(
    (message) => isWithin(window, message.seq) || selectMessage(window.timeline, message.id) !== undefined,
  )
  const noticed = withNotices(window, fill.notices ?? [])
  const timeline = moveCheckpoint(loadMessages(noticed.timeline, wanted), fill.checkpoint)
  return withCompleteTo(forgetHeard({ ...window, timeline }), fill)
}

function isWithin({ from, to = Number.POSITIVE_INFINITY }: RoomWindow, seq: number): boolean {
  return seq >= from && seq <= to
}

export type Page = {
  readonly messages: readonly Message[]
  readonly notices?: readonly Omit<NoticeRow, 'kind'>[]
  /** All there is between these is in it. */
  readonly from: number
  readonly to: number
  /** As the archive was then. */
  readonly knownTo: number
}

/** A page next to what is held, or over its edge. */
export function applyPage(window: RoomWindow, page: Page): RoomWindow {
  const { notices = [], knownTo, messages } = page
  const noticed = withNotices(window, notices)
  const staleSince = Math.min(window.staleSince ?? knownTo, knownTo)
  const isStale = staleSince < window.timeline.checkpoint.seq
  const { staleSince: _, ...rest } = noticed
  return {
    ...rest,
    timeline: loadMessages(noticed.timeline, messages),
    from: Math.min(window.from, page.from),
    loaded: true,
    ...(window.to === undefined ? {} : { to: Math.max(window.to, page.to) }),
    ...(isStale ? { staleSince } : {}),
  }
}

/**
 * Starts anew, for a window that is too far behind to be filled. What was heard past the new checkpoint stays, and own
 * events wait on; what lies between is honestly not there, and is loaded when somebody scrolls to it.
 */
export function restartWindow(window: RoomWindow, start: WindowStart, messages: readonly Message[] = []): RoomWindow {
  const known = selectNotices(window.timeline).filter(({ seq }) => seq <= start.checkpoint.seq)
  let next: RoomWindow = { ...withNotices(buildWindow(start, messages), known), refused: window.refused }
  for (const stored of rowsAfter(window.heard, start.checkpoint.seq)) next = hearEvent(next, stored)
  const timeline = window.timeline.own.reduce(addOwnEvent, next.timeline)
  return { ...next, timeline }
}

/** Own events are those that wait in the outbox, no more and no fewer; in the past those that change what is held there. */
export function mirrorOwn(window: RoomWindow, outbox: readonly OwnEvent[]): RoomWindow {
  const { slots } = window.timeline
  const waiting =
    window.to === undefined
      ? outbox
      : outbox.filter(({ event }) => 'message' in event && getEntry(slots, event.message)?.folded !== undefined)
  const timeline = withOwnEvents(window.timeline, waiting)
  return timeline === window.timeline ? window : { ...window, timeline }
}

/** With these own events, no more and no fewer, as they are now. */
export function withOwnEvents(timeline: Timeline, waiting: readonly OwnEvent[]): Timeline {
  const events = new Map(waiting.map(({ event }) => [event.id, event]))
  const { own } = timeline
  // One that says something else now (its files are at the server) keeps its place: all that stand after it are taken again too.
  const changed = own.findIndex(({ event }) => (events.get(event.id) ?? event) !== event)
  const gone = own.filter(({ event }, index) => !events.has(event.id) || (changed >= 0 && index >= changed))
  const kept = gone.reduce((rest, { event }) => dropOwnEvent(rest, event.id), timeline)
  return waiting.reduce(addOwnEvent, kept)
}

/** What happens to a room happens to its end, and to where somebody reads in its past. */
export function mapWindows<Entry extends { readonly window: RoomWindow; readonly past?: RoomWindow }>(
  entry: Entry,
  change: (window: RoomWindow) => RoomWindow,
): Entry {
  const window = change(entry.window)
  const past = entry.past && change(entry.past)
  if (window === entry.window && past === entry.past) return entry
  return { ...entry, window, ...(past === undefined ? {} : { past }) }
}

/** History (or the room itself) has said who was a member when. */
export function moveToCheckpoint(window: RoomWindow, checkpoint: Checkpoint): RoomWindow {
  const timeline = moveCheckpoint(window.timeline, checkpoint)
  return timeline === window.timeline ? window : { ...window, timeline }
}

export function withCompleteTo(window: RoomWindow, { complete, head }: Pick<Fill, 'complete' | 'head'>): RoomWindow {
  const { completeTo: _, ...rest } = window
  return complete ? rest : { ...rest, completeTo: head }
}

function forgetHeard(window: RoomWindow): RoomWindow {
  const knownTo = window.timeline.checkpoint.seq
  const first = window.heard[0]?.[0]
  if (first === undefined || first.seq > knownTo) return window
  return { ...window, heard: filterRows(window.heard, ({ seq }) => seq > knownTo) }
}
