import { selectMessages, selectNotices } from '../../../common/reducers/timeline-reducer.ts'
import type { KeptWindow } from '../local-store/window-cache.ts'
import type { RoomWindow } from './room-window.ts'

const keptMessages = 200
const keptNotices = 200

/**
 * The end of a window, for the disk. The checkpoint stays as it is: messages may be newer than it, and the next fill
 * asks history for all after it and finds them equal.
 */
export function selectKept(window: RoomWindow): KeptWindow {
  const stored = selectMessages(window.timeline).filter((row) => row.state === 'stored')
  // An own change on its way is shown in the row, but it is not stored; the outbox keeps it.
  const messages = stored.filter((row) => row.changing !== true).map((row) => row.message)
  const kept = messages.slice(-keptMessages)
  const cut = kept.length < stored.length
  return {
    checkpoint: window.timeline.checkpoint,
    messages: kept,
    notices: selectNotices(window.timeline).slice(-keptNotices),
    from: cut ? (kept[0]?.seq ?? window.timeline.checkpoint.seq + 1) : window.from,
    loaded: window.loaded,
  }
}
