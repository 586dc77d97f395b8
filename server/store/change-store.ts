import type { EventId } from '../../common/ids.ts'

/** A change that is about to be made to stand, or stands and is not finished: kept so that a crash loses nothing. */
export type PendingChange = {
  readonly id: EventId
  /** Who carries it on: the name of a kind, `server/changes/change-runner.ts`. */
  readonly kind: string
  /** JSON. Whoever reads it decodes it: an earlier version may have written it. */
  readonly detail: unknown
  readonly startedAt: number
}

/** Port; adapters in `sqlite/` and `mongo/`, one conformance suite. */
export type ChangeStore = {
  /** Put again, the detail is the new one, kind and time the first ones. */
  readonly putChange: (change: PendingChange) => Promise<void>
  readonly removeChange: (id: EventId) => Promise<void>
  readonly loadChange: (id: EventId) => Promise<PendingChange | undefined>
  /** Oldest first. */
  readonly loadChanges: (kind: string) => Promise<readonly PendingChange[]>
}
