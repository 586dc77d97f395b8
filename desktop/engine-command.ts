import type { ChangeMeBody, Device, Profile, User } from '../common/http-contract/account-contract.ts'
import type { ErasureReport } from '../common/http-contract/erasure-contract.ts'
import type { File } from '../common/http-contract/file-contract.ts'
import type { Installer } from '../common/http-contract/installer-contract.ts'
import type { InvitePreview } from '../common/http-contract/invite-contract.ts'
import type { Report, ReportBody } from '../common/http-contract/report-contract.ts'
import type { ServerSettings } from '../common/http-contract/server-settings-contract.ts'
import type { Versions } from '../common/http-contract/thread-contract.ts'
import type { DeviceId, EventId, FileId, MessageId, RoomId, UserId } from '../common/ids.ts'
import type { Message } from '../common/message.ts'
import type { Result } from '../common/result.ts'
import type { LinkPreview, Mention } from '../common/wire-event.ts'
import type { BotAnswers, BotCommand } from './bot-command.ts'
import type { DraftFile, FileCommand, KeptBytes } from './file-command.ts'
import type { InboxAnswers, InboxCommand } from './inbox-command.ts'
import type {
  ExportCommand,
  InviteCommand,
  MemberCommand,
  ReachCommand,
  RoomAnswers,
  RoomCommand,
  ThreadCommand,
} from './room-command.ts'
import type { SavedCommand } from './saved-command.ts'
import type { FoundPage, SearchCommand, Surroundings } from './search-command.ts'
import type { DecisionView } from './settings/notify-rules.ts'
import type { SettingsPatch } from './settings/settings-patch.ts'
import type { TraceAnswers, TraceCommand } from './trace-command.ts'

/**
 * The verbs a screen may ask the engine for, by feature. Each answers once, with a value or an error whose sentence can be
 * shown as it is. Everything here goes through structured clone.
 */
export type EngineCommand = SessionCommand | AccountCommand

/** Whoever is signed in, or nobody. */
export type SessionCommand =
  | {
      readonly kind: 'register'
      readonly handle: string
      readonly displayName: string
      readonly password: string
      readonly email?: string
      /** A code that makes accounts; one of a room makes a member of it too. */
      readonly invite?: string
    }
  | { readonly kind: 'sign-in'; readonly handle: string; readonly password: string }
  | { readonly kind: 'sign-out' }
  | { readonly kind: 'retry-connection' }
  /** Where a code leads, for whoever holds it, signed in or not. */
  | { readonly kind: 'preview-invite'; readonly code: string }
  /** The bytes of the picture of the room that it leads to; `version` as the preview says it. */
  | { readonly kind: 'load-invite-picture'; readonly code: string; readonly version: string }
  /** Of the desktop app, as far as the server offers any. */
  | { readonly kind: 'list-installers' }
  /** What the server keeps of people, where and for how long. */
  | { readonly kind: 'load-kept-data' }
  /** What went with an account, by the receipt that `depart` answered with. */
  | { readonly kind: 'load-erasure'; readonly receipt: string }
  /** By mail, where the server sends any. Answers the same whoever it is. */
  | { readonly kind: 'ask-reset'; readonly handle: string }
  /** Every device of theirs is signed out by it. */
  | { readonly kind: 'complete-reset'; readonly code: string; readonly newPassword: string }
  /** The account of whoever is signed in, for good: afterwards nobody is, and nothing of theirs is kept here. Answers with its receipt. */
  | { readonly kind: 'depart'; readonly password: string; readonly messages: 'keep' | 'erase' }

/** Of somebody who is signed in. */
export type AccountCommand =
  | ProfileCommand
  | OwnDataCommand
  | ContactCommand
  | InboxCommand
  | RoomCommand
  | MemberCommand
  | InviteCommand
  | ReachCommand
  | TimelineCommand
  | ThreadCommand
  | SavedCommand
  | MessageCommand
  | OutboxCommand
  | ComposerCommand
  | FileCommand
  | KeptCommand
  | SearchCommand
  | NoticeCommand
  | AdminCommand
  | BotCommand
  | SentFileCommand
  | TraceCommand

