import type { AppError } from '../common/app-error.ts'
import type { MessageId, RoomId } from '../common/ids.ts'

/** What screens ask of where things are: how far a message of mine has come, and how much of a room is here without a hole. */
export type TraceCommand =
  /** `seq`: where the stream has it, as its row says. The archive is asked too, where it can be. */
  | { readonly kind: 'trace-message'; readonly room: RoomId; readonly message: MessageId; readonly seq?: number }
  /** Asks the archive too, where it can be. */
  | { readonly kind: 'measure-room'; readonly room: RoomId }
  /** Fetches what is missing before what is held, and between it; some at a time. Answers with what is held then. */
  | { readonly kind: 'complete-room'; readonly room: RoomId }

export type TraceAnswers = {
  readonly 'trace-message': MessageTrace
  readonly 'measure-room': RoomCoverage
  readonly 'complete-room': RoomCoverage
}

/** Only what this device knows. What is absent is not known here, and nobody is to guess it. */
export type MessageTrace = {
  /** What this device did with it; absent: it was written elsewhere, or so long ago that it is not kept. */
  readonly device?: DeviceTrace
  /** It waits here, or cannot go out. */
  readonly waiting?: WaitingTrace
  readonly archive: ArchiveTrace
}

/** Times are of this device. */
export type DeviceTrace = {
  readonly queuedAt: number
  /** How often it went out, and when it did first. */
  readonly tries: number
  readonly triedAt?: number | undefined
  /** When the stream's acknowledgement came, and under which sequence; `isDuplicate`: it had it already. */
  readonly ackedAt?: number | undefined
  readonly ackedSeq?: number | undefined
  readonly isDuplicate?: true | undefined
}

export type WaitingTrace = {
  readonly state: 'queued' | 'sending' | 'stored' | 'waiting' | 'stuck' | 'refused'
  /** So many of mine go out before it, and so many of its files are not at the server yet. */
  readonly behind: number
  readonly files: number
  /** It may have been sent before this start: history is asked first. */
  readonly triedBefore: boolean
  readonly error?: AppError
  readonly nextTryAt?: number
}

/**
 * `holds`: it has the message; `asked`: it said so a moment ago, else it was announced. `not-yet`: it has the room up to
 * `head`. `lacks`: it has come past its place, and does not have it. `unknown`: it cannot be asked, and has announced nothing.
 */
export type ArchiveTrace = {
  readonly kind: 'holds' | 'not-yet' | 'lacks' | 'unknown'
  readonly head: number
  readonly asked: boolean
}

export type Stretch = { readonly from: number; readonly to: number }
export type RoomCoverage = {
  /** The highest place of the room that the archive has named; 0: none. */
  readonly head: number
  /** What is on this device without a hole, the oldest first; `from` 0: from as far back as I may read. */
  readonly held: readonly Stretch[]
  /** Above that: heard up to here, and not counted by the archive yet. */
  readonly heardTo?: number
  /** What the archive has said of it, asked now; absent: it could not be asked. */
  readonly archive?: ArchiveWord
}

/** `isCaughtUp`: it had all that the stream had; else up to `archivedTo`. */
export type ArchiveWord = {
  readonly isCaughtUp: boolean
  readonly archivedTo: number
  /** It says that something of the last stretch is lost for good. */
  readonly hasLoss: boolean
  /** Messages in the last stretch, as far as they are few enough to be counted. */
  readonly counted?: { readonly here: number; readonly there: number; readonly isSame: boolean }
}
