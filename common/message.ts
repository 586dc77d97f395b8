import type { Role } from './credential-scope.ts'
import type { EventId, MessageId, RoomId, UserId } from './ids.ts'
import type { Attachment, Mention, RoomKind } from './wire-event.ts'

/** One reaction. Rows, never a map keyed by what people typed: an emoji may be `__proto__`, `.` or `$`. */
export type Reaction = { readonly user: UserId; readonly emoji: string; readonly seq: number }

/**
 * A message as the reducers make it: in the archive, in a client's window and (with `reactions` as a map) in the API.
 * `seq` is the sequence of its `message.posted`, `version` that of the last event folded in; all times in ms.
 * A removed message keeps its place: text, mentions, attachments and reactions are gone.
 */
export type Message = {
  readonly id: MessageId
  readonly room: RoomId
  readonly seq: number
  readonly version: number
  readonly author: UserId
  readonly at: number
  readonly text: string
  readonly format: 'plain' | 'markdown'
  readonly replyTo?: EventId
  readonly mentions: readonly Mention[]
  readonly attachments: readonly Attachment[]
  readonly reactions: readonly Reaction[]
  readonly editedAt?: number
  readonly removedAt?: number
  readonly pinnedAt?: number
}

export type RoomMember = { readonly user: UserId; readonly role: Role; readonly joinedSeq: number }

/** A room as its `system` events fold: `version` is the sequence of the last one folded in, 0 before the first. */
export type RoomState = {
  readonly room: RoomId
  readonly roomKind: RoomKind
  readonly name: string
  readonly topic: string
  readonly members: ReadonlyMap<UserId, RoomMember>
  readonly createdAt: number
  readonly createdBy: UserId
  readonly version: number
}

/** Members and roles at a stated sequence: where a fold may start from. */
export type Checkpoint = {
  readonly seq: number
  readonly members: readonly { readonly user: UserId; readonly role: Role }[]
}
