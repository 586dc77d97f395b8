import { z } from 'zod'
import { parseJson } from '../accounts/account-book.ts'
import type { KeptFile } from '../keeping/atomic-file.ts'

const versionSchema = z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/)

/** What of updates outlives the app. */
const memorySchema = z.object({
  /** The highest version that was ever seen signed: what is shown below it is yesterday's. */
  seen: versionSchema.catch('0.0.0'),
  /** The person wants to hear of this one no more. */
  later: versionSchema.optional().catch(undefined),
  /** Lies in the folder, as its proof says; the proof is checked again before it is used. */
  staged: z.string().max(4_000).optional().catch(undefined),
  /** Was about to be installed when the app ended: at the next start it is this one that runs, or it failed. */
  attempt: versionSchema.optional().catch(undefined),
  /** Could not be installed: not tried again by itself. */
  failed: versionSchema.optional().catch(undefined),
})
export type UpdateFacts = z.output<typeof memorySchema>

export type UpdateMemory = {
  get(): UpdateFacts
  /** Rejects where the disk does: what cannot be remembered is not begun. */
  change(change: Partial<UpdateFacts>): Promise<void>
}

export async function openUpdateMemory(file: KeptFile): Promise<UpdateMemory> {
  const text = await file.load()
  const parsed = memorySchema.safeParse(text === undefined ? {} : parseJson(text))
  let facts = parsed.success ? parsed.data : memorySchema.parse({})
  return {
    get: () => facts,
    async change(change) {
      facts = { ...facts, ...change }
      await file.put(JSON.stringify(facts))
    },
  }
}
