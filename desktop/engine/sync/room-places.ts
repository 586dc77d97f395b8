import type { UserId } from '../../../common/ids.ts'
import { entriesOf } from '../../../common/reducers/bucket-map.ts'
import { rowsOf } from '../../../common/reducers/seq-list.ts'
import { reduceTimeline, selectMessages, selectNotices } from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import { basesOf, sliceWindow } from './kept-window.ts'
import type { RoomEntry } from './room-entry.ts'
import type { Page, RoomWindow } from './room-window.ts'
import { applyPage, buildWindow, hearEvent } from './room-window.ts'

/**
 * Where somebody stands in a room: at its end, which goes on as people write, or in its past, on a window with two ends.
 * A few hundred rows are held either way, however far anybody scrolls: what lies behind the reader goes, and comes back
 * from the disk.
 */
const mostRows = 400
const keptRows = 250
/** Of the end, while somebody reads elsewhere. */
const endRows = 60

export function shownWindow({ past, window }: Pick<RoomEntry, 'past' | 'window'>): RoomWindow {
  return past ?? window
}

/** A page before what is shown. */
export function withOlderPage(entry: RoomEntry, page: Page): RoomEntry {
  const shown = shownWindow(entry)
  // What is shown has moved on since it was asked for: between the two there would be a hole.
  if (page.to < shown.from - 1) return entry
  const grown = applyPage(shown, page)
  const rows = storedRows(grown)
  const last = rows[keptRows - 1]
  const isTooLong = rows.length > mostRows && last !== undefined
  if (entry.past !== undefined)
    return { ...entry, past: isTooLong ? sliceWindow(grown, { from: grown.from, to: last.seq }) : grown }
  if (!isTooLong) return { ...entry, window: grown }
  return { ...entry, past: sliceWindow(grown, { from: grown.from, to: last.seq }), window: endOf(grown, endRows) }
}

/** A page after what is shown; once it reaches the end, the reader stands there. */
export function withNewerPage(entry: RoomEntry, page: Page): RoomEntry {
  const { past } = entry
  if (past?.to === undefined || page.from > past.to + 1) return entry
  const grown = applyPage(past, page)
  const joined = joinEnd({ ...entry, past: grown })
  if (joined !== undefined) return { ...joined, window: endOf(joined.window, mostRows) }
  const rows = storedRows(grown)
  const first = rows[rows.length - keptRows]
  const isTooLong = rows.length > mostRows && first !== undefined
  return { ...entry, past: isTooLong ? sliceWindow(grown, { from: first.seq, to: grown.to ?? page.to }) : grown }
}

/** Somebody goes to a place in the room, wherever they were. */
export function standAt(entry: RoomEntry, page: Page, me: UserId): RoomEntry {
  const { checkpoint, isProvisional, room } = entry.window.timeline
  const empty = { ...buildWindow({ room, me, checkpoint, isProvisional }), from: page.from, to: page.to, loaded: true }
  let past: RoomWindow = applyPage(empty, page)
  for (const stored of rowsOf(entry.window.heard)) past = hearEvent(past, stored)
  const there: RoomEntry = { ...entry, past, wentBack: true }
  const joined = joinEnd(there)
  return joined !== undefined && storedRows(joined.window).length <= mostRows ? joined : there
}

export function goToEnd({ past: _, wentBack: __, ...entry }: RoomEntry): RoomEntry {
  return entry
}

/** The end has grown long while somebody reads above: they stay where they are, and it goes on without them. */
export function leaveEnd(entry: RoomEntry): RoomEntry {
  const rows = storedRows(entry.window)
  const last = rows[keptRows - 1]
  if (entry.past !== undefined || rows.length <= 2 * mostRows || last === undefined) return entry
  const past = sliceWindow(entry.window, { from: entry.window.from, to: last.seq })
  return { ...entry, past, window: endOf(entry.window, endRows) }
}

/** The past reaches the end: the two are one. Undefined where there is something between. */
export function joinEnd({ past, ...entry }: RoomEntry): RoomEntry | undefined {
  const { window } = entry
  if (past?.to === undefined || past.to < window.from - 1) return undefined
  const knownTo = Math.min(past.staleSince ?? past.timeline.checkpoint.seq, past.timeline.checkpoint.seq)
  const messages = basesOf(past).filter(({ seq }) => seq < window.from)
  const notices = selectNotices(past.timeline).filter(({ seq }) => seq < window.from)
  const joined = applyPage(window, { messages, notices, from: past.from, to: window.from - 1, knownTo })
  // What was heard of them since: the end may have let go of it together with its message.
  const heard = [...entriesOf(past.timeline.slots)].flatMap(([, { events }]) => events)
  return { ...entry, window: { ...joined, timeline: heard.reduce(reduceTimeline, joined.timeline) } }
}

function endOf(window: RoomWindow, most: number): RoomWindow {
  const rows = storedRows(window)
  const first = rows[rows.length - most]
  return rows.length > most && first !== undefined ? sliceWindow(window, { from: first.seq }) : window
}

function storedRows(window: RoomWindow): readonly MessageRow[] {
  return selectMessages(window.timeline).filter(({ state }) => state !== 'queued')
}
