import type { EventId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import type { OutboxStore } from './outbox-store.ts'
import { buildKeptEntry, parseKeptEntry } from './outbox-store.ts'

/** For where nothing may be written (a private window): everything works, and ends with the engine. */
export function buildMemoryOutboxStore(): OutboxStore {
  // A map keeps the place of a key that is set again: the order of first insertion.
  const entries = new Map<EventId, OutboxEntry>()
  return {
    loadEntries: async () => [...entries.values()].flatMap((entry) => parseKeptEntry(entry) ?? []),
    putEntry: async (entry) => {
      entries.set(entry.id, structuredClone(buildKeptEntry(entry)))
    },
    removeEntry: async (id) => {
      entries.delete(id)
    },
    removalOf: (id, isWanted) => ({
      act: () => void (isWanted() && entries.delete(id)),
      done: () => {},
    }),
  }
}