/** Files that somebody has sent, for whoever may see them. */
export type SentFileCommand =
  /** What is known of it now: whether it is still there and to be seen, too. */
  | { readonly kind: 'load-sent-file-info'; readonly file: FileId }
  /** Its bytes as a whole, to save them; `preview`: the small picture of it. */
  | { readonly kind: 'load-sent-file'; readonly file: FileId; readonly preview?: true }
  /** Messages of a room with files, pictures or links, and with all of `words`, the newest first; on from `cursor`. */
  | {
      readonly kind: 'list-shared'
      readonly room: RoomId
      readonly has: 'file' | 'image' | 'link'
      readonly words?: string
      readonly cursor?: string
    }
  /** How many of each there are in a room, of what I may see. */
  | { readonly kind: 'count-shared'; readonly room: RoomId }
  /** What stands behind an address, as the server reads it: nobody's client goes there. */
  | { readonly kind: 'preview-link'; readonly room: RoomId; readonly url: string }

export type NoticeCommand =
  /** What was decided of the last messages of others, the newest first. */
  | { readonly kind: 'list-notify-decisions' }
  /** Of a message on screen; `null` where it is not there any more. */
  | { readonly kind: 'why-notified'; readonly room: RoomId; readonly message: MessageId }

/**
 * A call of administration, handed on as it is with the token of whoever is signed in: the console reads the answer by the
 * contract itself (decision 87), so what only administrators open adds nothing to the engine that everybody starts.
 */
export type AdminCommand = {
  readonly kind: 'ask-admin'
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
  /** Under `/api/v1/admin/`, with its query. */
  readonly path: string
  readonly body?: object
  /** For what makes something: said again with the same key, it makes nothing more. */
  readonly key?: string
  /** The answer is a file of lines, and comes as a `Blob`. */
  readonly takes?: 'lines'
}

export type ProfileCommand =
  | { readonly kind: 'find-user'; readonly handle: string }
  /** Everyone I share a room with, each once. */
  | { readonly kind: 'list-people' }
  /** The rooms of several that somebody is in with me, the one active last first. */
  | { readonly kind: 'list-rooms-with'; readonly user: UserId }
  | { readonly kind: 'change-me'; readonly change: ChangeMeBody }
  /** What somebody says of themselves: it stands in the slice `profiles` from then on. */
  | { readonly kind: 'load-profile'; readonly user: UserId }
  /** The bytes of a picture; `version` as the user's `avatar` says it. */
  | { readonly kind: 'load-picture'; readonly user: UserId; readonly version: string }
  /** Mine: a square. */
  | { readonly kind: 'put-picture'; readonly picture: Blob }
  | { readonly kind: 'remove-picture' }
  /** All other devices are signed out by it. */
  | { readonly kind: 'change-password'; readonly currentPassword: string; readonly newPassword: string }
  | { readonly kind: 'list-devices' }
  | { readonly kind: 'revoke-device'; readonly device: DeviceId }
  /**
   * Shown at once, on all windows and devices. Answers once the server has it, or it is kept for when there is one again;
   * with an error where it is not taken, and then it is as before.
   */
  | { readonly kind: 'change-settings'; readonly patch: SettingsPatch }
  | { readonly kind: 'revoke-other-devices' }

/** What the server has of me, and of rooms, to take along. */
export type OwnDataCommand =
  /** A code goes to the address; it counts once that was typed. */
  | { readonly kind: 'ask-email'; readonly email: string; readonly password: string }
  | { readonly kind: 'complete-email'; readonly code: string }
  /** All of it as one file; how much has come stands in `notes` meanwhile. `null`: it was stopped. */
  | { readonly kind: 'export-mine' }
  /** Of this copy, or of a room. */
  | { readonly kind: 'stop-export' }
  | ExportCommand

/** Who knows whom. What becomes of it stands in the slices `contacts`, `requests` and `blocks` before the answer. */
export type ContactCommand =
  /** For administrators: how this server is set, and whether one of them has decided yet. */
  | { readonly kind: 'load-server-settings' }
  | { readonly kind: 'change-server-settings'; readonly change: Partial<ServerSettings> }
  /** Where both have asked, or the server's contacts are open, they are contacts at once. */
  | { readonly kind: 'ask-contact'; readonly handle: string; readonly note?: string }
  /** An invitation into a room too. */
  | { readonly kind: 'accept-request'; readonly request: string }
  | { readonly kind: 'decline-request'; readonly request: string }
  | { readonly kind: 'withdraw-request'; readonly request: string }
  | { readonly kind: 'end-contact'; readonly user: UserId }
  /** Empty: none any more. */
  | { readonly kind: 'set-nickname'; readonly user: UserId; readonly nickname: string }
  | { readonly kind: 'block-user'; readonly user: UserId }
  | { readonly kind: 'unblock-user'; readonly user: UserId }
  | { readonly kind: 'send-report'; readonly report: ReportBody }
  | { readonly kind: 'list-reports' }

