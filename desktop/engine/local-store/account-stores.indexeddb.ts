import { buildIndexedDbOutboxStore } from '../outbox/outbox-store.indexeddb.ts'
import type { AccountStores } from './account-stores.ts'
import { buildDraftStore } from './draft-store.ts'
import { buildFactStore, forgetCredential } from './fact-store.ts'
import { buildIndexedDbFileStore } from './file-store.indexeddb.ts'
import { buildIndexedDbSavedStore } from './kept-saved-store.ts'
import type { AccountDatabase } from './local-database.ts'
import { buildRoomRowStore } from './room-row-store.ts'
import { buildTimelineStore } from './timeline-store.tables.ts'
import { buildIndexedDbTables } from './timeline-tables.indexeddb.ts'

export function buildIndexedDbStores(database: AccountDatabase): AccountStores {
  const timelines = buildTimelineStore(buildIndexedDbTables(database))
  return {
    rows: buildRoomRowStore(database),
    facts: buildFactStore(database),
    timelines,
    drafts: buildDraftStore(database),
    saved: buildIndexedDbSavedStore(database),
    outbox: buildIndexedDbOutboxStore(database),
    files: buildIndexedDbFileStore(database),
    forgetCredential: () => forgetCredential(database),
    close() {
      timelines.forgetWords()
      database.close()
    },
  }
}
