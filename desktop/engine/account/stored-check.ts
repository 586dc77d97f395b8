import { buildMessageFromApi } from '../../../common/http-contract/history-contract.ts'
import type { Message } from '../../../common/message.ts'
import { getEntry } from '../../../common/reducers/bucket-map.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { selectMessage } from '../../../common/reducers/timeline-reducer.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomFiller } from '../sync/room-filler.ts'

/**
 * Whether an event that was tried before is stored already: its room catches up, and then history is looked at. No where
 * history can't be asked: a second copy is harmless (the lowest sequence wins everywhere), a message that never goes out
 * is not.
 */
export type StoredCheckOptions = {
  readonly book: RoomBook
  readonly filler: Pick<RoomFiller, 'fill'>
  readonly client: Pick<ControlPlaneClient, 'history'>
}

const lookBackPages = 5
const pageSize = 200
/** Our clock and the stream's may disagree by so much before a message is looked for in vain. */
const clockMarginMs = 3_600_000

export async function isEventStored(options: StoredCheckOptions, entry: OutboxEntry): Promise<boolean> {
  const { book, filler } = options
  if (!(await filler.fill(entry.room))) return false
  const window = book.get(entry.room)?.window
  const { event } = entry
  if (window === undefined) return false
  if (event.kind !== 'message.posted') {
    // The row shows our own change already; what counts is what the stream has.
    return holdsChange(getEntry(window.timeline.slots, event.message)?.folded, event, entry)
  }
  const row = selectMessage(window.timeline, event.id)
  if (row !== undefined && row.state !== 'queued') return true
  return lookBack(options, entry)
}

function holdsChange(message: Message | undefined, event: MemberEvent, { author }: OutboxEntry): boolean {
  if (message === undefined) return false
  switch (event.kind) {
    case 'message.edited':
      return message.removedAt !== undefined || (message.editedAt !== undefined && message.text === event.text)
    case 'message.removed':
      return message.removedAt !== undefined
    case 'reaction.added':
      return message.reactions.some((one) => one.user === author && one.emoji === event.emoji)
    case 'reaction.removed':
      return !message.reactions.some((one) => one.user === author && one.emoji === event.emoji)
    default:
      return false
  }
}

/** The window may have been started anew since the first try, so that it doesn't reach back that far. */
async function lookBack({ book, client }: StoredCheckOptions, entry: OutboxEntry): Promise<boolean> {
  let before = book.get(entry.room)?.window.from ?? 0
  for (let page = 0; page < lookBackPages && before > 0; page++) {
    const answer = await client.history(entry.room, { before, limit: pageSize })
    if (!answer.ok) return false
    const messages = answer.value.messages.map(buildMessageFromApi)
    if (messages.some(({ id }) => id === entry.id)) return true
    const oldest = [...messages, ...answer.value.notices].sort((a, b) => a.seq - b.seq)[0]
    if (oldest === undefined || !answer.value.hasMoreBefore) return false
    if (oldest.at < entry.addedAt - clockMarginMs) return false
    before = oldest.seq
  }
  return false
}
