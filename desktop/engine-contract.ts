import type { AppError } from '../common/app-error.ts'
import type { Role } from '../common/credential-scope.ts'
import type { Device, Me, User } from '../common/http-contract/account-contract.ts'
import type { DeviceId, EventId, MessageId, RoomId, UserId } from '../common/ids.ts'
import type { Message } from '../common/message.ts'
import type { Refusal } from '../common/reducers/fold-event.ts'
import type { Result } from '../common/result.ts'
import type { Mention, RoomKind, SystemEvent } from '../common/wire-event.ts'

/**
 * What passes between the engine (one SharedWorker an installation) and the screens (any number of tabs or windows).
 * Screens see a picture of the state and have a list of commands; they never speak to the network. Everything here goes
 * through structured clone. All times in ms since the epoch.
 */
export type EngineState = {
  readonly session: SessionView
  readonly connection: ConnectionView
  /** Everyone named on a screen. */
  readonly users: Readonly<Record<UserId, User>>
  readonly rooms: Readonly<Record<RoomId, RoomView>>
  /** Only of rooms that a screen has open. */
  readonly timelines: Readonly<Record<RoomId, TimelineView>>
  /** What stands unsent in each composer. */
  readonly drafts: Readonly<Record<RoomId, string>>
  /** Rooms that I am in no longer, though I did not leave them here, until somebody has taken note of it. */
  readonly goneRooms: Readonly<Record<RoomId, GoneRoomView>>
  /** True once the rooms were loaded, from disk or from the server: before that an empty list is not yet "no rooms". */
  readonly roomsLoaded: boolean
}

export type SessionView =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signed-out'; readonly server: ServerView; readonly because?: AppError }
  | { readonly kind: 'signed-in'; readonly server: ServerView; readonly me: Me }
  /** The engine cannot run here at all; `error` says why and what helps. */
  | { readonly kind: 'broken'; readonly error: AppError }

export type ServerView = { readonly name: string; readonly registration: 'open' | 'invite' | 'closed' }

export type ConnectionView =
  | { readonly kind: 'online' }
  | { readonly kind: 'connecting'; readonly sinceAt: number }
  | { readonly kind: 'offline'; readonly sinceAt: number; readonly nextTryAt?: number }

export type RoomView = {
  readonly id: RoomId
  readonly kind: RoomKind
  readonly name: string
  readonly topic: string
  readonly members: readonly { readonly user: UserId; readonly role: Role }[]
  readonly myRole: Role
  readonly createdAt: number
  /** Highest sequence known, and how far I have read. */
  readonly headSeq: number
  readonly receiptSeq: number
  /** Both stop at 100; `forYou`: mentions, and everything in a direct room. */
  readonly unread: number
  readonly forYou: number
  readonly preview?: PreviewView
  /** What the list is sorted by: the last message, else the creation. */
  readonly activeAt: number
  readonly typing: readonly UserId[]
  /** How many messages and edits of mine wait here to go out, or cannot; absent where there are none. */
  readonly unsent?: number
}

export type GoneRoomView = {
  readonly id: RoomId
  readonly name: string
  /** Who took me out (or I myself, on another device), where that was heard. */
  readonly by?: UserId
  /** The words of mine that did not go out, in the order of writing. They go when this is dismissed. */
  readonly unsent: readonly string[]
}

export type PreviewView = {
  readonly author: UserId
  readonly text: string
  readonly at: number
  readonly mentionsMe: boolean
  readonly state: SendState
}

export type SendState = 'queued' | 'sending' | 'stored' | 'refused' | 'failed'

export type TimelineView = {
  readonly room: RoomId
  readonly rows: readonly TimelineRow[]
  readonly hasMoreBefore: boolean
  readonly loading: 'idle' | 'first' | 'older'
  /** Set where history could not be asked for everything: rows are complete up to this sequence, no further. */
  readonly completeToSeq?: number
  readonly problem?: AppError
  /**
   * My receipt when the room was opened, where something of others was unread then: the divider "New since" stands after
   * it and does not move. Absent: nothing was unread, and nothing that comes while the room is open brings it.
   */
  readonly dividerSeq?: number
}

export type TimelineRow =
  | {
      readonly kind: 'message'
      readonly message: Message
      readonly state: SendState
      /** Own id of the outbox entry while it is not stored: the handle for retry and discard. */
      readonly entry?: EventId
      readonly error?: AppError
      readonly refusal?: Refusal
      /** An own edit or removal of this message is on its way. */
      readonly changing?: boolean
      readonly readByOthers?: boolean
    }
  | { readonly kind: 'notice'; readonly seq: number; readonly at: number; readonly event: SystemEvent }

