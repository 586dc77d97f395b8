import type { RoomId } from '../../../common/ids.ts'
import { accountStores } from './database-migrations.ts'
import type { AccountDatabase } from './local-database.ts'

/** What stands unsent in each composer: one text a room, in the account's own database. */
export type DraftStore = {
  loadDrafts(): Promise<ReadonlyMap<RoomId, string>>
  putDraft(room: RoomId, text: string): Promise<void>
}

export function buildDraftStore({ disk, write }: AccountDatabase): DraftStore {
  const store = accountStores.drafts
  return {
    async loadDrafts() {
      const transaction = disk.transaction(store)
      const [rooms, texts] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()])
      return new Map(rooms.map((room, index) => [String(room) as RoomId, String(texts[index])]))
    },
    async putDraft(room, text) {
      await write([store], (transaction) => {
        const drafts = transaction.objectStore(store)
        void (text === '' ? drafts.delete(room) : drafts.put(text, room))
      })
    },
  }
}