export type TimelineCommand =
  | { readonly kind: 'open-room'; readonly room: RoomId }
  /** This screen does not show it any more. */
  | { readonly kind: 'close-room'; readonly room: RoomId }
  | { readonly kind: 'load-older'; readonly room: RoomId }
  /** Where the timeline says `hasMoreAfter`. */
  | { readonly kind: 'load-newer'; readonly room: RoomId }
  /** For an open room: shows the place with what surrounds it, in the place of what was shown. */
  | { readonly kind: 'load-around'; readonly room: RoomId; readonly place: TimelinePlace }
  /** The screen saw it: half visible, in a focused window. Counts only where nothing unread lies before what is loaded. */
  | { readonly kind: 'mark-read'; readonly room: RoomId; readonly seq: number }
  /** Somebody says that all of it is read, seen or not. */
  | { readonly kind: 'mark-all-read'; readonly room: RoomId }
  /** From this message on all counts as unread, until the room is opened again and read. No receipt goes back. */
  | { readonly kind: 'mark-unread-from'; readonly room: RoomId; readonly seq: number }

/** A place in a room's timeline. `date`: ms; the first message from then on. */
export type TimelinePlace =
  | { readonly kind: 'seq'; readonly seq: number }
  | { readonly kind: 'message'; readonly message: MessageId }
  | { readonly kind: 'date'; readonly at: number }
  | { readonly kind: 'first-unread' }
  /** The newest, which goes on with what comes. */
  | { readonly kind: 'end' }

/** `id`: the event's, chosen by whoever may have to say it again; else the engine chooses. */
export type MessageCommand = { readonly id?: EventId } & (
  | {
      readonly kind: 'send-message'
      readonly room: RoomId
      readonly text: string
      readonly format: 'plain' | 'markdown'
      readonly replyTo?: MessageId
      /** The message that it hangs on; with the same in `replyTo` it stands in the room too. */
      readonly thread?: MessageId
      readonly mentions?: readonly Mention[]
      /** By their names here, in the order in which they are shown; the text may be empty then. */
      readonly files?: readonly DraftFile[]
      /** Of an address that stands in the text. */
      readonly preview?: LinkPreview
    }
  /** Says again what stands in a message, with its files, under one's own name or with that of who said it. */
  | {
      readonly kind: 'forward-message'
      readonly room: RoomId
      readonly source: ForwardSource
      readonly withAuthor: boolean
    }
  /** What is not named, format and mentions, stays as it is. */
  | {
      readonly kind: 'edit-message'
      readonly room: RoomId
      readonly message: MessageId
      readonly text: string
      readonly format?: 'plain' | 'markdown'
      readonly mentions?: readonly Mention[]
    }
  | { readonly kind: 'remove-message'; readonly room: RoomId; readonly message: MessageId }
  | {
      readonly kind: 'set-reaction'
      readonly room: RoomId
      readonly message: MessageId
      readonly emoji: string
      readonly on: boolean
    }
  | { readonly kind: 'set-pin'; readonly room: RoomId; readonly message: MessageId; readonly on: boolean }
)

/** What is passed on of a message, as it was seen when somebody said so. */
export type ForwardSource = Pick<
  Message,
  'room' | 'id' | 'author' | 'text' | 'format' | 'attachments' | 'preview' | 'forwarded'
>

export type OutboxCommand =
  /** Sends all that stands failed in the room again, in order. */
  | { readonly kind: 'retry-sends'; readonly room: RoomId }
  | { readonly kind: 'discard-send'; readonly room: RoomId; readonly entry: EventId }

export type DraftEdit = { readonly message: MessageId; readonly text: string }

/** What stands in one composer. */
export type DraftView = {
  /** The next message. */
  readonly text: string
  readonly replyTo?: MessageId
  /** A message of mine that is being changed, as far as its words have come; the next message waits meanwhile. */
  readonly edit?: DraftEdit
  /** Edits that were left with changed words: they are there again when the message is edited again. */
  readonly aside?: readonly DraftEdit[]
  /** Files that go with the next message, in the order in which they are shown. */
  readonly files?: readonly DraftFile[]
  /** What was spoken and not sent, a message of its own: it can be heard, sent and thrown away when somebody comes back. */
  readonly voice?: FileId
}

