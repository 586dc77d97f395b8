import type { Message } from '../../../common/message.ts'
import { buildBucketMap, entriesOf } from '../../../common/reducers/bucket-map.ts'
import {
  addOwnEvent,
  buildTimeline,
  loadMessages,
  reduceTimeline,
  selectMessages,
  selectNotices,
} from '../../../common/reducers/timeline-reducer.ts'
import type { Slot } from '../../../common/reducers/timeline-slot.ts'
import type { RoomWindow } from './room-window.ts'

/** The part of a window between two sequences; without `to`, its end, which goes on as it was. */
export type Cut = { readonly from: number; readonly to?: number }

/**
 * Gives back memory: the same window, with nothing but what lies between the bounds. Snapshots stay snapshots and events
 * events, so that what is heard and confirmed afterwards comes to the same as before.
 */
export function sliceWindow(window: RoomWindow, { from, to = Number.POSITIVE_INFINITY }: Cut): RoomWindow {
  const { room, me, checkpoint, isProvisional, slots, own } = window.timeline
  const isEnd = to === Number.POSITIVE_INFINITY
  const kept = [...entriesOf(slots)].flatMap(([, slot]) => (belongs(slot) ? slot : []))
  function belongs({ folded, row }: Slot): boolean {
    const seq = folded?.seq ?? row?.seq
    // A change whose message is not loaded waits at the end, where the message may be joined to it.
    return seq === undefined ? isEnd : seq >= from && seq <= to
  }
  const notices = selectNotices(window.timeline)
    .filter(({ seq }) => (seq >= from && seq <= to) || seq > checkpoint.seq)
    .map(({ seq, at, event }) => ({ room, author: 'system' as const, seq, storedAt: at, event }))
  const events = [...notices, ...kept.flatMap((slot) => slot.events)].sort((one, other) => one.seq - other.seq)
  const start = loadMessages(
    buildTimeline(room, checkpoint, me, isProvisional),
    kept.flatMap(({ base }) => base ?? []),
  )
  const ids = new Set(kept.map(({ id }) => id))
  const mine = own.filter(({ event }) => isEnd || (event.kind !== 'message.posted' && ids.has(event.message)))
  const timeline = mine.reduce(addOwnEvent, events.reduce(reduceTimeline, start))
  if (isEnd) return { ...window, timeline, from: Math.max(from, window.from) }
  const { completeTo: _, ...rest } = window
  return { ...rest, timeline, from: Math.max(from, window.from), to, heard: buildBucketMap() }
}

/** So many messages stay at the end of a window. Does nothing until it is worth it. */
export function trimWindow(window: RoomWindow, most: number): RoomWindow {
  const stored = selectMessages(window.timeline).filter(({ state }) => state !== 'queued')
  const first = stored[stored.length - most]
  if (first === undefined || stored.length <= 2 * most || first.seq <= window.from) return window
  return sliceWindow(window, { from: first.seq })
}

/** What history and the disk have said of each message. */
export function basesOf(window: RoomWindow): readonly Message[] {
  return [...entriesOf(window.timeline.slots)].flatMap(([, { base }]) => base ?? [])
}
