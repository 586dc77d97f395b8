import type { AppError } from '../common/app-error.ts'
import type { Role } from '../common/credential-scope.ts'
import type { Me, Profile, User } from '../common/http-contract/account-contract.ts'
import type { Announcement } from '../common/http-contract/announcement-contract.ts'
import type { Contact, ContactRequest } from '../common/http-contract/contact-contract.ts'
import type { PersonNotice } from '../common/http-contract/moderation-contract.ts'
import type { Report } from '../common/http-contract/report-contract.ts'
import type { EventId, FileId, MessageId, RoomId, UserId } from '../common/ids.ts'
import type { Answers, Message } from '../common/message.ts'
import type { KnownPresence } from '../common/presence-event.ts'
import type { Refusal } from '../common/reducers/fold-event.ts'
import type { RoomKind, SystemEvent } from '../common/wire-event.ts'
import type { DraftKey, DraftView } from './engine-command.ts'
import type { TransferView } from './file-command.ts'
import type { InboxView } from './inbox-command.ts'
import type { FollowedView } from './room-command.ts'
import type { SavedKey, SavedListView, SavedView } from './saved-command.ts'
import type { PersonSettings } from './settings/person-settings.ts'

/**
 * What passes between the engine (one SharedWorker an installation) and the screens (any number of tabs or windows).
 * Screens see a picture of the state, in slices by what changes together, and have a list of commands (engine-command.ts);
 * they never speak to the network. Everything here goes through structured clone. All times in ms since the epoch.
 */
export type EngineState = SingleSlices & {
  readonly [Slice in keyof KeyedSlices]: Readonly<Record<KeyOf<Slice>, KeyedSlices[Slice]>>
}

/** Slices of one value. */
export type SingleSlices = {
  readonly session: SessionView
  readonly connection: ConnectionView
  /** True once the rooms were loaded, from disk or from the server: before that an empty list is not yet "no rooms". */
  readonly roomsLoaded: boolean
  /** What I have set for all my devices, with what was changed here and is still on its way. */
  readonly settings: PersonSettings
  /** The same of contacts, requests and blocks. */
  readonly contactsLoaded: boolean
  /** False while nobody can say who is here: without a connection, or where whoever tells it is silent. */
  readonly presenceKnown: boolean
  /** What whoever runs the server tells. */
  readonly told: ToldView
  /** How far the list of what I have saved is known. */
  readonly savedList: SavedListView
  readonly inbox: InboxView
}

/** Slices of many entries that change one by one. A new slice is a line here; board and mirror take it as it is. */
export type KeyedSlices = {
  /** Everyone named on a screen. */
  readonly users: UserView
  /** What those say of themselves whose card was open; as it was last asked. */
  readonly profiles: Profile
  /** Those who are here, as far as they show it, and when others were last; of whoever has no entry nobody knows. */
  readonly presence: PresenceView
  readonly contacts: Contact
  /** Who asks whom, either way, by the request's id. */
  readonly requests: ContactRequest
  /** Whom I have blocked. */
  readonly blocks: BlockView
  /** The rows of the list of rooms. */
  readonly rooms: RoomView
  /** Who is in a room: only of rooms that a screen has open. */
  readonly members: readonly MemberView[]
  /** How far others have read: only of rooms that a screen has open. */
  readonly receipts: readonly ReceiptView[]
  /** Who types; a room where nobody does has no entry. */
  readonly typing: readonly UserId[]
  /** Only of rooms that a screen has open. */
  readonly timelines: TimelineView
  /** Threads that a screen has open, and those that I follow, by what they hang on. */
  readonly threads: ThreadView
  readonly followed: FollowedView
  /** What is pinned in rooms that a screen has open; what was said last first. */
  readonly pins: readonly Message[]
  /** What I have saved for myself, wherever it was said. */
  readonly saved: SavedView
  /** What stands unsent in each composer. */
  readonly drafts: DraftView
  /** Files on their way from this device, by their names here. */
  readonly transfers: TransferView
  /** Changes of mine that did not go out, of messages that the timeline does not have; only of open rooms. */
  readonly unsentChanges: readonly ChangeView[]
  /** What the person has to know besides, by what it is about. */
  readonly notes: NoteView
  /** Rooms that I am in no longer, though I did not leave them here, until somebody has taken note of it. */
  readonly goneRooms: GoneRoomView
}
type KeyOf<Slice extends keyof KeyedSlices> = Slice extends 'notes' | 'requests'
  ? string
  : Slice extends 'threads' | 'followed'
    ? MessageId
    : Slice extends 'drafts'
      ? DraftKey
      : Slice extends 'saved'
        ? SavedKey
        : Slice extends 'users' | 'profiles' | 'presence' | 'contacts' | 'blocks'
          ? UserId
          : Slice extends 'transfers'
            ? FileId
            : RoomId

