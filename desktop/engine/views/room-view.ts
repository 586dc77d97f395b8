import type { UserId } from '../../../common/ids.ts'
import type { Message, RoomState } from '../../../common/message.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { mutedUntil } from '../../../common/reducers/room-limits.ts'
import { lastRow } from '../../../common/reducers/seq-list.ts'
import { selectLastMessage } from '../../../common/reducers/timeline-reducer.ts'
import type { MessageRow } from '../../../common/reducers/timeline-slot.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { PreviewView, RoomFacts, RoomView } from '../../engine-contract.ts'
import { heardLine } from '../../text/message-line.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { unreadOf } from '../sync/room-unread.ts'
import { unsentWords } from './gone-room-view.ts'
import { sendStateOf } from './send-state.ts'

export type ViewContext = {
  /** Nothing is told of how far they have read. */
  readonly isBlocked?: (user: UserId) => boolean
  readonly me: UserId
  readonly outbox: readonly OutboxEntry[]
  readonly quietUntil?: number | undefined
}

const previewCharacters = 200
/** The same message is the last one through many changes of its room, and a long one takes milliseconds to read each time. */
const longUnits = 1_000
const previews = new WeakMap<Message, string>()

/** What the list of rooms shows. Undefined once I am not in the room any more. */
export function buildRoomView(entry: RoomEntry, context: ViewContext): RoomView | undefined {
  const { state, receipt, window } = entry
  const { me, quietUntil } = context
  const myRole = state.members.get(me)?.role
  if (myRole === undefined) return undefined
  const last = selectLastMessage(window.timeline, isThere)
  const unread = unreadOf(entry, me)
  const unsent = unsentWords(context.outbox).length
  return {
    id: state.room,
    kind: state.roomKind,
    name: state.name,
    topic: state.topic,
    memberCount: entry.memberCount,
    myRole,
    ...(state.roomKind === 'direct' ? { counterpart: counterpartOf(state, me) } : {}),
    createdAt: state.createdAt,
    ...boundsOf(state, me),
    headSeq: headOf(entry),
    receiptSeq: receipt,
    unread: unread.count,
    forYou: unread.forYou,
    ...(last === undefined ? {} : { preview: buildPreview(last, context) }),
    activeAt: activeAtOf(entry),
    ...(unsent === 0 ? {} : { unsent }),
    ...(quietUntil === undefined ? {} : { quietUntil }),
  }
}

type Bounds = Pick<
  RoomFacts,
  'visibility' | 'history' | 'posting' | 'slowModeSec' | 'archived' | 'ended' | 'avatar' | 'mutedUntil'
>

/** What is not as in most rooms. */
export function boundsOf(state: RoomState, me: UserId): Bounds {
  const { limits = {}, visibility, slowModeSec, avatar } = state
  const { posting, archived, ended } = limits
  const until = mutedUntil(limits, me)
  return {
    ...(visibility === undefined ? {} : { visibility }),
    ...(state.history?.at(-1)?.shows === 'joined' ? { history: 'joined' } : {}),
    ...(posting === undefined ? {} : { posting }),
    ...(slowModeSec === undefined ? {} : { slowModeSec }),
    ...(archived === undefined ? {} : { archived }),
    ...(ended === undefined ? {} : { ended }),
    ...(avatar === undefined ? {} : { avatar }),
    ...(until === 0 ? {} : { mutedUntil: until }),
  }
}

/** The last message, else the creation. */
export function activeAtOf({ state, window }: Pick<RoomEntry, 'state' | 'window'>): number {
  // A tombstone keeps the room's place in the list: what came before it may not be loaded.
  const last = selectLastMessage(window.timeline, isThere) ?? selectLastMessage(window.timeline)
  return last?.message.at ?? state.createdAt
}

function isThere({ message }: MessageRow): boolean {
  return message.removedAt === undefined && !isOnlyInThread(message)
}

/** In a direct room that the other one has left: oneself. */
function counterpartOf({ members }: RoomEntry['state'], me: UserId): UserId {
  return [...members.keys()].find((user) => user !== me) ?? me
}

export function headOf({ head, window }: RoomEntry): number {
  const { newestSeq, rows } = window.timeline
  // What comes from the disk was heard before this start.
  return Math.max(head, newestSeq, lastRow(rows)?.seq ?? 0)
}

function previewOf(message: Message, isBlocked: ViewContext['isBlocked']): string {
  // Whose words are passed on may be blocked from one moment to the next.
  const isLong = message.text.length > longUnits && message.forwarded === undefined
  const known = isLong ? previews.get(message) : undefined
  if (known !== undefined) return known
  const words = heardLine(message, isBlocked, previewCharacters)
  if (isLong) previews.set(message, words)
  return words
}

function buildPreview(row: MessageRow, context: ViewContext): PreviewView {
  const { message } = row
  return {
    author: message.author,
    text: previewOf(message, context.isBlocked),
    at: message.at,
    mentionsMe: message.mentions.some((one) => one === 'room' || one === context.me),
    state: sendStateOf(row, context.outbox).state,
  }
}
