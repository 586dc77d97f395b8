import type { Binary, Db } from 'mongodb'
import type { DeviceId, EventId, MessageId, PublicNkey, RevokedKey, RoomId, UserId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { SearchHas } from '../../../common/search/searched-message.ts'
import type { Mention } from '../../../common/wire-event.ts'
import type { DeviceRow, UserRow } from '../account-store.ts'
import type { ArchivedRoom, MessageVersion, RoomNotice, SetAside } from '../archive-store.ts'
import type { AuditKey, AuditRow } from '../audit-store.ts'
import type { PendingChange } from '../change-store.ts'
import type { PendingCut } from '../cut-store.ts'
import type { InboxRow } from '../inbox-store.ts'
import type { Lease } from '../lease-store.ts'
import type { MessagePreview } from '../message-preview.ts'
import type { Penalty } from '../penalty-store.ts'
import type { KeptRecord } from '../record-store.ts'
import type { RefreshFamilyRow } from '../refresh-verdict.ts'
import type { KeyTimes } from '../revocation-arithmetic.ts'
import type { RoomAbout } from '../room-about.ts'
import type { RoomStateRow } from '../room-state-row.ts'
import type { SavedMark } from '../saved-store.ts'
import type { SearchPlace } from '../search-store.ts'
import type { ErasedMessage, PositionMark, ShardState } from '../shard-store.ts'
import type { RoomBounds, RoomMark } from '../sync-store.ts'
import type { ThreadMark } from '../thread-store.ts'

/**
 * Every collection and the form of its documents. Where an id is unique by itself it is the `_id`; messages, receipts
 * and set-aside events have a compound key, kept by a unique index (mongo-indexes.ts).
 */
export type UserDocument = Omit<UserRow, 'id'> & { readonly _id: UserId }
export type DeviceDocument = Omit<DeviceRow, 'id'> & { readonly _id: DeviceId }
export type FamilyDocument = RefreshFamilyRow & { readonly _id: DeviceId; readonly user: UserId }
export type HashDocument = { readonly _id: string; readonly device: DeviceId; readonly expiresAt: number }
export type SingletonDocument = { readonly _id: string; readonly text?: string; readonly number?: number }
/** `places` by user, so that one of them is read alone; `about` is what a list shows. Derived from `state`, put with it. */
export type RoomDocument = {
  readonly _id: RoomId
  readonly version: number
  readonly state: RoomStateRow
  readonly about?: RoomAbout
  readonly bounds?: RoomBounds
  readonly places?: Readonly<Record<string, Pick<RoomMark, 'role' | 'joinedSeq' | 'mutedUntil'>>>
}
/** `RecentMessages`, the newest few as text. */
export type RecentFields = {
  readonly last?: MessagePreview
  readonly mentionSeq: number
  readonly recent: string
}
export type ArchivedRoomDocument = Pick<RoomDocument, '_id' | 'version' | 'state'> &
  Partial<RecentFields> &
  Pick<ArchivedRoom, 'head' | 'spoke'>
/** `detail` as text: a field of it may have any name. */
export type ChangeDocument = Omit<PendingChange, 'id' | 'detail'> & { readonly _id: EventId; readonly detail: string }
/** `turn` rises with each change: what a compare-and-set compares. No device: revoked before it was ever bound. */
export type KeyDocument = KeyTimes & {
  readonly _id: RevokedKey
  readonly device?: DeviceId
  readonly user?: UserId
  readonly turn: number
}
export type LeaseDocument = Omit<Lease, 'name'> & { readonly _id: string; readonly expiresAt: number }
export type PositionDocument = { readonly _id: number; readonly seq: number; readonly marks?: readonly PositionMark[] }
export type ShardDocument = { readonly _id: number; readonly turn: number; readonly state: ShardState }
export type ReceiptDocument = { readonly user: UserId; readonly room: RoomId; readonly seq: number }
export type ThreadMarkDocument = ThreadMark
/** `id` as `inboxRowId` makes it. */
export type InboxDocument = InboxRow & { readonly id: string }
export type CutDocument = Omit<PendingCut, 'publicKey'> & { readonly _id: PublicNkey }
export type NodeDocument = { readonly _id: string; readonly seenAt: number }
/** `detail` as text: a field of it may have any name. */
export type RecordDocument = Omit<KeptRecord, 'detail'> & { readonly _id: string; readonly detail: string }
export type PenaltyDocument = Penalty & { readonly _id: string }
export type AuditDocument = Omit<AuditRow, 'seq'> & { readonly _id: number }
export type AuditKeyDocument = AuditKey & { readonly _id: string }
/** What is searched of a message. A removed one has neither grams nor anything else to be found by. */
export type SearchEntryDocument = {
  readonly room: RoomId
  readonly id: MessageId
  readonly seq: number
  readonly version: number
  readonly place: number
  readonly author: UserId
  readonly isRemoved?: true
  readonly has?: readonly SearchHas[]
  readonly mentions?: readonly Mention[]
  readonly grams: readonly number[]
}
export type SearchPlaceDocument = { readonly _id: number; readonly turn: number; readonly place: SearchPlace }
export type NoticeDocument = RoomNotice
export type SetAsideDocument = Omit<SetAside, 'body'> & { readonly body: Binary; readonly bodyBytes?: number }

export type Collections = ReturnType<typeof buildCollections>

export function buildCollections(db: Db) {
  return {
    users: db.collection<UserDocument>('users'),
    devices: db.collection<DeviceDocument>('devices'),
    refreshFamilies: db.collection<FamilyDocument>('refresh_families'),
    refreshHashes: db.collection<HashDocument>('refresh_hashes'),
    singletons: db.collection<SingletonDocument>('singletons'),
    rooms: db.collection<RoomDocument>('rooms'),
    changes: db.collection<ChangeDocument>('changes'),
    deviceKeys: db.collection<KeyDocument>('device_keys'),
    leases: db.collection<LeaseDocument>('leases'),
    archivePositions: db.collection<PositionDocument>('archive_positions'),
    shards: db.collection<ShardDocument>('shards'),
    erasedMessages: db.collection<ErasedMessage>('erased_messages'),
    archivedRooms: db.collection<ArchivedRoomDocument>('archived_rooms'),
    messages: db.collection<Message>('messages'),
    notices: db.collection<NoticeDocument>('notices'),
    receipts: db.collection<ReceiptDocument>('receipts'),
    messageVersions: db.collection<MessageVersion>('message_versions'),
    threadMarks: db.collection<ThreadMarkDocument>('thread_marks'),
    savedMarks: db.collection<SavedMark>('saved_marks'),
    inboxRows: db.collection<InboxDocument>('inbox_rows'),
    pendingCuts: db.collection<CutDocument>('pending_cuts'),
    brokerNodes: db.collection<NodeDocument>('broker_nodes'),
    records: db.collection<RecordDocument>('records'),
    penalties: db.collection<PenaltyDocument>('penalties'),
    auditLines: db.collection<AuditDocument>('audit_lines'),
    auditKeys: db.collection<AuditKeyDocument>('audit_keys'),
    setAside: db.collection<SetAsideDocument>('set_aside'),
    searchEntries: db.collection<SearchEntryDocument>('search_entries'),
    searchPlaces: db.collection<SearchPlaceDocument>('search_places'),
  }
}