/** The verbs. Each answers once, with a value or an error whose sentence can be shown as it is. */
export type EngineCommand =
  | {
      readonly kind: 'register'
      readonly handle: string
      readonly displayName: string
      readonly password: string
      readonly email?: string
    }
  | { readonly kind: 'sign-in'; readonly handle: string; readonly password: string }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'retry-connection' }
  | { readonly kind: 'find-user'; readonly handle: string }
  | { readonly kind: 'create-room'; readonly name: string; readonly members: readonly UserId[] }
  | { readonly kind: 'change-room'; readonly room: RoomId; readonly name?: string; readonly topic?: string }
  | { readonly kind: 'add-member'; readonly room: RoomId; readonly user: UserId; readonly role?: Role }
  | { readonly kind: 'remove-member'; readonly room: RoomId; readonly user: UserId }
  | { readonly kind: 'leave-room'; readonly room: RoomId }
  /** For owners: everybody is taken out, and what waits here to be sent to it is discarded. */
  | { readonly kind: 'close-room-for-all'; readonly room: RoomId }
  /** Somebody has taken note; words that did not go out are discarded. */
  | { readonly kind: 'dismiss-gone-room'; readonly room: RoomId }
  | { readonly kind: 'open-room'; readonly room: RoomId }
  /** This screen does not show it any more. */
  | { readonly kind: 'close-room'; readonly room: RoomId }
  | { readonly kind: 'load-older'; readonly room: RoomId }
  /** For an open room: loads all that lies between what is loaded and the message. */
  | { readonly kind: 'load-back-to'; readonly room: RoomId; readonly message: MessageId }
  | {
      readonly kind: 'send-message'
      readonly room: RoomId
      readonly text: string
      readonly format: 'plain' | 'markdown'
      readonly replyTo?: MessageId
      readonly mentions?: readonly Mention[]
    }
  | { readonly kind: 'edit-message'; readonly room: RoomId; readonly message: MessageId; readonly text: string }
  | { readonly kind: 'remove-message'; readonly room: RoomId; readonly message: MessageId }
  | {
      readonly kind: 'set-reaction'
      readonly room: RoomId
      readonly message: MessageId
      readonly emoji: string
      readonly on: boolean
    }
  /** Sends all that stands failed in the room again, in order. */
  | { readonly kind: 'retry-sends'; readonly room: RoomId }
  | { readonly kind: 'discard-send'; readonly room: RoomId; readonly entry: EventId }
  /** The screen saw it: half visible, in a focused window. */
  | { readonly kind: 'mark-read'; readonly room: RoomId; readonly seq: number }
  | { readonly kind: 'save-draft'; readonly room: RoomId; readonly text: string }
  | { readonly kind: 'say-typing'; readonly room: RoomId; readonly typing: boolean }
  | { readonly kind: 'change-me'; readonly displayName: string }
  /** All other devices are signed out by it. */
  | { readonly kind: 'change-password'; readonly currentPassword: string; readonly newPassword: string }
  | { readonly kind: 'list-devices' }
  | { readonly kind: 'revoke-device'; readonly device: DeviceId }

/** What each command answers with where it succeeds; `null` for those that have nothing to say. */
export type CommandAnswers = {
  readonly 'find-user': User | null
  readonly 'create-room': RoomId
  readonly 'list-devices': readonly Device[]
  readonly 'send-message': EventId
  readonly 'load-back-to': FoundMessage
}
/**
 * `found`: the timeline has it now (it comes before the answer). `further`: not among the 5,000 that were loaded; ask again
 * to go on. `absent`: everything is loaded, and it is not there.
 */
export type FoundMessage = 'found' | 'further' | 'absent'
export type CommandAnswer<Kind extends EngineCommand['kind']> = Kind extends keyof CommandAnswers
  ? CommandAnswers[Kind]
  : null

/** Tab → engine. A tab says `hello` first and gets the whole state. */
export type ToEngine =
  | { readonly kind: 'hello' }
  | { readonly kind: 'command'; readonly call: number; readonly command: EngineCommand }
  | { readonly kind: 'goodbye' }
  /** The window's own `online` and `offline` events: a worker does not get them everywhere. */
  | { readonly kind: 'network'; readonly online: boolean }

/** Engine → tab. `patch` replaces whole slices, or single entries of the keyed ones (`null` removes); at most one a frame. */
export type FromEngine =
  | { readonly kind: 'state'; readonly state: EngineState }
  | { readonly kind: 'patch'; readonly patch: EnginePatch }
  | { readonly kind: 'answer'; readonly call: number; readonly result: Result<unknown> }
  /** Another version of the app has taken over: load the page again. */
  | { readonly kind: 'superseded' }

export type EnginePatch = {
  readonly session?: SessionView
  readonly connection?: ConnectionView
  readonly roomsLoaded?: boolean
  readonly users?: Readonly<Record<string, User | null>>
  readonly rooms?: Readonly<Record<string, RoomView | null>>
  readonly timelines?: Readonly<Record<string, TimelineView | null>>
  /** Of timelines that the tab has: ten thousand rows don't travel again for one message. Never together with the whole. */
  readonly timelineChanges?: Readonly<Record<string, TimelineChange>>
  readonly drafts?: Readonly<Record<string, string | null>>
  readonly goneRooms?: Readonly<Record<string, GoneRoomView | null>>
}

/** `removed` rows at place `from` give way to `rows`; the others stay the very same objects. */
export type TimelineChange = {
  readonly view: Omit<TimelineView, 'rows'>
  readonly from: number
  readonly removed: number
  readonly rows: readonly TimelineRow[]
}
