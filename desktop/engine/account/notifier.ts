import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { RoomKind } from '../../../common/wire-event.ts'
import type { NoticeView } from '../../engine-contract.ts'
import { previewWords } from '../../text/plain-words.ts'
import type { EngineClock } from '../engine-clock.ts'

/**
 * What the system is to tell a person, decided once for all windows: in a direct room everything, elsewhere what names
 * them. Not what they are reading in one of the windows, or have read elsewhere before it is told; many in a burst are
 * one. It goes by messages and not by counts, so that nothing ends at a hundred.
 */
export type Notifier = {
  /** A message as it stands now, and as it stood before where it was known: an edit may name somebody too. */
  onMessage(room: RoomId, message: Message, before?: Message): void
  stop(): void
}

export type Notifying = {
  readonly clock: EngineClock
  readonly me: UserId
  readonly kindOf: (room: RoomId) => RoomKind | undefined
  readonly receiptOf: (room: RoomId) => number
  /** In a window that has the focus. */
  readonly isBeingRead: (room: RoomId) => boolean
  readonly onNotice: (notice: NoticeView) => void
}

/** What belongs together comes within this time; and nobody waits longer than that for the first. */
const burstMs = 400
/** More rooms than this in one burst are one notice for all of them: after a time away there may be hundreds. */
const mostRooms = 3
const textCharacters = 300

export function buildNotifier({ clock, me, kindOf, receiptOf, isBeingRead, onNotice }: Notifying): Notifier {
  const pending = new Map<RoomId, Map<string, Message>>()
  let cancel: (() => void) | undefined

  function isForMe({ author, mentions, removedAt }: Message, kind: RoomKind): boolean {
    if (author === me || removedAt !== undefined) return false
    return kind === 'direct' || mentions.some((one) => one === 'room' || one === me)
  }
  function tellAll() {
    cancel = undefined
    const told = [...pending].flatMap(([room, messages]) => {
      const unread = [...messages.values()].filter(({ seq }) => seq > receiptOf(room))
      const last = unread.at(-1)
      return last === undefined || isBeingRead(room) ? [] : [{ room, last, count: unread.length }]
    })
    pending.clear()
    if (told.length > mostRooms) {
      const count = told.reduce((sum, one) => sum + one.count, 0)
      return onNotice({ kind: 'rooms', rooms: told.length, count, room: told.at(-1)?.room as RoomId })
    }
    for (const { room, last, count } of told) {
      const text = previewWords(last.text, last.format, textCharacters)
      onNotice({ kind: 'room', room, author: last.author, text, count })
    }
  }

  return {
    onMessage(room, message, before) {
      const kind = kindOf(room)
      if (kind === undefined || !isForMe(message, kind) || (before !== undefined && isForMe(before, kind))) return
      if (message.seq <= receiptOf(room) || isBeingRead(room)) return
      const messages = pending.get(room) ?? new Map<string, Message>()
      pending.set(room, messages.set(message.id, message))
      cancel ??= clock.after(burstMs, tellAll)
    },
    stop: () => cancel?.(),
  }
}
