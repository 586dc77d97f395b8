import { z } from 'zod'
import { retentionDaysSchema } from './server-settings-contract.ts'

/** `GET /server/privacy`: what is kept, where, and for how long; `forMs` absent: until `until`, whenever that is. */
export const keptDataSchema = z.object({
  retentionDays: retentionDaysSchema,
  kept: z.array(z.object({ what: z.string(), where: z.string(), forMs: z.int().optional(), until: z.string() })),
})
export type KeptData = z.output<typeof keptDataSchema>
