import type { Message } from '../../../common/message.ts'
import { entriesOf, getEntry } from '../../../common/reducers/bucket-map.ts'
import { addOwnEvent, selectMessages, selectNotices } from '../../../common/reducers/timeline-reducer.ts'
import type { KeptWindow } from '../local-store/window-cache.ts'
import type { RoomWindow } from './room-window.ts'
import { buildWindow, hearEvent, withNotices } from './room-window.ts'

const keptMessages = 200
const keptNotices = 200
/** Below this a window is not worth trimming. */
const trimmedFrom = 2 * keptMessages

/**
 * The end of a window, for the disk. The checkpoint stays as it is: messages may be newer than it, and the next fill
 * asks history for all after it and finds them equal.
 *
 * @param keepAfter messages with a higher sequence are kept, however many they are
 */
export function selectKept(window: RoomWindow, keepAfter = Number.POSITIVE_INFINITY): KeptWindow {
  const { timeline } = window
  const stored = selectMessages(timeline).filter((row) => row.state === 'stored')
  const first = stored.findIndex(({ seq }) => seq > keepAfter)
  const start = Math.max(0, Math.min(stored.length - keptMessages, first < 0 ? stored.length : first))
  // Shown is a message with the own changes that wait; kept is what the stream has of it. The outbox keeps the changes.
  const kept = stored.slice(start).flatMap(({ message, changing }): readonly Message[] => {
    return changing === true ? ((getEntry(timeline.slots, message.id)?.folded ?? []) as Message[]) : [message]
  })
  return {
    checkpoint: timeline.checkpoint,
    messages: kept,
    notices: selectNotices(timeline).slice(-keptNotices),
    from: start > 0 ? (stored[start]?.seq ?? timeline.checkpoint.seq + 1) : window.from,
    loaded: window.loaded,
  }
}

/**
 * Gives back the memory of a room that nobody looks at: it keeps what would go to disk, and everything after `keepAfter`.
 * What was heard since the checkpoint is heard again, so that the archive's count agrees as before.
 */
export function trimWindow(window: RoomWindow, keepAfter: number): RoomWindow {
  const { room, me, own } = window.timeline
  if (me === undefined || window.timeline.slots.size <= trimmedFrom) return window
  const kept = selectKept(window, keepAfter)
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
