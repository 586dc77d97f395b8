import type { Role } from '../common/credential-scope.ts'
import type { RoomReachAnswer } from '../common/http-contract/reach-contract.ts'
import type { PublicRooms } from '../common/http-contract/room-contract.ts'
import type { ExportFormat, ExportLanguage, ExportSize } from '../common/http-contract/room-export-contract.ts'
import type { MessageId, RoomId, UserId } from '../common/ids.ts'
import type { Answers, Message } from '../common/message.ts'

/** What screens ask of rooms: who is in them, what they are, how one gets in, and who reaches what. */
export type RoomCommand =
  | {
      readonly kind: 'create-room'
      readonly name: string
      readonly members: readonly UserId[]
      readonly topic?: string
      readonly visibility?: 'private' | 'public'
      readonly history?: 'all' | 'joined'
    }
  | ({ readonly kind: 'change-room'; readonly room: RoomId } & RoomSettings)
  /** The bytes of a room's picture; `version` as the room's `avatar` says it. */
  | { readonly kind: 'load-room-picture'; readonly room: RoomId; readonly version: string }
  /** A square. */
  | { readonly kind: 'put-room-picture'; readonly room: RoomId; readonly picture: Blob }
  | { readonly kind: 'remove-room-picture'; readonly room: RoomId }
  | { readonly kind: 'leave-room'; readonly room: RoomId }
  /** For owners: everybody is taken out, and what waits here to be sent to it is discarded. */
  | { readonly kind: 'close-room-for-all'; readonly room: RoomId }
  /** Somebody has taken note; words that did not go out are discarded. */
  | { readonly kind: 'dismiss-gone-room'; readonly room: RoomId }

export type RoomSettings = {
  readonly name?: string
  readonly topic?: string
  readonly visibility?: 'private' | 'public'
  readonly history?: 'all' | 'joined'
  readonly posting?: 'members' | 'admins'
  readonly slowModeSec?: number
  readonly archived?: boolean
}

/** For those who run a room. */
export type MemberCommand =
  /** Everybody in it anew, with what is known of them. */
  | { readonly kind: 'load-members'; readonly room: RoomId }
  /** The same for a room that no screen has open. */
  | { readonly kind: 'list-members'; readonly room: RoomId }
  | { readonly kind: 'add-member'; readonly room: RoomId; readonly user: UserId; readonly role?: Role }
  | { readonly kind: 'remove-member'; readonly room: RoomId; readonly user: UserId }
  /** `until`: ms; null: they may write again. */
  | { readonly kind: 'mute-member'; readonly room: RoomId; readonly user: UserId; readonly until: number | null }
  | { readonly kind: 'ban-member'; readonly room: RoomId; readonly user: UserId; readonly reason?: string }
  | { readonly kind: 'lift-ban'; readonly room: RoomId; readonly user: UserId }
  | { readonly kind: 'list-bans'; readonly room: RoomId }
  /** Another owner in my place; I am an admin from then on. */
  | { readonly kind: 'hand-over'; readonly room: RoomId; readonly user: UserId }

export type InviteCommand =
  | { readonly kind: 'make-invite'; readonly room: RoomId; readonly expiresInSec?: number; readonly uses?: number }
  | { readonly kind: 'list-invites'; readonly room: RoomId }
  /** By its code, or by the id that a list says. */
  | { readonly kind: 'withdraw-invite'; readonly code: string }
  | { readonly kind: 'join-invite'; readonly code: string }
  | { readonly kind: 'list-public-rooms'; readonly q: string; readonly cursor?: string }
  | { readonly kind: 'join-public-room'; readonly room: RoomId }

export type ReachCommand =
  /** Who can read and write there, from the credentials that were issued. */
  | { readonly kind: 'load-reach'; readonly room: RoomId }
  /** Tries with this device's own credential what the broker is to refuse, and what it is to grant. */
  | { readonly kind: 'prove-reach'; readonly room: RoomId }

