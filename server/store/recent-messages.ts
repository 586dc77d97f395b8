import type { UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import { unreadCap } from '../../common/reducers/unread-reducer.ts'
import { isOnlyInThread } from '../../common/thread.ts'
import { buildMessagePreview, type MessagePreview } from './message-preview.ts'

/**
 * What a store that cannot count in one question keeps with a room: its last message, and of the newest few who wrote
 * them, so that unread is counted from the row alone. For a database with joins there is no need of it.
 */
export type RecentMessages = {
  readonly last?: MessagePreview
  /** The highest sequence of a message that mentions anybody; it never falls. */
  readonly mentionSeq: number
  /** Of messages that were not removed, in the order of sequences; `isCut`: there were more before them. */
  readonly recent: readonly { readonly seq: number; readonly author: UserId }[]
  readonly isCut: boolean
}

export const noMessages: RecentMessages = { mentionSeq: 0, recent: [], isCut: false }

/** More than the cap: some are one's own. */
export const recentKept = unreadCap + 28

/**
 * The row after a batch; undefined where it cannot be told from the batch alone and has to be read anew.
 * @param allPosted those that were not there before; @param allChanged as they stand now
 */
export function foldRecent(
  before: RecentMessages,
  allPosted: readonly Message[],
  allChanged: readonly Message[],
): RecentMessages | undefined {
  let { last, mentionSeq, recent, isCut } = before
  const [posted, changed] = [inRoom(allPosted), inRoom(allChanged)]
  for (const message of [...posted, ...changed]) {
    if (message.mentions.length > 0) mentionSeq = Math.max(mentionSeq, message.seq)
  }
  for (const message of changed) {
    if (message.id === last?.id && (message.removedAt !== undefined || message.seq !== last.seq)) return undefined
    if (message.removedAt !== undefined) recent = recent.filter(({ seq }) => seq !== message.seq)
    // A change of a message that was never there puts it in whole: where, only the store knows.
    else if (!recent.some(({ seq }) => seq === message.seq) && message.seq > (recent[0]?.seq ?? 0)) return undefined
    if (message.id === last?.id && message.version >= last.version) last = buildMessagePreview(message)
  }
  const fresh = posted.filter(({ removedAt }) => removedAt === undefined).sort((a, b) => a.seq - b.seq)
  const newest = fresh.at(-1)
  if (newest === undefined) return { ...(last === undefined ? {} : { last }), mentionSeq, recent, isCut }
  if ((fresh[0]?.seq ?? 0) <= (recent.at(-1)?.seq ?? 0)) return undefined
  return cutRecent({
    last: buildMessagePreview(newest),
    mentionSeq,
    recent: [...recent, ...fresh.map(({ seq, author }) => ({ seq, author }))],
    isCut,
  })
}

/** What is shown in a thread alone is nothing new in the room. */
function inRoom(messages: readonly Message[]): readonly Message[] {
  return messages.filter((message) => !isOnlyInThread(message))
}

export function cutRecent(messages: RecentMessages): RecentMessages {
  const { recent } = messages
  if (recent.length <= recentKept) return messages
  return { ...messages, recent: recent.slice(-recentKept), isCut: true }
}

/** Undefined where the row does not reach back far enough to say. */
export function countRecent(
  { recent, isCut }: RecentMessages,
  { user, afterSeq }: { readonly user: UserId; readonly afterSeq: number },
): number | undefined {
  let unread = 0
  for (const { seq, author } of recent) if (seq > afterSeq && author !== user) unread++
  if (unread >= unreadCap) return unreadCap
  return isCut && (recent[0]?.seq ?? 0) > afterSeq + 1 ? undefined : unread
}

/** Small: authors once, and each message two numbers. */
export function encodeRecent({ recent, isCut }: RecentMessages): string {
  const authors = [...new Set(recent.map(({ author }) => author))]
  const place = new Map(authors.map((author, index) => [author, index]))
  return JSON.stringify([isCut ? 1 : 0, authors, recent.map(({ seq, author }) => [seq, place.get(author)])])
}

export function decodeRecent(text: string): Pick<RecentMessages, 'recent' | 'isCut'> {
  const [cut, authors, rows] = JSON.parse(text) as [number, UserId[], [number, number][]]
  return { isCut: cut === 1, recent: rows.map(([seq, at]) => ({ seq, author: authors[at] as UserId })) }
}
