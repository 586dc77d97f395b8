import type { EventId, FileId, MessageId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { RoomPresence } from '../../../common/presence-event.ts'
import { getEntry } from '../../../common/reducers/bucket-map.ts'
import { selectMessage } from '../../../common/reducers/timeline-reducer.ts'
import { unreachable } from '../../../common/result.ts'
import type { UserTopic } from '../../../common/subjects.ts'
import type { UserNotice } from '../../../common/user-notice.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { ThreadMarks } from '../../../common/wire-event.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { hearInEntry, readInEntry, trimEntry } from '../sync/room-steps.ts'
import { checkHead, mapWindows, markRefused, settleWindow } from '../sync/room-window.ts'
import type { TypingSigns } from '../sync/typing-signs.ts'
import type { Signal } from '../wire/room-signal.ts'
import type { CacheWriter } from './cache-writer.ts'
import { buildEarlyEvents } from './early-events.ts'

/**
 * What is heard goes into the book. While a sync runs after a connection, events wait, so that nobody watches the newest
 * messages jump as older ones are filled in above them.
 */
export type SignalHandler = {
  onSignal(signal: Signal): void
  hold(): void
  release(): void
  /** The room is in the book now: what was heard of it before counts. */
  adopt(room: RoomId): void
  /** A sync is asked for, and has answered with all rooms. */
  readonly onAsking: () => void
  readonly onNamed: () => void
}

type Handling = {
  readonly me: UserId
  readonly book: RoomBook
  readonly typing: TypingSigns
  readonly writer: Pick<CacheWriter, 'hear' | 'isInLine' | 'settle' | 'refuse'>
  readonly isKnownEpoch: (room: RoomId, epoch: number | undefined) => boolean
  readonly onOwnEvent: (room: RoomId, id: EventId, seq: number) => void
  readonly onEdit: (room: RoomId, message: MessageId, before: Message | undefined) => void
  readonly onRemoved: readonly ((gone: RemovedMessage) => void)[]
  readonly onOwnRead: (room: RoomId, seq: number, threads?: ThreadMarks) => void
  readonly onHeard: (stored: StoredEvent) => void
  readonly onGap: (room: RoomId) => void
  readonly onPresence: (room: RoomId, heard: RoomPresence) => void
  readonly onHint: (topic: UserTopic) => void
  readonly onNotice: (notice: UserNotice) => void
  readonly onNoise: (reason: string) => void
}

/** Beyond this many the wait is given up: memory is worth more than a calm list. */
const mostHeld = 20_000

/**
 * `files`: those that were in it, as far as it was held here. `isCertain`: it is held here, and empty now; else the server alone
 * knows whether whoever said so might.
 */
export type RemovedMessage = {
  readonly room: RoomId
  readonly message: MessageId
  readonly files: readonly FileId[]
  readonly isCertain: boolean
}

export function buildSignalHandler(handling: Handling): SignalHandler {
  const { me, book, typing, writer, isKnownEpoch, onOwnEvent, onEdit, onGap, onHint, onNotice, onNoise } = handling
  let held: StoredEvent[] | undefined
  const early = buildEarlyEvents()

  function hearEvent(stored: StoredEvent) {
    const { room, author, seq, event } = stored
    if (book.get(room) === undefined) return early.hear(stored)
    const before = book.get(room)
    book.change(room, (entry) => hearInEntry(entry, stored))
    const isNews = book.get(room) !== before
    if (author !== 'system') typing.onEvent(room, author)
    if (isNews) writer.hear(stored)
    if (isNews) handling.onHeard(stored)
    if (isNews && event.kind === 'message.edited') {
      onEdit(room, event.message, before && selectMessage(before.window.timeline, event.message)?.message)
    }
    if (isNews && event.kind === 'message.removed') tellRemoved(room, event.message, before)
    if (author === me) onOwnEvent(room, event.id, seq)
  }
  function tellRemoved(room: RoomId, message: MessageId, before: RoomEntry | undefined) {
    const now = book.get(room)
    const rows = [now?.window, now?.past].flatMap((window) => (window && selectMessage(window.timeline, message)) ?? [])
    // Anybody in the room can say it of any message: of one that stands nothing goes.
    if (rows.some((row) => row.message.removedAt === undefined)) return
    // As it was stored: in its row an own removal has emptied it before this one came back.
    const was = before && getEntry(before.window.timeline.slots, message)?.folded
    const files = (was?.attachments ?? []).map(({ file }) => file)
    for (const onRemoved of handling.onRemoved) onRemoved({ room, message, files, isCertain: rows.length > 0 })
  }
  function release() {
    const waiting = held ?? []
    held = undefined
    for (const stored of waiting) hearEvent(stored)
  }

  function onHead({ room, head }: Extract<Signal, { kind: 'head' }>) {
    // What waits was heard: the archive's count takes it for that.
    release()
    const entry = book.get(room)
    if (entry === undefined) return
    // Another stream than the one that was heard: what it counts says nothing of what is here.
    if (!isKnownEpoch(room, head.epoch)) return onGap(room)
    const since = entry.window.timeline.checkpoint.seq
    const counted = checkHead(entry.window, head)
    // A room of which the disk knows too little to go on is asked for once: from then on hearing is enough.
    const check = counted === 'agrees' && !writer.isInLine(room, since) ? 'gap' : counted
    book.change(room, (one) => {
      const marked = mapWindows(one, (window) => markRefused(window, head.refused))
      if (check !== 'agrees') return { ...marked, head: Math.max(one.head, head.head) }
      const settled = mapWindows(marked, (window) => settleWindow(window, head.head))
      // What is certain is on disk, so that memory need not hold all that was ever said while the app runs.
      return trimEntry({ ...settled, head: Math.max(one.head, head.head) })
    })
    if (head.refused.length > 0) writer.refuse(room, head.refused)
    if (check === 'agrees') writer.settle(room, { since, head: head.head })
    if (check === 'gap') onGap(room)
  }

  return {
    hold() {
      held ??= []
    },
    release,
    adopt(room) {
      for (const stored of early.take(room)) hearEvent(stored)
    },
    onAsking: early.onAsking,
    onNamed: early.onNamed,
    onSignal(signal) {
      switch (signal.kind) {
        case 'event':
          if (held === undefined) hearEvent(signal.stored)
          else if (held.push(signal.stored) > mostHeld) release()
          return
        case 'read':
          if (signal.user === me) handling.onOwnRead(signal.room, signal.seq, signal.threads)
          return book.change(signal.room, (entry) => readInEntry(entry, signal, me))
        case 'typing':
          if (signal.user !== me) typing.hear(signal)
          return
        case 'presence':
          return handling.onPresence(signal.room, signal.heard)
        case 'head':
          return onHead(signal)
        case 'hint':
          return onHint(signal.topic)
        case 'notice':
          return onNotice(signal.notice)
        case 'noise':
          return onNoise(signal.reason)
        case 'ignored':
          return
        default:
          return unreachable(signal)
      }
    },
  }
}
