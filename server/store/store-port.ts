import type { DeviceStore, RefreshStore, UserStore } from './account-store.ts'
import type { ArchiveStore } from './archive-store.ts'
import type { AuditStore } from './audit-store.ts'
import type { ChangeStore } from './change-store.ts'
import type { CredentialStore } from './credential-store.ts'
import type { CutStore } from './cut-store.ts'
import type { FigureStore } from './figure-store.ts'
import type { HistoryStore, ReceiptStore } from './history-store.ts'
import type { InboxStore } from './inbox-store.ts'
import type { LeaseStore } from './lease-store.ts'
import type { PenaltyStore } from './penalty-store.ts'
import type { RecordStore } from './record-store.ts'
import type { RoomStore } from './room-store.ts'
import type { SavedStore } from './saved-store.ts'
import type { SearchStore } from './search-store.ts'
import type { ShardStore } from './shard-store.ts'
import type { SyncStore } from './sync-store.ts'
import type { ThreadStore } from './thread-store.ts'
import type { UpkeepStore } from './upkeep-store.ts'

/**
 * All that Natter keeps, a port a domain: whoever uses one is handed that one. Faults of the database come out as a thrown
 * `StoreUnavailableError` (the edge maps it to `store-unavailable`); bad values never get this far.
 */
export type Store = {
  readonly kind: 'sqlite' | 'mongo'
  readonly accounts: UserStore
  readonly devices: DeviceStore
  readonly refreshTokens: RefreshStore
  readonly rooms: RoomStore
  readonly changes: ChangeStore
  readonly credentials: CredentialStore
  readonly archive: ArchiveStore
  readonly history: HistoryStore
  readonly receipts: ReceiptStore
  readonly threads: ThreadStore
  readonly saved: SavedStore
  readonly inbox: InboxStore
  readonly leases: LeaseStore
  readonly shards: ShardStore
  readonly search: SearchStore
  readonly sync: SyncStore
  readonly penalties: PenaltyStore
  readonly cuts: CutStore
  readonly records: RecordStore
  readonly audit: AuditStore
  readonly figures: FigureStore
  readonly upkeep: UpkeepStore
  /** Resolves if the database answers; throws `StoreUnavailableError` otherwise. */
  readonly ping: () => Promise<void>
  readonly close: () => Promise<void>
}

export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
}
