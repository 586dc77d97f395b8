import type { DeviceId, PublicNkey, RoomId, UserId } from '../../common/ids.ts'
import type { Message } from '../../common/message.ts'
import type { DeviceRow, UserRow } from './account-store.ts'
import type { ArchivedRoom, MessageVersion, RoomNotice, SetAside } from './archive-store.ts'
import type { AuditKey, AuditRow } from './audit-store.ts'
import type { PendingChange } from './change-store.ts'
import type { PendingCut } from './cut-store.ts'
import type { InboxRow } from './inbox-store.ts'
import type { Penalty } from './penalty-store.ts'
import type { KeptRecord } from './record-store.ts'
import type { RefreshFamilyRow } from './refresh-verdict.ts'
import type { KeyTimes } from './revocation-arithmetic.ts'
import type { RoomStateRow } from './room-state-row.ts'
import type { SavedMark } from './saved-store.ts'
import type { ErasedMessage, PositionMark, ShardRow } from './shard-store.ts'
import type { ThreadMark } from './thread-store.ts'

/** Everything a store holds that cannot be made anew, table by table; what one adapter hands to another in a move. */
export type MovedRows = {
  readonly users: UserRow
  readonly devices: DeviceRow
  readonly refreshFamilies: RefreshFamilyRow & { readonly device: DeviceId; readonly user: UserId }
  readonly refreshHashes: { readonly hash: string; readonly device: DeviceId; readonly expiresAt: number }
  readonly singletons: { readonly name: string; readonly text?: string; readonly number?: number }
  readonly rooms: RoomStateRow
  readonly changes: PendingChange
  readonly deviceKeys: KeyTimes & {
    readonly publicKey: PublicNkey
    readonly device?: DeviceId
    readonly user?: UserId
  }
  readonly archivePositions: { readonly shard: number; readonly seq: number; readonly marks?: readonly PositionMark[] }
  readonly shards: ShardRow
  readonly erasedMessages: ErasedMessage
  readonly archivedRooms: Pick<ArchivedRoom, 'head' | 'spoke'> & { readonly state: RoomStateRow }
  readonly messages: Message
  readonly notices: RoomNotice
  readonly receipts: { readonly user: UserId; readonly room: RoomId; readonly seq: number }
  readonly messageVersions: MessageVersion
  readonly threadMarks: ThreadMark
  readonly savedMarks: SavedMark
  readonly inboxRows: InboxRow
  readonly pendingCuts: PendingCut
  readonly brokerNodes: { readonly name: string; readonly seenAt: number }
  readonly penalties: Penalty
  readonly records: KeptRecord
  readonly auditLines: AuditRow
  readonly auditKeys: AuditKey & { readonly owner: string }
  readonly setAside: SetAside
}
export type MovedTable = keyof MovedRows

/** The values of a row's key, in the order in which pages follow each other. */
export type RowKey = readonly (string | number)[]

/** Where a move comes from. Nothing else writes while it is open. */
export type MoveSource = {
  readonly tables: readonly MovedTable[]
  readonly count: (table: MovedTable) => number
  /** Rows after the key, in the key's order, with the key of the last one; no key: none are left. */
  readonly loadRows: <T extends MovedTable>(
    table: T,
    after: RowKey | undefined,
    limit: number,
  ) => { readonly rows: readonly MovedRows[T][]; readonly last: RowKey | undefined }
  readonly close: () => void
}

/** How many rows, and one number over all of them in whatever order they come. */
export type TableSum = { readonly count: number; readonly digest: string }

export type MoveState = 'none' | 'under way' | 'finished'

/** Where it goes to. Every write may come again. */
export type MoveTarget = {
  readonly loadState: () => Promise<MoveState>
  readonly putState: (state: Exclude<MoveState, 'none'>) => Promise<void>
  /** Whether anything is there that no move has brought. */
  readonly isInUse: () => Promise<boolean>
  readonly loadReached: (table: MovedTable) => Promise<RowKey | undefined>
  readonly putReached: (table: MovedTable, key: RowKey) => Promise<void>
  readonly putRows: <T extends MovedTable>(table: T, rows: readonly MovedRows[T][]) => Promise<void>
  /** What the rows come to once they are there. */
  readonly sumRows: <T extends MovedTable>(table: T, rows: Iterable<MovedRows[T]>) => TableSum
  readonly sumStored: (table: MovedTable) => Promise<TableSum>
  readonly clear: (table: MovedTable) => Promise<void>
  readonly close: () => Promise<void>
}