/** Why a slice changed, so that whoever looks on can do little. */
export type ChangeReason =
  /** Somebody signed in or out, or something is known anew of them or of the server. */
  | 'session'
  | 'connection'
  /** From disk, at the start. */
  | 'restored'
  /** Name, topic, members, roles; a room that came or went. */
  | 'membership'
  | 'people'
  /** Who is here, and what they say of it. */
  | 'presence'
  /** Contacts, requests and blocks. */
  | 'contacts'
  | 'messages'
  | 'read'
  /** What of mine waits, goes out or cannot. */
  | 'outbox'
  /** Pages that were asked for, and what came of it. */
  | 'pages'
  /** A screen opened or closed the room. */
  | 'opened'
  | 'typing'
  | 'draft'
  /** Of a file on its way. */
  | 'transfer'
  /** Here, or on another device of mine. */
  | 'settings'
  /** What whoever runs the server tells. */
  | 'told'

export type SessionView =
  | { readonly kind: 'starting' }
  | { readonly kind: 'signed-out'; readonly server: ServerView; readonly because?: AppError }
  | { readonly kind: 'signed-in'; readonly server: ServerView; readonly me: Me }
  /** The engine cannot run here at all; `error` says why and what helps. */
  | { readonly kind: 'broken'; readonly error: AppError }

export type ServerView = {
  readonly name: string
  readonly registration: 'open' | 'invite' | 'closed'
  /** `open`: everybody here is everybody's contact. Absent: not known yet. */
  readonly contacts?: 'open' | 'request'
  /** Whether it sends any. Absent: not known yet. */
  readonly mail?: boolean
  /** Who may make bots. Absent: not known yet. */
  readonly bots?: 'admins' | 'everyone'
  /** Made-up people, whose password everybody knows. */
  readonly demo?: true
  readonly version?: string
  readonly limits?: { readonly fileBytes: number }
}

export type ConnectionView =
  | { readonly kind: 'online' }
  | { readonly kind: 'connecting'; readonly sinceAt: number }
  | { readonly kind: 'offline'; readonly sinceAt: number; readonly nextTryAt?: number }

/** What a room is. Changes only when somebody changes it. */
export type RoomFacts = {
  readonly id: RoomId
  readonly kind: RoomKind
  readonly name: string
  readonly topic: string
  readonly memberCount: number
  readonly myRole: Role
  readonly createdAt: number
  /** Who sits across, in a direct room. */
  readonly counterpart?: UserId
  /** What is left out is as in most rooms: found by nobody, all of it read by newcomers, written in by everybody. */
  readonly visibility?: 'public'
  readonly history?: 'joined'
  readonly posting?: 'admins'
  /** Seconds between two messages of a member. */
  readonly slowModeSec?: number
  readonly archived?: true
  /** Of a direct room whose two are no contacts any more: how far both reach. */
  readonly ended?: 'listen' | 'hear'
  /** The version of its picture. */
  readonly avatar?: string
  /** Until when I only listen, by the server's time, ms. */
  readonly mutedUntil?: number
}

/** `nickname`: my own name for them, which goes before theirs everywhere. */
export type UserView = User & { readonly nickname?: string }

/** `offline` only where it is known when they were there last, to the minute. */
export type PresenceView = Omit<KnownPresence, 'user'>

/**
 * `announcements`: to everybody. `notices`: what was done about me, with the reason. `outcomes`: what became of what I
 * reported. The newest first; what somebody has taken note of stands in the settings.
 */
export type ToldView = {
  readonly announcements: readonly Announcement[]
  readonly notices: readonly PersonNotice[]
  readonly outcomes: readonly Report[]
}

