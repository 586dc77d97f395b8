import type { AppError } from '../common/app-error.ts'
import type { Role } from '../common/credential-scope.ts'
import type { Me, User } from '../common/http-contract/account-contract.ts'
import type { EventId, RoomId, UserId } from '../common/ids.ts'
import type { Message } from '../common/message.ts'
import type { Refusal } from '../common/reducers/fold-event.ts'
import type { Result } from '../common/result.ts'
import type { RoomKind, SystemEvent } from '../common/wire-event.ts'
import type { EngineCommand } from './engine-command.ts'

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
