import type { RoomId } from '../../../common/ids.ts'
import type { ChangeReason } from '../../engine-contract.ts'
import type { BuiltSlice, StateBoard } from '../state-board.ts'
import type { RoomChange } from '../sync/room-book.ts'
import type { RoomEntry } from '../sync/room-entry.ts'

type Shown = { readonly [Slice in BuiltSlice]?: ChangeReason }

/** Which slices show a part of what is known of a room, and why they then change. A new part does not compile unnamed. */
const shownIn: { readonly [Part in keyof Required<RoomEntry>]: Shown } = {
  state: { rooms: 'membership', members: 'membership' },
  memberCount: { rooms: 'membership' },
  head: { rooms: 'messages' },
  receipt: { rooms: 'read' },
  receipts: { timelines: 'read', receipts: 'read' },
  server: { rooms: 'messages' },
  later: { rooms: 'messages' },
  window: { rooms: 'messages', timelines: 'messages', unsentChanges: 'messages' },
  past: { rooms: 'messages', timelines: 'pages', unsentChanges: 'pages' },
  unreadFrom: { rooms: 'read' },
  loading: { timelines: 'pages' },
  problem: { timelines: 'pages' },
  dividerSeq: { timelines: 'opened' },
  isOpen: { members: 'opened', receipts: 'opened', timelines: 'opened', unsentChanges: 'opened' },
  wentBack: {},
  isSynced: {},
}
/** What the disk holds of a room. */
const kept: ReadonlySet<keyof RoomEntry> = new Set([
  'state',
  'memberCount',
  'head',
  'receipt',
  'receipts',
  'server',
  'later',
  'window',
])

const whole: Shown = {
  rooms: 'membership',
  members: 'membership',
  receipts: 'membership',
  timelines: 'membership',
  unsentChanges: 'membership',
}

export function touchSlices(board: Pick<StateBoard, 'touch'>, room: RoomId, change: RoomChange): void {
  const shown = change.kind === 'changed' ? Object.assign({}, ...change.parts.map((part) => shownIn[part])) : whole
  for (const [slice, reason] of Object.entries(shown)) board.touch(slice as BuiltSlice, room, reason as ChangeReason)
}

/** Whether the disk has to hear of it. */
export function isKept(change: RoomChange): boolean {
  return change.kind !== 'changed' || change.parts.some((part) => kept.has(part))
}
