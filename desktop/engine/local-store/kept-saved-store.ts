import { z } from 'zod'
import { eventIdSchema, roomIdSchema } from '../../../common/id-schemas.ts'
import type { MessageId, RoomId } from '../../../common/ids.ts'
import type { Message } from '../../../common/message.ts'
import type { SavedWord } from '../../../common/reducers/saved-reducer.ts'
import { type SavedKey, savedKeyOf } from '../../saved-command.ts'
import { accountStores } from './database-migrations.ts'
import { decodeRecord, keptMessageSchema } from './kept-records.ts'
import type { AccountDatabase } from './local-database.ts'

/**
 * A message that is saved, or is to be. `at`: its place, where the server has it among the saved ones. `message`: a copy of its
 * own, since its room need not be kept. `word`: what was said here, and the server does not have yet: that only we have.
 */
export type KeptSaved = {
  readonly room: RoomId
  readonly id: MessageId
  readonly at?: number | undefined
  readonly message?: Message | undefined
  readonly word?: KeptWord | undefined
}
/** `place`: where it stood before it was taken out a moment ago. */
export type KeptWord = SavedWord & { readonly place?: number | undefined }

/** Two adapters, on disk and in memory. */
export type SavedStore = {
  loadSaved(): Promise<readonly KeptSaved[]>
  /** `undefined`: it is nothing of mine any more. */
  putSaved(records: ReadonlyMap<SavedKey, KeptSaved | undefined>): Promise<void>
}

const keptSavedSchema = z.object({
  room: roomIdSchema,
  id: eventIdSchema,
  at: z.number().optional(),
  message: keptMessageSchema.optional().catch(undefined),
  word: z.object({ on: z.boolean(), at: z.number(), place: z.number().optional() }).optional(),
})

export function buildIndexedDbSavedStore({ disk, write }: AccountDatabase): SavedStore {
  const { saved } = accountStores
  return {
    async loadSaved() {
      return (await disk.getAll(saved)).flatMap((one) => decodeRecord<KeptSaved>(keptSavedSchema, one) ?? [])
    },
    putSaved: (records) =>
      write([saved], (transaction) => {
        const store = transaction.objectStore(saved)
        for (const [key, one] of records) void (one === undefined ? store.delete(key) : store.put(one, key))
      }),
  }
}

export function buildMemorySavedStore(): SavedStore {
  const kept = new Map<SavedKey, KeptSaved>()
  return {
    loadSaved: async () => [...kept.values()],
    async putSaved(records) {
      for (const one of records.values()) if (one !== undefined) kept.set(savedKeyOf(one.room, one.id), one)
      for (const [key, one] of records) if (one === undefined) kept.delete(key)
    },
  }
}
