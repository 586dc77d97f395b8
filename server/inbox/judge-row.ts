import { emojiForm } from '../../common/emoji-form.ts'
import type { ContactRequest } from '../../common/http-contract/contact-contract.ts'
import { type ApiMessage, buildApiMessage } from '../../common/http-contract/history-contract.ts'
import { type InboxItem, inboxTextCharacters, mostInboxNames } from '../../common/http-contract/inbox-contract.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { isOnlyInThread } from '../../common/thread.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import { isSeen } from '../reach/visible-spans.ts'
import type { InboxRow } from '../store/inbox-store.ts'
import type { RecordPlace } from '../store/record-store.ts'

/** All that decides whether something is shown to somebody. */
export type InboxView = {
  readonly me: UserId
  readonly rooms: ReadonlyMap<RoomId, { readonly reach: RoomReach; readonly joinedSeq: number }>
  readonly unheard: ReadonlySet<UserId>
  readonly readTo: ReadonlyMap<RoomId, number>
  readonly sinceAt: number
}
/** `place`: where it stands in the list. */
export type PlacedItem = { readonly item: InboxItem; readonly place: RecordPlace }
/** Whether it stands on this page at all, and is not dismissed: that is known before what it says. */
export type IsShown = (one: { readonly item: Pick<InboxItem, 'id' | 'at'>; readonly place: RecordPlace }) => boolean

/** By what the archive says at this moment, whatever the row was made of. */
export function judgeRow(row: InboxRow, message: Message | undefined, view: InboxView): InboxItem | undefined {
  const { me } = view
  const room = view.rooms.get(row.room)
  if (message === undefined || message.removedAt !== undefined || room === undefined) return undefined
  if (!isSeen(room.reach.seen, message.seq)) return undefined
  if (row.kind === 'reaction') return judgeReaction(row, message, view)
  if (message.author === me || view.unheard.has(message.author)) return undefined
  const namesMe = message.mentions.includes(me)
  // Whoever came later is not called by what was said to those before.
  const namesRoom = message.mentions.includes('room') && row.seq > room.joinedSeq
  const isOfRoom = row.owner === row.room
  if (row.kind === 'mention' && (isOfRoom ? !namesRoom || namesMe : !namesMe)) return undefined
  if (row.kind === 'reply' && (message.replyTo === undefined || namesMe || namesRoom)) return undefined
  // How far a thread is read is a mark of its own.
  const isRead = !isOnlyInThread(message) && message.seq <= (view.readTo.get(row.room) ?? 0)
  return {
    id: `m ${row.room} ${row.message}`,
    kind: row.kind,
    at: row.at,
    by: [message.author],
    count: 1,
    ...{ room: row.room, message: cutMessage(message) },
    ...(row.kind === 'mention' ? { names: isOfRoom ? ('room' as const) : ('me' as const) } : {}),
    ...(message.thread === undefined ? {} : { thread: message.thread }),
    ...(isRead ? { isRead: true as const } : {}),
  }
}

/** The newest of those with one emoji stands for all of them: where it is taken back the one before does. */
function judgeReaction(row: InboxRow, message: Message, { me, unheard }: InboxView): InboxItem | undefined {
  const mine = message.reactions.find(({ seq }) => seq === row.seq)
  if (mine === undefined || message.author !== me) return undefined
  const emoji = emojiForm(mine.emoji)
  const alike = message.reactions
    .filter((one) => emojiForm(one.emoji) === emoji && one.user !== me && !unheard.has(one.user))
    .toSorted((a, b) => b.seq - a.seq)
  if (alike[0]?.seq !== row.seq) return undefined
  return {
    id: `r ${row.room} ${row.message} ${emoji}`,
    kind: 'reaction',
    at: row.at,
    by: alike.slice(0, mostInboxNames).map(({ user }) => user),
    count: alike.length,
    ...{ room: row.room, message: cutMessage(message), emoji },
    ...(message.thread === undefined ? {} : { thread: message.thread }),
  }
}

export function buildRequestItem(request: ContactRequest): PlacedItem {
  const { id, at, user, room } = request
  const item: InboxItem = {
    ...{ id: `q ${id}`, kind: 'request', at, by: [user], count: 1, request },
    ...(room === undefined ? {} : { room: room.id }),
  }
  return { item, place: { at, id: item.id } }
}

/** As much of it as a line shows. */
export function cutMessage(message: Message): ApiMessage {
  const { preview: _, ...rest } = buildApiMessage({ ...message, reactions: [] })
  const text = message.text.slice(0, inboxTextCharacters)
  return { ...rest, text: text.isWellFormed() ? text : text.slice(0, -1) }
}
