import { z } from 'zod'
import { roomIdSchema } from '../id-schemas.ts'
import { apiMessageSchema } from './history-contract.ts'
import { limitQuery, wholeNumberQuery } from './query-contract.ts'

/** So many messages one person may have saved. */
export const mostSaved = 5_000
/** A word that is older counts as this old: so long the server knows what was taken out. */
export const savedWordLifeMs = 30 * 86_400_000

/** `ago`: so many ms before the call it was said, by a device that had no network. */
export const savedWordQuerySchema = z.strictObject({ ago: wholeNumberQuery(0, savedWordLifeMs).optional() })

export const savedQuerySchema = z.strictObject({ limit: limitQuery(200, 50), cursor: z.string().max(100).optional() })

/**
 * What was saved last first. A removed message comes as what is left of it; one that the caller may not see (any more) does
 * not come. `total`: so many are saved, those among them.
 */
export const savedSchema = z.object({
  saved: z.array(z.object({ room: roomIdSchema, message: apiMessageSchema, at: z.int() })),
  total: z.int(),
  cursor: z.string().optional(),
})
export type Saved = z.output<typeof savedSchema>