/** `after` and `before`: ms; absent: from the beginning, to the end. */
export type ExportDays = { readonly after?: number; readonly before?: number }
export type ExportWish = ExportDays & {
  readonly format: ExportFormat
  readonly withFiles: boolean
  readonly language: ExportLanguage
}
export type ExportCommand =
  /** How large the files are that would come along. */
  | ({ readonly kind: 'measure-export'; readonly room: RoomId } & ExportDays)
  /** As one file; how much has come stands in `notes` meanwhile. `null`: it was stopped. */
  | ({ readonly kind: 'export-room'; readonly room: RoomId } & ExportWish)

/** `invited`: they must agree first. `pending`: done, and not yet known to every server of the broker. */
export type MemberOutcome = 'done' | 'invited' | 'pending'

export type MadeRoom = { readonly room: RoomId; readonly invited: readonly UserId[] }

export type BanView = {
  readonly user: UserId
  readonly by?: UserId | undefined
  readonly at?: number | undefined
  readonly reason?: string | undefined
}
/** `url` and `code` are told once, where it is made. */
export type InviteView = {
  readonly id: string
  readonly by: UserId
  readonly expiresAt: number
  readonly uses?: number | undefined
  readonly used: number
}
export type MadeInvite = InviteView & { readonly code: string; readonly url: string }

/** One thing that was tried. `answer`: the broker's own words. */
export type ReachTry = {
  readonly kind: 'listen-here' | 'listen-elsewhere' | 'listen-everywhere' | 'write-as-another'
  readonly subject: string
  readonly isGranted: boolean
  /** What it is to be. */
  readonly isExpected: boolean
  readonly answer: string
}
export type ReachProof = {
  readonly at: number
  /** Which server of the broker answered. */
  readonly place: string
  readonly tries: readonly ReachTry[]
}

export type RoomAnswers = {
  readonly 'create-room': MadeRoom
  readonly 'load-room-picture': Blob
  readonly 'list-members': readonly UserId[]
  readonly 'add-member': MemberOutcome
  readonly 'remove-member': MemberOutcome
  readonly 'mute-member': MemberOutcome
  readonly 'ban-member': MemberOutcome
  readonly 'list-bans': readonly BanView[]
  readonly 'make-invite': MadeInvite
  readonly 'list-invites': readonly InviteView[]
  readonly 'join-invite': RoomId
  readonly 'list-public-rooms': PublicRooms
  readonly 'join-public-room': RoomId
  readonly 'load-reach': RoomReachAnswer
  readonly 'measure-export': ExportSize
  readonly 'export-room': Blob | null
  readonly 'prove-reach': ReachProof
}

/** A thread is named by the message that it hangs on. */
export type ThreadPlace = { readonly room: RoomId; readonly thread: MessageId }
export type ThreadCommand =
  | ({ readonly kind: 'open-thread' } & ThreadPlace)
  | { readonly kind: 'close-thread'; readonly thread: MessageId }
  | { readonly kind: 'load-older-answers'; readonly thread: MessageId }
  /** The screen saw it, in a focused window. */
  | { readonly kind: 'mark-thread-read'; readonly room: RoomId; readonly thread: MessageId; readonly seq: number }
  | { readonly kind: 'read-all-threads' }
  | { readonly kind: 'follow-thread'; readonly room: RoomId; readonly thread: MessageId; readonly on: boolean }
  /** What it said before. */
  | { readonly kind: 'load-versions'; readonly room: RoomId; readonly message: MessageId }
  /** The thread that alone shows the message; `null`: the room shows it, as far as is known. */
  | { readonly kind: 'find-thread'; readonly room: RoomId; readonly message: MessageId }

/**
 * `unread`: answers of others that I have not read, up to a hundred; `forYou`: those of them that name me, in a direct room
 * all. `alsoInRoom`, `alsoForYou`: so many of these stand in the room as well and are unread there too, so that a sum does
 * not count them twice. Absent where there are none.
 */
export type FollowedView = {
  readonly room: RoomId
  readonly thread: MessageId
  readonly message?: Message
  readonly answers: Answers
  readonly unread: number
  readonly forYou?: number
  readonly alsoInRoom?: number
  readonly alsoForYou?: number
  readonly lastSeq: number
}
