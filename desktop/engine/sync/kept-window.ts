import type { Message } from '../../../common/message.ts'
import { entriesOf, getEntry } from '../../../common/reducers/bucket-map.ts'
import { addOwnEvent, selectMessages, selectNotices } from '../../../common/reducers/timeline-reducer.ts'
import type { KeptWindow } from '../local-store/window-cache.ts'
import type { RoomWindow } from './room-window.ts'
import { buildWindow, hearEvent, withNotices } from './room-window.ts'

const keptMessages = 200
const keptNotices = 200

/** So many messages are kept, and those with a higher sequence than `keepAfter` however many they are. */
export type Trim = { readonly most: number; readonly keepAfter: number }

const forDisk: Trim = { most: keptMessages, keepAfter: Number.POSITIVE_INFINITY }

/**
 * The end of a window, for the disk. The checkpoint stays as it is: messages may be newer than it, and the next fill
 * asks history for all after it and finds them equal.
 */
export function selectKept(window: RoomWindow, { most, keepAfter }: Trim = forDisk): KeptWindow {
  const { timeline } = window
  const stored = selectMessages(timeline).filter((row) => row.state === 'stored')
  const first = stored.findIndex(({ seq }) => seq > keepAfter)
  const start = Math.max(0, Math.min(stored.length - most, first < 0 ? stored.length : first))
  // Shown is a message with the own changes that wait; kept is what the stream has of it. The outbox keeps the changes.
  const held = stored.slice(start).flatMap(({ message, changing }) => {
    return changing === true ? (getEntry(timeline.slots, message.id)?.folded ?? []) : message
  })
  const kept = held.map((message) => asOf(message, timeline.checkpoint.seq))
  return {
    checkpoint: timeline.checkpoint,
    messages: kept,
    notices: selectNotices(timeline).slice(-keptNotices),
    from: start > 0 ? (stored[start]?.seq ?? timeline.checkpoint.seq + 1) : window.from,
    loaded: window.loaded,
  }
}

/** What was heard after the checkpoint may lack what was lost on the way: whatever history says of it later is to win. */
function asOf(message: Message, seq: number): Message {
  return message.version <= seq ? message : { ...message, version: seq }
}

/**
 * Gives back memory: the window keeps its end, as it would go to disk. What was heard since the checkpoint is heard again,
 * so that the archive's count agrees as before. Does nothing until it is worth it.
 */
export function trimWindow(window: RoomWindow, trim: Trim): RoomWindow {
  const { room, me, own } = window.timeline
  if (me === undefined || window.timeline.slots.size <= 2 * trim.most) return window
  const kept = selectKept(window, trim)
  if (kept.from === window.from) return window
  const start = { room, me, checkpoint: kept.checkpoint }
  let next: RoomWindow = {
    ...window,
    timeline: withNotices(buildWindow(start, kept.messages), kept.notices ?? []).timeline,
    from: kept.from,
    heard: buildWindow(start).heard,
  }
  for (const [, stored] of entriesOf(window.heard)) next = hearEvent(next, stored)
  return { ...next, timeline: own.reduce(addOwnEvent, next.timeline) }
}
