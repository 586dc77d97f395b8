import { z } from 'zod'
import { eventIdSchema, fileIdSchema } from '../../../common/id-schemas.ts'
import type { DraftKey, DraftView } from '../../engine-command.ts'
import type { DraftFile } from '../../file-command.ts'
import { accountStores } from './database-migrations.ts'
import type { AccountDatabase } from './local-database.ts'

/** What stands unsent in each composer: one record a room, in the account's own database. */
export type DraftStore = {
  loadDrafts(): Promise<ReadonlyMap<DraftKey, DraftView>>
  /** `undefined`: there is none any more. */
  putDraft(room: DraftKey, draft: DraftView | undefined): Promise<void>
}

const editSchema = z.object({ message: eventIdSchema, text: z.string() })
const draftSchema = z.object({
  text: z.string(),
  replyTo: eventIdSchema.optional(),
  edit: editSchema.optional(),
  aside: z.array(editSchema).optional(),
  files: z.array(z.object({ file: fileIdSchema, caption: z.string().optional() })).optional(),
  voice: fileIdSchema.optional(),
})

export function buildDraftStore({ disk, write }: AccountDatabase): DraftStore {
  const store = accountStores.drafts
  return {
    async loadDrafts() {
      const transaction = disk.transaction(store)
      const [rooms, drafts] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()])
      // What this version cannot read stays on disk, for one that can.
      return new Map(
        rooms.flatMap((room, index) => {
          const draft = parseDraft(drafts[index])
          return draft === undefined ? [] : [[String(room) as DraftKey, draft] as const]
        }),
      )
    },
    async putDraft(room, draft) {
      await write([store], (transaction) => {
        const drafts = transaction.objectStore(store)
        void (draft === undefined ? drafts.delete(room) : drafts.put(draft, room))
      })
    },
  }
}

/** A text alone is what older versions wrote. */
export function parseDraft(kept: unknown): DraftView | undefined {
  if (typeof kept === 'string') return { text: kept }
  const parsed = draftSchema.safeParse(kept)
  if (!parsed.success) return undefined
  const { text, replyTo, edit, aside, files, voice } = parsed.data
  return {
    text,
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(edit === undefined ? {} : { edit }),
    ...(aside === undefined ? {} : { aside }),
    ...(files === undefined ? {} : { files: files.map(fileOf) }),
    ...(voice === undefined ? {} : { voice }),
  }
}

const fileOf = ({ file, caption }: { file: DraftFile['file']; caption?: string | undefined }): DraftFile =>
  caption === undefined ? { file } : { file, caption }
