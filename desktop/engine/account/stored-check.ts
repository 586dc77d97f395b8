import { emojiForm } from '../../../common/emoji-form.ts'
import { buildMessagesFromApi } from '../../../common/http-contract/history-contract.ts'
import type { Message } from '../../../common/message.ts'
import { getEntry } from '../../../common/reducers/bucket-map.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { selectMessage, selectMessages } from '../../../common/reducers/timeline-reducer.ts'
import { unreachable } from '../../../common/result.ts'
import type { MemberEvent } from '../../../common/wire-event.ts'
import type { ControlPlaneClient } from '../control-plane/control-plane-client.ts'
import type { LookUp } from '../outbox/outbox.ts'
import type { RoomBook } from '../sync/room-book.ts'

/**
 * What became of an event that was tried before: its room catches up, and then the window and history are looked at.
 * `absent` where history can't be asked: a second copy is harmless (the lowest sequence wins everywhere), a message that
 * never goes out is not.
 */
export type StoredCheckOptions = {
  readonly book: Pick<RoomBook, 'get'>
  /** False where the room could not catch up. */
  readonly catchUp: (entry: OutboxEntry) => Promise<boolean>
  /** Once more, whatever was asked before. */
  readonly catchUpAnew: (entry: OutboxEntry) => Promise<boolean>
  readonly client: Pick<ControlPlaneClient, 'history'>
}

type Posted = Extract<MemberEvent, { readonly kind: 'message.posted' }>
type Change = Exclude<MemberEvent, Posted>

const lookBackPages = 5
const pageSize = 200
/** Our clock and the stream's may disagree by so much before a message is looked for in vain. */
const clockMarginMs = 3_600_000

export async function lookUpStored(options: StoredCheckOptions, entry: OutboxEntry): Promise<LookUp> {
  if (!(await options.catchUp(entry))) return 'absent'
  const found = await lookAt(options, entry)
  if (found !== 'outdated') return found
  // An edit of mine before it may be acknowledged and not heard yet: these are the words that this one was made on.
  return (await options.catchUpAnew(entry)) ? lookAt(options, entry) : 'absent'
}

async function lookAt(options: StoredCheckOptions, entry: OutboxEntry): Promise<LookUp> {
  const { event } = entry
  if (event.kind === 'message.posted') return (await isPosted(options, event, entry)) ? 'stored' : 'absent'
  const message = await findChanged(options, event, entry)
  if (message === undefined) return 'absent'
  if (holdsChange(message, event, entry)) return 'stored'
  // Words that were written over others than those that stand there now are not to take the place of these.
  const isEdit = event.kind === 'message.edited' && entry.madeOn !== undefined
  return isEdit && (message.removedAt !== undefined || message.text !== entry.madeOn?.text) ? 'outdated' : 'absent'
}

/** What the stream has made of the message; a row that is shown has our own change in it already. */
async function findChanged(
  { book, client }: StoredCheckOptions,
  { message }: Change,
  { room, madeOn }: OutboxEntry,
): Promise<Message | undefined> {
  const window = book.get(room)?.window
  const held = window && getEntry(window.timeline.slots, message)?.folded
  if (held !== undefined || madeOn === undefined || madeOn.seq === 0) return held
  const answer = await client.history(room, { around: madeOn.seq, limit: 1 })
  return answer.ok ? buildMessagesFromApi(answer.value).find(({ id }) => id === message) : undefined
}

function holdsChange(message: Message, event: Change, { author }: OutboxEntry): boolean {
  const reacted = (emoji: string) =>
    message.reactions.some((one) => one.user === author && emojiForm(one.emoji) === emojiForm(emoji))
  switch (event.kind) {
    case 'message.edited':
      return message.editedAt !== undefined && message.text === event.text
    case 'message.removed':
      return message.removedAt !== undefined
    case 'reaction.added':
      return reacted(event.emoji)
    case 'reaction.removed':
      return !reacted(event.emoji)
    case 'message.pinned':
      return message.pinnedAt !== undefined
    case 'message.unpinned':
      return message.pinnedAt === undefined
    default:
      return unreachable(event)
  }
}

async function isPosted(options: StoredCheckOptions, { id }: Posted, entry: OutboxEntry): Promise<boolean> {
  const window = options.book.get(entry.room)?.window
  if (window === undefined) return false
  const row = selectMessage(window.timeline, id)
  if (row !== undefined && row.state !== 'queued') return true
  const oldest = selectMessages(window.timeline)[0]
  const reachesBack = oldest !== undefined && oldest.state !== 'queued' && isLongBefore(oldest.message, entry)
  return reachesBack ? false : lookBack(options, window.from, entry)
}

/** The window may have been started anew since the first try, so that it doesn't reach back that far. */
async function lookBack({ client }: StoredCheckOptions, from: number, entry: OutboxEntry): Promise<boolean> {
  let before = from
  for (let page = 0; page < lookBackPages && before > 0; page++) {
    const answer = await client.history(entry.room, { before, limit: pageSize })
    if (!answer.ok) return false
    const messages = buildMessagesFromApi(answer.value)
    if (messages.some(({ id }) => id === entry.id)) return true
    const oldest = [...messages, ...answer.value.notices].sort((a, b) => a.seq - b.seq)[0]
    if (oldest === undefined || !answer.value.hasMoreBefore || isLongBefore(oldest, entry)) return false
    before = oldest.seq
  }
  return false
}

function isLongBefore({ at }: { readonly at: number }, { addedAt }: OutboxEntry): boolean {
  return at < addedAt - clockMarginMs
}
