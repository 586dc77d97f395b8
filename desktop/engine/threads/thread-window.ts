import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { getEntry } from '../../../common/reducers/bucket-map.ts'
import { targetOf } from '../../../common/reducers/fold-event.ts'
import type { NoticeRow, Timeline } from '../../../common/reducers/timeline-reducer.ts'
import {
  buildTimeline,
  loadMessages,
  reduceTimeline,
  selectMessage,
  selectMessages,
  selectNotices,
} from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow, OwnEvent } from '../../../common/reducers/timeline-slot.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { heldRows } from '../sync/room-unread.ts'
import { withOwnEvents } from '../sync/room-window.ts'

/**
 * One thread that somebody has open: what it hangs on and what hangs on it, folded like a room and by the same reducer, from what
 * the room holds, pages of history and what is heard.
 */
export type ThreadWindow = {
  readonly room: RoomId
  readonly thread: MessageId
  readonly timeline: Timeline
  /** All answers with this sequence or a later one are held; 0: all there are. */
  readonly from: number
}

export function buildThreadWindow(entry: RoomEntry, thread: MessageId): ThreadWindow {
  const { room, me, checkpoint, isProvisional } = entry.window.timeline
  const held = heldRows(entry)
    .filter(({ state, message }) => state === 'stored' && isOf(message, thread))
    .map(({ message }) => message)
  const start = withSteps(buildTimeline(room, checkpoint, me, isProvisional), selectNotices(entry.window.timeline))
  const timeline = loadMessages(start, held)
  return { room, thread, timeline, from: Number.POSITIVE_INFINITY }
}

export function isOf(message: Pick<Message, 'id' | 'thread'>, thread: MessageId): boolean {
  return message.id === thread || message.thread === thread
}

/**
 * A page of history, all from one sequence on or before what is held. One that begins after all that is held, as after a long
 * time without a connection, leaves a gap: then it counts from there, and what lies before comes again when it is asked for.
 */
export function withThreadPage(window: ThreadWindow, messages: readonly Message[], from: number): ThreadWindow {
  const heldTo = Math.max(0, ...answersIn(window).map(({ seq }) => seq))
  const isApart = Number.isFinite(window.from) && heldTo > 0 && from > heldTo
  const whole = isApart ? from : Math.min(window.from, from)
  return { ...window, timeline: loadMessages(window.timeline, messages), from: whole }
}

/** Who came and went counts for the rights; else only what is said in the thread, or of what is held of it. */
export function hearInThread(window: ThreadWindow, stored: StoredEvent): ThreadWindow {
  const { event } = stored
  const target = targetOf(event)
  const isHere =
    target === undefined ||
    target === window.thread ||
    (event.kind === 'message.posted' && event.thread === window.thread) ||
    getEntry(window.timeline.slots, target) !== undefined
  const timeline = isHere ? reduceTimeline(window.timeline, stored) : window.timeline
  return timeline === window.timeline ? window : { ...window, timeline }
}

/** What history has of it that was not heard, and who came and went meanwhile. */
export function withUnheard(window: ThreadWindow, { messages, notices }: Missed): ThreadWindow {
  const { slots } = window.timeline
  const wanted = messages.filter((one) => isOf(one, window.thread) || getEntry(slots, one.id) !== undefined)
  const timeline = loadMessages(withSteps(window.timeline, notices), wanted)
  return timeline === window.timeline ? window : { ...window, timeline }
}
type Missed = { readonly messages: readonly Message[]; readonly notices: readonly Step[] }
type Step = Omit<NoticeRow, 'kind'>

function withSteps(timeline: Timeline, notices: readonly Step[]): Timeline {
  const { room } = timeline
  return notices.reduce((before, { seq, at, event }) => {
    return reduceTimeline(before, { room, author: 'system', seq, storedAt: at, event })
  }, timeline)
}

/** Own words and changes that wait in the outbox, as far as they are about this thread. */
export function mirrorInThread(window: ThreadWindow, outbox: readonly OwnEvent[]): ThreadWindow {
  const { slots } = window.timeline
  const waiting = outbox.filter(({ event }) =>
    event.kind === 'message.posted'
      ? event.thread === window.thread
      : event.message === window.thread || getEntry(slots, event.message) !== undefined,
  )
  const timeline = withOwnEvents(window.timeline, waiting)
  return timeline === window.timeline ? window : { ...window, timeline }
}

/** In one piece: what is held of before a gap is not shown as if nothing lay between. */
export function answersIn({ timeline, thread, from }: ThreadWindow): readonly MessageRow[] {
  const isWhole = (seq: number) => seq === 0 || seq >= from || !Number.isFinite(from)
  return selectMessages(timeline).filter(({ seq, message }) => message.thread === thread && isWhole(seq))
}

export function rootOf({ timeline, thread }: ThreadWindow): MessageRow | undefined {
  return selectMessage(timeline, thread)
}
