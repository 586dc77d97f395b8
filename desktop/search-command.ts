import type { MessageId, RoomId, UserId } from '../common/ids.ts'
import type { Message } from '../common/message.ts'
import type { SearchHas } from '../common/search/searched-message.ts'

export type SearchCommand =
  | SearchMessages
  /** What was said around a hit. Opens nothing, and nothing is read by it. */
  | {
      readonly kind: 'load-surroundings'
      readonly room: RoomId
      readonly message: MessageId
      readonly seq: number
    }
/** By the server, which has all of it; where it is away, in what is kept on this device. */
export type SearchMessages = {
  readonly kind: 'search-messages'
  readonly search: MessageSearch
  /** Of an answer: what comes below it. */
  readonly cursor?: string
  readonly limit?: number
}
export type MessageSearch = {
  /** Words, all to be found; `"…"` exactly together. May be empty where `has` or `mentions` is given. */
  readonly q: string
  /** Absent: all. */
  readonly rooms?: readonly RoomId[]
  readonly from?: readonly UserId[]
  /** Milliseconds. */
  readonly before?: number
  readonly after?: number
  readonly has?: SearchHas
  /** Me, or everybody in the room. */
  readonly mentions?: true
}
/** Oldest first. `thread`: an answer in it, among the others and what they hang on. */
export type Surroundings = { readonly messages: readonly Message[]; readonly thread?: MessageId }
/** Newest first. */
export type FoundPage = {
  readonly hits: readonly FoundHit[]
  /** There may be more. */
  readonly cursor?: string
  readonly coverage: FoundCoverage
}
export type FoundHit = {
  readonly message: MessageId
  readonly room: RoomId
  readonly seq: number
  readonly author: UserId
  readonly at: number
  readonly snippet: readonly { readonly text: string; readonly hit: boolean }[]
  readonly files: readonly { readonly name: string; readonly mediaType: string }[]
}
/**
 * What was searched. `behind`: all but what was said lately, or all, in these rooms. `kept`: what is on this device alone,
 * back to then; nothing is kept where no time stands.
 */
export type FoundCoverage =
  | { readonly kind: 'all' }
  | { readonly kind: 'behind'; readonly rooms: number; readonly behind: readonly RoomId[] }
  | { readonly kind: 'kept'; readonly sinceAt?: number }
