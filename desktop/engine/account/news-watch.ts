import type { MessageId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { selectMessage, selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import type { EngineClock } from '../engine-clock.ts'
import type { RoomBook } from '../sync/room-book.ts'

/**
 * Which messages are new since the app runs, heard or caught up with. What was there at the start, or before a room was
 * known, is no news.
 */
export type NewsWatch = {
  /** Something of the room has changed: looked at a moment later, many changes at once. */
  touch(room: RoomId): void
  /** Somebody changed a message: its mentions may be others now. */
  onEdit(room: RoomId, message: MessageId, before: Message | undefined): void
  stop(): void
}

type Watching = {
  readonly clock: EngineClock
  readonly me: UserId
  readonly book: Pick<RoomBook, 'get'>
  readonly onNews: (room: RoomId, message: Message, before?: Message) => void
}

const lookMs = 50

export function buildNewsWatch({ clock, me, book, onNews }: Watching): NewsWatch {
  /** Up to here everything of the room was looked at. */
  const looked = new Map<RoomId, number>()
  const touched = new Set<RoomId>()
  let cancel: (() => void) | undefined

  function look(room: RoomId) {
    const entry = book.get(room)
    if (entry === undefined) return void looked.delete(room)
    const rows = selectMessages(entry.window.timeline)
    const before = looked.get(room)
    let newest = before ?? entry.head
    const news: Message[] = []
    for (let index = rows.length - 1; index >= 0; index--) {
      const row = rows[index]
      if (row === undefined || row.state === 'queued') continue
      newest = Math.max(newest, row.seq)
      if (before === undefined || row.seq <= before) break
      if (row.state === 'stored' && row.message.author !== me) news.push(row.message)
    }
    looked.set(room, newest)
    // Before the first sync nobody knows what is new.
    if (entry.isSynced) for (const message of news.reverse()) onNews(room, message)
  }

  return {
    touch(room) {
      touched.add(room)
      cancel ??= clock.after(lookMs, () => {
        cancel = undefined
        const rooms = [...touched]
        touched.clear()
        for (const one of rooms) look(one)
      })
    },
    onEdit(room, id, before) {
      const entry = book.get(room)
      const row = entry && selectMessage(entry.window.timeline, id)
      if (row !== undefined && before !== undefined && row.state === 'stored') onNews(room, row.message, before)
    },
    stop: () => cancel?.(),
  }
}
