import type { Role } from './credential-scope.ts'
import type { EventId, MessageId, RoomId, UserId } from './ids.ts'
import type { Attachment, Forwarded, LinkPreview, Mention, RoomKind } from './wire-event.ts'

/** One reaction. Rows, never a map keyed by what people typed: an emoji may be `__proto__`, `.` or `$`. */
export type Reaction = { readonly user: UserId; readonly emoji: string; readonly seq: number }

/** What hangs on a message: answers that were not removed, and who wrote them, the latest first. `upTo`: counted up to there. */
export type Answers = {
  readonly count: number
  readonly lastAt: number
  readonly by: readonly UserId[]
  readonly upTo?: number
}

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
  /** The message that it hangs on. */
  readonly thread?: EventId
  /** What hangs on it, as history has counted it up to a place; nothing that events fold into. */
  readonly answers?: Answers
  readonly mentions: readonly Mention[]
  readonly attachments: readonly Attachment[]
  /** Of an address that stands in the text. */
  readonly preview?: LinkPreview
  /** Whose words these are, passed on by its author as they were said: so nobody edits them. */
  readonly forwarded?: Forwarded
  readonly reactions: readonly Reaction[]
  readonly editedAt?: number
  readonly removedAt?: number
  /** Who took it away, where that was not its author. */
  readonly removedBy?: UserId
  readonly pinnedAt?: number
}

export type RoomMember = { readonly user: UserId; readonly role: Role; readonly joinedSeq: number }

/** What keeps people from speaking in a room, beside their role. Absent: nothing does. All of it stands in the checkpoint. */
export type RoomLimits = {
  /** Only owners and admins speak. */
  readonly posting?: 'admins'
  readonly archived?: true
  /** Of a direct room whose two are no contacts any more: how far both reach. */
  readonly ended?: 'listen' | 'hear'
  /** Until when, by the stream's time, ms. */
  readonly mutes?: readonly { readonly user: UserId; readonly until: number }[]
}

/** A membership: from the event that brought somebody in to the one that took them out; no end: still there. */
export type Stay = { readonly fromSeq: number; readonly toSeq?: number }

/** What of its history a room shows to whoever is in it, from that sequence on. Before the first step: `all`. */
export type HistoryStep = { readonly fromSeq: number; readonly shows: 'all' | 'joined' }

/** Somebody who was in the room: `stays` that have ended, while the room showed newcomers only what comes; how they went. */
export type PastMember = {
  readonly user: UserId
  readonly stays: readonly Stay[]
  readonly wasListener?: true
  readonly left?: true
}

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
  readonly limits?: RoomLimits
  /** Since when a direct room is ended, by the stream's time. */
  readonly endedAt?: number
  readonly visibility?: 'public'
  /** Between two messages of a member. */
  readonly slowModeSec?: number
  /** The version of its picture. */
  readonly avatar?: string
  /** Absent: all of it, from the beginning. */
  readonly history?: readonly HistoryStep[]
  readonly bans?: readonly UserId[]
  readonly past?: readonly PastMember[]
}

/** Members and roles at a stated sequence: where a fold may start from. */
export type Checkpoint = {
  readonly seq: number
  readonly members: readonly { readonly user: UserId; readonly role: Role }[]
  readonly limits?: RoomLimits
}
