import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Checkpoint, Message } from '../../../common/message.ts'
import type { StoredEvent } from '../../../common/wire-decode.ts'
import type { EntryRemoval } from '../outbox/outbox-store.ts'
import type { KeptNotice } from './kept-records.ts'
import type { Span, SpanList } from './span-list.ts'
import type { WordPlace, WordQuery } from './word-scan.ts'

/**
 * What was said, on disk. Port; the adapters run one conformance suite (timeline-store.test.ts). It keeps messages one by
 * one, the stretches of a room that are held without a hole, and, above the room's checkpoint, events as they were heard.
 * It promises: what it gives back as a stretch is without a hole, and an older answer never overwrites a newer one. It
 * must never take something for complete that is not: a record that cannot be read is a hole, to be fetched again.
 */
export type TimelineStore = {
  /** The end of what is kept of a room; undefined where nothing is. */
  loadTail(room: RoomId, most: number): Promise<KeptTail | undefined>
  /** The messages next to a place; undefined where the place is in no stretch that is kept. */
  loadPage(room: RoomId, query: KeptQuery): Promise<KeptPage | undefined>
  /** Which stretches are kept, and up to where each was known. */
  loadSpans(room: RoomId): Promise<SpanList>
  /** Where a message stands, if it is kept. */
  findMessage(room: RoomId, id: MessageId): Promise<Message | undefined>
  /** An answer of history: all there is from `from` to `to`, as of `knownTo`. */
  putPage(room: RoomId, page: KeptPage): Promise<void>
  /** The same where what is kept there was found to be something else: nothing of that stays. */
  replacePage(room: RoomId, page: KeptPage): Promise<void>
  /** All that changed in the room after `since`. It becomes the room's end, with the checkpoint to go on from. */
  putFill(room: RoomId, fill: KeptFill): Promise<void>
  /** The newest page, where too much has changed for a fill: the end to go on from. What is before keeps its own age. */
  putEnd(room: RoomId, end: KeptPage & { readonly checkpoint: Checkpoint }): Promise<void>
  /** All that changed after `since` in the stretch from `from` to `to`. */
  putRefresh(room: RoomId, refresh: KeptRefresh): Promise<void>
  /** As they were heard. What of the outbox they settle goes in the same transaction. */
  putEvents(events: readonly StoredEvent[], settled?: readonly EntryRemoval[]): Promise<void>
  /** Everything up to `head` was heard: folds the events into the messages, on disk as in memory. */
  settle(room: RoomId, settle: Settle): Promise<void>
  /** What the archive says the rights refused. */
  dropEvents(room: RoomId, seqs: readonly number[]): Promise<void>
  /** Nothing above the fork is true any more. */
  cut(room: RoomId, forkSeq: number): Promise<void>
  removeRoom(room: RoomId): Promise<void>
  /** Where words stand in what is kept of these rooms, by an index that may name what is none any more. */
  findWords(rooms: readonly RoomId[], query: WordQuery): Promise<FoundWords>
  /** What is held in memory to find them goes; it is read again when somebody searches. */
  forgetWords(): void
  /** The messages at places, as they are kept; what cannot be read is not there. */
  loadAt(places: readonly Pick<WordPlace, 'room' | 'seq'>[]): Promise<readonly Message[]>
  /** `bytes`: about as many as it takes. */
  measure(room: RoomId): Promise<{ readonly messages: number; readonly bytes: number }>
}

/** `sinceAt`: when the oldest was said of all that is kept of these rooms. */
export type FoundWords = {
  /** The next, newest first; fewer than `most` are the last. */
  next(most: number): Promise<readonly WordPlace[]>
  readonly sinceAt?: number
}

export type KeptTail = {
  /** Absent where nobody has asked history yet, and all there is was heard. */
  readonly checkpoint: Checkpoint | undefined
  /** The last messages up to the checkpoint, without a hole from `from` on; none where no stretch reaches it. */
  readonly messages: readonly Message[]
  readonly notices: readonly KeptNotice[]
  readonly from: number
  /** Heard after the checkpoint. */
  readonly events: readonly StoredEvent[]
}
/** `before` and `after` are not in it themselves. */
export type KeptQuery = { readonly limit: number } & (
  | { readonly before: number }
  | { readonly after: number }
  | { readonly around: number }
)
export type KeptPage = Span & { readonly messages: readonly Message[]; readonly notices: readonly KeptNotice[] }
export type KeptFill = {
  readonly since: number
  readonly head: number
  readonly checkpoint: Checkpoint
  readonly messages: readonly Message[]
  readonly notices: readonly KeptNotice[]
}
export type KeptRefresh = {
  readonly since: number
  readonly head: number
  readonly from: number
  readonly to: number
  readonly messages: readonly Message[]
}
/** Only where the room's checkpoint is still `since`. `fold` is pure: the same reducer as in memory. */
export type Settle = {
  readonly since: number
  readonly head: number
  readonly fold: (kept: Foldable) => Folded
}
export type Foldable = {
  readonly head: number
  readonly checkpoint: Checkpoint
  readonly messages: readonly Message[]
  readonly events: readonly StoredEvent[]
}
export type Folded = { readonly checkpoint: Checkpoint; readonly messages: readonly Message[] }
