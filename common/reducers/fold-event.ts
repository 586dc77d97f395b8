import { hasAddress } from '../count-links.ts'
import type { Role } from '../credential-scope.ts'
import { emojiForm } from '../emoji-form.ts'
import type { MessageId, UserId } from '../ids.ts'
import type { Message } from '../message.ts'
import { unreachable } from '../result.ts'
import type { StoredEvent } from '../wire-decode.ts'
import { type Forwarded, type MemberEvent, memberKinds } from '../wire-event.ts'

/**
 * The one place that says what an event does to a message, and whether its author may. Archive and every client fold
 * with this function, so what one shows the other keeps. Rights are judged with the roles that stood just before the
 * event's sequence; the caller sees to that.
 */
export type Refusal =
  | 'not-a-member'
  | 'listener'
  | 'not-the-author'
  | 'message-unknown'
  | 'message-removed'
  | 'too-many-reactions'
  | 'nothing-left'
  | 'not-own-words'
export type Verdict =
  | { readonly kind: 'posted'; readonly message: Message }
  | { readonly kind: 'changed'; readonly message: Message }
  /** Redelivery, a later copy of an id, a kind this version does not know, a change that is so already. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly reason: Refusal }

export const maxDifferentReactions = 50

/** The message an event is about: itself for `message.posted`, none for those about the room. */
export function targetOf(event: StoredEvent['event']): MessageId | undefined {
  if (event.kind === 'message.posted') return event.id
  return 'message' in event ? event.message : undefined
}

/**
 * @param roleOfAuthor the author's role just before this event, undefined for a non-member
 * @param message the message `targetOf` names as it stands before this event, undefined where there is none
 */
export function foldEvent(roleOfAuthor: Role | undefined, message: Message | undefined, stored: StoredEvent): Verdict {
  const { event, author, seq } = stored
  if (author === 'system') {
    const isRemoval = event.kind === 'message.removed'
    return isRemoval ? foldRemoval(message, 'by' in event ? event.by : undefined, stored) : unchanged
  }
  if (event.kind === 'unknown' || !isMemberEvent(event)) return unchanged
  // A later copy of an id changes nothing, whoever sent it: the lowest sequence wins everywhere.
  if (event.kind === 'message.posted' && message !== undefined) return { kind: 'unchanged' }
  if (message !== undefined && seq <= message.version) return { kind: 'unchanged' }
  if (roleOfAuthor === undefined) return refused('not-a-member')
  if (roleOfAuthor === 'listener') return refused('listener')
  if (event.kind === 'message.posted') return { kind: 'posted', message: buildMessage(event, stored, author) }
  if (message === undefined) return refused('message-unknown')
  if (message.removedAt !== undefined) {
    return event.kind === 'message.removed' ? { kind: 'unchanged' } : refused('message-removed')
  }
  return foldChange(event, { message, author, role: roleOfAuthor, seq, at: stored.storedAt })
}

type Change = {
  readonly message: Message
  readonly author: UserId
  readonly role: Role
  readonly seq: number
  readonly at: number
}

