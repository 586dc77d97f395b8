import type { Message } from '../../../common/message.ts'
import { entriesOf } from '../../../common/reducers/bucket-map.ts'
import { selectMessages, sliceTimeline } from '../../../common/reducers/timeline-reducer.ts'
import type { Page, RoomWindow } from './room-window.ts'
import { applyPage } from './room-window.ts'

/** The part of a window between two sequences; without `to`, its end, which goes on as it was. */
export type Cut = { readonly from: number; readonly to?: number }

/**
 * Gives back memory: the same window, with nothing but what lies between the bounds. Snapshots stay snapshots and events
 * events, so that what is heard and confirmed afterwards comes to the same as before.
 */
export function sliceWindow(window: RoomWindow, { from, to = Number.POSITIVE_INFINITY }: Cut): RoomWindow {
  const { checkpoint } = window.timeline
  const isEnd = to === Number.POSITIVE_INFINITY
  const timeline = sliceTimeline(window.timeline, {
    slot({ folded, row }) {
      const seq = folded?.seq ?? row?.seq ?? 0
      // A change whose message is not loaded waits at the end, where the message may be joined to it; so do own words.
      return seq === 0 ? isEnd : seq >= from && seq <= to
    },
    notice: ({ seq }) => (seq >= from && seq <= to) || seq > checkpoint.seq,
  })
  if (isEnd) return { ...window, timeline, from: Math.max(from, window.from) }
  const { completeTo: _, ...rest } = window
  return { ...rest, timeline, from: Math.max(from, window.from), to, heard: [] }
}

/** So many messages stay at the end of a window. Does nothing until it is worth it. */
export function trimWindow(window: RoomWindow, most: number): RoomWindow {
  const stored = selectMessages(window.timeline).filter(({ state }) => state !== 'queued')
  const first = stored[stored.length - most]
  if (first === undefined || stored.length <= 2 * most || first.seq <= window.from) return window
  return sliceWindow(window, { from: first.seq })
}

/** What lies from one end of the page to the other is what the page has, and nothing else. */
export function withStretch(window: RoomWindow, page: Page): RoomWindow {
  const [from, to] = [Math.max(page.from, window.from), Math.min(page.to, window.to ?? page.to)]
  if (from > to) return window
  const messages = page.messages.filter(({ seq }) => seq >= from && seq <= to)
  const notices = (page.notices ?? []).filter(({ seq }) => seq >= from && seq <= to)
  const isOutside = (seq: number) => seq < from || seq > to
  const timeline = sliceTimeline(window.timeline, {
    // What was heard of it since, and what is mine, stays with it.
    slot({ base, events, own, keptRefusals }) {
      return base === undefined || isOutside(base.seq) || events.length + own.length + keptRefusals.length > 0
    },
    notice: ({ seq }) => isOutside(seq),
  })
  return applyPage({ ...window, timeline }, { ...page, messages, notices, from, to })
}

/** What history and the disk have said of each message. */
export function basesOf(window: RoomWindow): readonly Message[] {
  return [...entriesOf(window.timeline.slots)].flatMap(([, { base }]) => base ?? [])
}