export type BlockView = { readonly user: UserId; readonly at: number }

/** A row of the list: the room, and what goes on in it. */
export type RoomView = RoomFacts & {
  /** Highest sequence known, and how far I have read. */
  readonly headSeq: number
  readonly receiptSeq: number
  /** Both stop at 100; `forYou`: mentions, and everything in a direct room. */
  readonly unread: number
  readonly forYou: number
  readonly preview?: PreviewView
  /** What the list is sorted by: the last message, else the creation. */
  readonly activeAt: number
  /** How many messages and edits of mine wait here to go out, or cannot; absent where there are none. */
  readonly unsent?: number
  /** No badge, title or tray counts it until then; `Infinity`: until somebody says otherwise. */
  readonly quietUntil?: number
}

/** `mutedUntil`: until then they only listen, ms. */
export type MemberView = { readonly user: UserId; readonly role: Role; readonly mutedUntil?: number }

export type ReceiptView = { readonly user: UserId; readonly seq: number }

/** Something new that is for me, told once for all windows; `count`: so many messages are one notice. */
export type NoticeView =
  | {
      readonly kind: 'room'
      readonly room: RoomId
      /** The last one: where a click leads. */
      readonly message: MessageId
      readonly seq: number
      readonly author: UserId
      readonly text: string
      readonly count: number
      readonly hasSound: boolean
    }
  /** After a time away; `room` and `message`: where the last one is. */
  | {
      readonly kind: 'rooms'
      readonly rooms: number
      readonly count: number
      readonly room: RoomId
      readonly message: MessageId
      readonly hasSound: boolean
    }
  /** What was told of the room, or of many together, is read by now, here or elsewhere, or gone. To all windows. */
  | { readonly kind: 'withdrawn'; readonly room?: RoomId }

/**
 * `muted`: too much in a short time; until then nothing goes out. `storage`: what is written and read is not kept on this
 * device for now; it goes out all the same, while the app is open. `refused`: nothing was ever kept, nor will be in this run.
 */
export type NoteView =
  | { readonly kind: 'muted'; readonly until: number }
  | { readonly kind: 'storage'; readonly fault: 'full' | 'gone' | 'refused' }
  /** What the server has of me, or of a room, is being fetched: how much has come. */
  | { readonly kind: 'export'; readonly bytes: number; readonly room?: RoomId }

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

/**
 * `waiting`: it was tried, goes out again by itself, and the error says why it did not yet. `stuck`: it will not go out
 * unless a person does something. `refused`: it went out, and nobody sees it.
 */
export type SendState = 'queued' | 'sending' | 'stored' | 'waiting' | 'stuck' | 'refused'

export type TimelineView = {
  readonly room: RoomId
  readonly rows: readonly TimelineRow[]
  readonly hasMoreBefore: boolean
  /** Somebody stands in the room's past: newer messages follow that are not in `rows`, and what comes is not added. */
  readonly hasMoreAfter?: true
  readonly loading: 'idle' | 'first' | 'older' | 'newer'
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
      /** A change of it by me that did not go out, or that nobody took. */
      readonly change?: ChangeView
      readonly readByOthers?: boolean
      /** What hangs on it. */
      readonly answers?: Answers
    }
  | { readonly kind: 'notice'; readonly seq: number; readonly at: number; readonly event: SystemEvent }

/** `root`: what it hangs on, as far as I may see that; `rows`: the answers that are loaded. */
export type ThreadView = {
  readonly room: RoomId
  readonly thread: MessageId
  readonly root?: Extract<TimelineRow, { kind: 'message' }>
  readonly rows: readonly Extract<TimelineRow, { kind: 'message' }>[]
  readonly hasMoreBefore: boolean
  readonly loading: 'idle' | 'first' | 'older'
  readonly problem?: AppError | undefined
}

/** A change of a message that waits, or cannot go out. */
export type ChangeView = {
  readonly entry: EventId
  readonly message: MessageId
  readonly kind: 'edit' | 'removal' | 'reaction' | 'pin'
  readonly state: 'waiting' | 'stuck' | 'refused'
  /** The new words of an edit. */
  readonly text?: string
  readonly error?: AppError
}
