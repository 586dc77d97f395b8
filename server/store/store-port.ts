import type { AccountStore } from './account-store.ts'
import type { ArchiveStore } from './archive-store.ts'
import type { CredentialStore } from './credential-store.ts'
import type { LeaseStore } from './lease-store.ts'
import type { RoomStore } from './room-store.ts'
import type { ShardStore } from './shard-store.ts'

/**
 * All that Natter keeps, behind one port. Faults of the database come out as a thrown `StoreUnavailableError` (the edge
 * maps it to `store-unavailable`); bad values never get this far.
 */
export type Store = AccountStore &
  RoomStore &
  CredentialStore &
  ArchiveStore &
  ShardStore &
  LeaseStore & {
    readonly kind: 'sqlite' | 'mongo'
    /** Resolves if the database answers; throws `StoreUnavailableError` otherwise. */
    readonly ping: () => Promise<void>
    readonly close: () => Promise<void>
  }

export class StoreUnavailableError extends Error {
  override readonly name = 'StoreUnavailableError'
}
