import type { RoomId } from '../../../common/ids.ts'
import type { LocalDatabase } from './local-database.ts'
import { accountStores } from './local-database.ts'

/** What stands unsent in each composer: one text a room, in the account's own database. */
export type DraftStore = {
  loadDrafts(): Promise<ReadonlyMap<RoomId, string>>
  putDraft(room: RoomId, text: string): Promise<void>
}

export function buildDraftStore(database: LocalDatabase): DraftStore {
  const store = accountStores.drafts
  return {
    async loadDrafts() {
      const transaction = database.transaction(store)
      const [rooms, texts] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()])
      return new Map(rooms.map((room, index) => [String(room) as RoomId, String(texts[index])]))
    },
    async putDraft(room, text) {
      if (text === '') await database.delete(store, room)
      else await database.put(store, text, room)
    },
  }
}
