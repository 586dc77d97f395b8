import type { Tally } from '../../common/http-contract/history-contract.ts'
import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { MessageVersion, RoomNotice } from './archive-store.ts'

/** Sequences from one to the other, both included. */
export type SeqSpan = { readonly fromSeq: number; readonly toSeq: number }

export type PageQuery = {
  readonly room: RoomId
  readonly limit: number
  /**
   * At most one of these; none: the newest. All exclusive but `around`, which is included: half the page lies before it,
   * and what one side lacks the other one fills.
   */
  readonly before?: number
  readonly after?: number
  readonly around?: number
  /**
   * By `version`, ascending: edits, removals and reactions of old messages too. May be joined with `before` and `after`:
   * then of messages whose `seq` lies between them, both exclusive.
   */
  readonly changedAfter?: number
  /** Messages that are longer together, in JSON, end the page sooner; it has one at least. */
  readonly maxBytes?: number
  /** Only what hangs on this message, and no notices. */
  readonly thread?: MessageId
  /** Nothing that lies outside these: what the caller may see of the room. Absent: all of it. */
  readonly within?: readonly SeqSpan[]
  /** Nothing with `seq` above it is returned (for `changedAfter`: every row, since an old page must not hide a newer change). */
  readonly upTo?: number
}

export type Page = {
  /** Ascending by `seq`; with `changedAfter` ascending by `version`. */
  readonly messages: readonly Message[]
  /** Those in the page's range, in the same order; their version is their sequence. They count to `limit`. */
  readonly notices: readonly RoomNotice[]
  /** Exact, also where the page is empty; by `version` with `changedAfter`, else by `seq` and not above `upTo`. */
  readonly hasMoreBefore: boolean
  readonly hasMoreAfter: boolean
}

export type TallyQuery = SeqSpan & Pick<PageQuery, 'room' | 'within'> & { readonly most: number }

/** What people read of the archive. Port; adapters in `sqlite/` and `mongo/`, one conformance suite. */
export type HistoryStore = {
  readonly loadPage: (query: PageQuery) => Promise<Page>
  /** Of the messages from one sequence to the other, both included, removed ones too; undefined where they are over `most`. */
  readonly tallySpan: (query: TallyQuery) => Promise<Tally | undefined>
  /** Newest message of each room that was not removed. */
  readonly loadLastMessages: (rooms: readonly RoomId[]) => Promise<readonly Message[]>
  /** What one person said, anywhere, by room and id after that place; the whole archive is looked through for it. */
  readonly loadMessagesOf: (
    author: UserId,
    after: { readonly room: RoomId; readonly id: MessageId } | undefined,
    limit: number,
  ) => Promise<readonly Message[]>
  /** Of the room's pinned messages, not removed, the sequences; the newest so many. */
  readonly loadPinned: (room: RoomId, limit: number) => Promise<readonly number[]>
  /** What one message said before and says now, oldest first, the newest so many; nothing where it was never edited. */
  readonly loadVersions: (room: RoomId, id: MessageId, limit: number) => Promise<readonly MessageVersion[]>
  /** Files and links of the messages that were not removed and may be seen. */
  readonly countCarried: (
    room: RoomId,
    within?: readonly SeqSpan[],
  ) => Promise<{ readonly files: number; readonly links: number }>
  /** Messages of others, not removed, with `afterSeq < seq`; both counts stop at `cap`. Mentions: of the user or of the room. */
  readonly countUnread: (query: {
    readonly room: RoomId
    readonly user: UserId
    readonly afterSeq: number
    readonly cap: number
  }) => Promise<{ readonly unread: number; readonly mentions: number }>
}

/** How far each has read. */
export type ReceiptStore = {
  /** Folds by maximum: never goes back. */
  readonly putReceipts: (
    receipts: readonly { readonly room: RoomId; readonly user: UserId; readonly seq: number }[],
  ) => Promise<void>
  /** Of somebody who is no more; how many there were. */
  readonly forgetReceipts: (user: UserId) => Promise<number>
  readonly loadReceiptsOfUser: (user: UserId) => Promise<readonly { readonly room: RoomId; readonly seq: number }[]>
  readonly loadReceiptsOfRoom: (room: RoomId) => Promise<readonly { readonly user: UserId; readonly seq: number }[]>
}
