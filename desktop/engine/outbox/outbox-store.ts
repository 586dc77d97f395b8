import type { EventId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'

/**
 * The outbox on disk. Port; the adapters run one conformance suite (outbox-store.test.ts). It promises: when
 * `putEntry` has resolved, the entry survives a crash; `loadEntries` gives them in the order of their first `putEntry`,
 * however often they were put since. It must never give an entry twice, or drop one that was not removed.
 */
export type OutboxStore = {
  loadEntries(): Promise<readonly OutboxEntry[]>
  putEntry(entry: OutboxEntry): Promise<void>
  removeEntry(id: EventId): Promise<void>
}

/** As it goes to disk: the `cause` of an error is for the log, and may be something no disk can hold. */
export function buildKeptEntry(entry: OutboxEntry): OutboxEntry {
  if (entry.error === undefined) return entry
  const { cause: _, ...error } = entry.error
  return { ...entry, error }
}