/** Under which a composer's record stands: the room's own, or that of a thread in it. */
export function draftKeyOf(room: RoomId, thread?: MessageId): DraftKey {
  return thread === undefined ? room : `${room}/${thread}`
}
export type DraftKey = RoomId | `${string}/${string}`

/** What is on this device so that it can be read without a network. Drafts and what waits to go out are no part of it. */
export type KeptCommand =
  | { readonly kind: 'measure-kept' }
  /** Of one room, or of all. It is fetched again when somebody looks. */
  | { readonly kind: 'clear-kept'; readonly room?: RoomId }
export type KeptSize = { readonly room: RoomId; readonly messages: number; readonly bytes: number }

export type ComposerCommand =
  /** `thread`: of its composer, not the room's. */
  | { readonly kind: 'save-draft'; readonly room: RoomId; readonly thread?: MessageId; readonly draft: DraftView }
  | { readonly kind: 'say-typing'; readonly room: RoomId; readonly typing: boolean }

type FeatureAnswers = RoomAnswers & BotAnswers & TraceAnswers & InboxAnswers
/** What each command answers with where it succeeds; `null` for those that have nothing to say. */
export type CommandAnswers = FeatureAnswers & {
  readonly depart: string | null
  readonly 'load-erasure': ErasureReport
  readonly 'preview-invite': InvitePreview
  readonly 'load-invite-picture': Blob
  readonly 'list-installers': readonly Installer[]
  readonly 'find-user': User | null
  readonly 'list-people': readonly PersonPlace[]
  readonly 'list-rooms-with': readonly RoomId[]
  readonly 'load-profile': Profile
  readonly 'load-picture': Blob
  readonly 'ask-contact': AskedContact
  readonly 'accept-request': RoomId
  readonly 'load-server-settings': ChosenSettings
  readonly 'change-server-settings': ChosenSettings
  readonly 'send-report': Report
  readonly 'list-reports': readonly Report[]
  readonly 'list-devices': readonly Device[]
  readonly 'export-mine': Blob | null
  readonly 'load-sent-file-info': File
  readonly 'load-sent-file': Blob
  readonly 'preview-link': LinkPreview
  readonly 'list-shared': SharedPage
  readonly 'count-shared': SharedCounts
  readonly 'measure-kept': readonly KeptSize[]
  readonly 'search-messages': FoundPage
  readonly 'load-surroundings': Surroundings
  readonly 'send-message': EventId
  readonly 'load-around': FoundMessage
  readonly 'find-thread': MessageId | null
  readonly 'load-versions': Versions
  readonly 'list-notify-decisions': readonly DecisionView[]
  readonly 'why-notified': DecisionView | null
  readonly 'load-file': KeptBytes | null
  /** As the server said it: JSON, a `Blob`, or nothing. */
  readonly 'ask-admin': unknown
}
export type SharedCounts = { readonly files: number; readonly links: number }
export type SharedPage = { readonly messages: readonly Message[]; readonly cursor?: string }
/** `chosen`: an administrator has decided. */
export type ChosenSettings = ServerSettings & { readonly chosen: boolean }
/** `room`: they are contacts, and that is where the two write. Absent: the other one is asked. */
export type AskedContact = { readonly user: UserId; readonly room?: RoomId }
/** Somebody, and the room shared with them that was active last. */
export type PersonPlace = { readonly user: UserId; readonly room: RoomId }
/**
 * `found`: the timeline has it now (it comes before the answer). `further`: it was not where it should be, and the search
 * was given up. `absent`: it is not in the room.
 */
export type FoundMessage = 'found' | 'further' | 'absent'
export type CommandAnswer<Kind extends EngineCommand['kind']> = Kind extends keyof CommandAnswers
  ? CommandAnswers[Kind]
  : null

/** One handler for each command of a feature: one that is missing does not compile. */
export type CommandHandlers<Command extends EngineCommand> = {
  readonly [Kind in Command['kind']]: (
    command: Extract<Command, { readonly kind: Kind }>,
  ) => Result<CommandAnswer<Kind>> | Promise<Result<CommandAnswer<Kind>>>
}
