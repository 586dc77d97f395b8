import { countLinks } from '../../../common/count-links.ts'
import type { EventId, MessageId, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import { isOnlyInThread } from '../../../common/thread.ts'
import type { Forwarded } from '../../../common/wire-event.ts'
import type { MessageVersion } from '../archive-store.ts'
import type { SqlRow, SqlValue } from './sqlite-connection.ts'
import { jsonOf, numberOf, optional, textOf } from './sqlite-row.ts'

export const messageColumns = [
  'room',
  'id',
  'seq',
  'version',
  'author',
  'at',
  'text',
  'format',
  'reply_to',
  'mentions',
  'attachments',
  'reactions',
  'edited_at',
  'removed_at',
  'pinned_at',
  'removed_by',
  'preview',
  'links',
  'thread',
  'aside',
  'forwarded',
] as const

/** In the order of `messageColumns`. */
export function buildMessageValues(message: Message): SqlValue[] {
  return [
    message.room,
    message.id,
    message.seq,
    message.version,
    message.author,
    message.at,
    message.text,
    message.format,
    message.replyTo ?? null,
    listJson(message.mentions),
    listJson(message.attachments),
    listJson(message.reactions),
    message.editedAt ?? null,
    message.removedAt ?? null,
    message.pinnedAt ?? null,
    message.removedBy ?? null,
    message.preview === undefined ? null : JSON.stringify(message.preview),
    countLinks(message.text) || null,
    message.thread ?? null,
    isOnlyInThread(message) ? 1 : null,
    message.forwarded === undefined ? null : JSON.stringify(message.forwarded),
  ]
}

export function messageFrom(row: SqlRow): Message {
  return {
    id: textOf<MessageId>(row, 'id'),
    room: textOf<RoomId>(row, 'room'),
    seq: numberOf(row, 'seq'),
    version: numberOf(row, 'version'),
    author: textOf<UserId>(row, 'author'),
    at: numberOf(row, 'at'),
    text: textOf(row, 'text'),
    format: textOf<Message['format']>(row, 'format'),
    ...optional<'replyTo', EventId>(row, 'reply_to', 'replyTo'),
    ...optional<'thread', EventId>(row, 'thread', 'thread'),
    mentions: listOf(row, 'mentions'),
    attachments: listOf(row, 'attachments'),
    ...(typeof row.preview !== 'string' ? {} : { preview: jsonOf<NonNullable<Message['preview']>>(row, 'preview') }),
    ...(typeof row.forwarded !== 'string' ? {} : { forwarded: jsonOf<Forwarded>(row, 'forwarded') }),
    reactions: listOf(row, 'reactions'),
    ...optional<'editedAt', number>(row, 'edited_at', 'editedAt'),
    ...optional<'removedAt', number>(row, 'removed_at', 'removedAt'),
    ...optional<'pinnedAt', number>(row, 'pinned_at', 'pinnedAt'),
    ...optional<'removedBy', UserId>(row, 'removed_by', 'removedBy'),
  }
}

/** NULL for an empty list: most are, and the index of mentions holds only rows that have some. */
function listJson(list: readonly unknown[]): string | null {
  return list.length === 0 ? null : JSON.stringify(list)
}

function listOf<T>(row: SqlRow, column: string): readonly T[] {
  return row[column] === null ? [] : jsonOf<readonly T[]>(row, column)
}

export function messageVersionFrom(row: SqlRow): MessageVersion {
  return {
    room: textOf<RoomId>(row, 'room'),
    id: textOf<MessageId>(row, 'id'),
    seq: numberOf(row, 'seq'),
    at: numberOf(row, 'at'),
    text: textOf(row, 'text'),
  }
}