function foldChange(event: Exclude<MemberEvent, { kind: 'message.posted' }>, change: Change): Verdict {
  const { message, author, seq, at } = change
  switch (event.kind) {
    case 'message.edited':
      if (author !== message.author) return refused('not-the-author')
      // Words of another stay as they were said, or they would be put into their mouth.
      if (message.forwarded !== undefined) return refused('not-own-words')
      if (event.text === '' && message.attachments.length === 0) return refused('nothing-left')
      return changed(withFittingPreview(message, event.text), seq, {
        text: event.text,
        format: event.format ?? message.format,
        mentions: event.mentions ?? message.mentions,
        editedAt: at,
      })
    case 'message.removed':
      if (author !== message.author && change.role !== 'admin' && change.role !== 'owner')
        return refused('not-the-author')
      return { kind: 'changed', message: buildTombstone(message, { seq, at, by: author }) }
    case 'reaction.added': {
      const emoji = emojiForm(event.emoji)
      const has = message.reactions.some((row) => row.user === author && emojiForm(row.emoji) === emoji)
      if (has) return { kind: 'unchanged' }
      const different = new Set(message.reactions.map((row) => emojiForm(row.emoji))).add(emoji)
      if (different.size > maxDifferentReactions) return refused('too-many-reactions')
      return changed(message, seq, { reactions: [...message.reactions, { user: author, emoji, seq }] })
    }
    case 'reaction.removed': {
      const emoji = emojiForm(event.emoji)
      const rest = message.reactions.filter((row) => row.user !== author || emojiForm(row.emoji) !== emoji)
      return rest.length === message.reactions.length
        ? { kind: 'unchanged' }
        : changed(message, seq, { reactions: rest })
    }
    case 'message.pinned':
      return message.pinnedAt === undefined ? changed(message, seq, { pinnedAt: at }) : { kind: 'unchanged' }
    case 'message.unpinned': {
      if (message.pinnedAt === undefined) return { kind: 'unchanged' }
      const { pinnedAt: _, ...unpinned } = message
      return { kind: 'changed', message: { ...unpinned, version: seq } }
    }
    default:
      return unreachable(event)
  }
}

function buildMessage(
  event: Extract<MemberEvent, { kind: 'message.posted' }>,
  stored: StoredEvent,
  author: UserId,
): Message {
  return {
    id: event.id,
    room: stored.room,
    seq: stored.seq,
    version: stored.seq,
    author,
    at: stored.storedAt,
    text: event.text,
    format: event.format,
    ...(event.replyTo === undefined ? {} : { replyTo: event.replyTo }),
    ...(event.thread === undefined ? {} : { thread: event.thread }),
    mentions: event.mentions ?? [],
    attachments: event.attachments ?? [],
    ...(event.preview !== undefined && hasAddress(event.text, event.preview.url) ? { preview: event.preview } : {}),
    ...(event.forwarded === undefined ? {} : { forwarded: withoutSeal(event.forwarded) }),
    reactions: [],
  }
}

/** The seal is between its sender and the archive: what it says is no word of the message. */
function withoutSeal({ room, message, author }: Forwarded): Forwarded {
  return { room, message, author }
}

/** A preview stands for an address that is read: where that is gone from the words, so is what stood for it. */
function withFittingPreview(message: Message, text: string): Message {
  if (message.preview === undefined || hasAddress(text, message.preview.url)) return message
  const { preview: _, ...rest } = message
  return rest
}

const unchanged: Verdict = { kind: 'unchanged' }

/** By the control plane, which has judged it: whoever wrote it may always take it away, and so may those who moderate. */
function foldRemoval(message: Message | undefined, by: UserId | undefined, { seq, storedAt }: StoredEvent): Verdict {
  if (message === undefined || message.removedAt !== undefined || seq <= message.version) return unchanged
  return { kind: 'changed', message: buildTombstone(message, { seq, at: storedAt, by }) }
}

export type Removal = { readonly seq: number; readonly at: number; readonly by: UserId | undefined }

/** What stays of a message whose words are gone. */
export function buildTombstone(
  { id, room, seq, author, at, format, replyTo, thread, answers }: Message,
  { seq: version, at: removedAt, by }: Removal,
): Message {
  return {
    id,
    room,
    seq,
    version,
    author,
    at,
    text: '',
    format,
    ...(replyTo === undefined ? {} : { replyTo }),
    // It keeps its place in the thread, and what hangs on it.
    ...(thread === undefined ? {} : { thread }),
    ...(answers === undefined ? {} : { answers }),
    mentions: [],
    attachments: [],
    reactions: [],
    removedAt,
    ...(by === undefined || by === author ? {} : { removedBy: by }),
  }
}

function changed(message: Message, version: number, change: Partial<Message>): Verdict {
  return { kind: 'changed', message: { ...message, ...change, version } }
}

function refused(reason: Refusal): Verdict {
  return { kind: 'refused', reason }
}

function isMemberEvent(event: StoredEvent['event']): event is MemberEvent {
  return memberKinds.has(event.kind)
}
