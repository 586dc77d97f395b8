import type { OutboxStore } from '../outbox/outbox-store.ts'
import type { DraftStore } from './draft-store.ts'
import type { FactStore } from './fact-store.ts'
import type { FileStore } from './file-store.ts'
import type { SavedStore } from './kept-saved-store.ts'
import type { RoomRowStore } from './room-row-store.ts'
import type { TimelineStore } from './timeline-store.ts'

/** All that is kept for one account: on disk, or where there is none, for as long as the engine runs. */
export type AccountStores = {
  readonly rows: RoomRowStore
  readonly facts: FactStore
  readonly timelines: TimelineStore
  readonly drafts: DraftStore
  readonly saved: SavedStore
  readonly outbox: OutboxStore
  /** That go out. */
  readonly files: FileStore
  /** A credential of a device that this one is not any more. */
  forgetCredential(): Promise<void>
  close(): void
}
