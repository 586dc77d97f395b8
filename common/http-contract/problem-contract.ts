import { z } from 'zod'
import { roomIdSchema } from '../id-schemas.ts'

/** RFC 9457 problem details, `application/problem+json`. `code` is stable and one of `errorTable`'s. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string().optional(),
  /** JSON pointer of an input at fault → what is wrong with it. */
  fields: z.record(z.string(), z.string()).optional(),
  /** `settings-changed`: what stands now. */
  newer: z.unknown().optional(),
  /** `last-owner`: of which rooms. */
  rooms: z.array(z.object({ id: roomIdSchema, name: z.string() })).optional(),
  /** `nats-unavailable` of an account that is gone already: by it the report of what went is read. */
  receipt: z.string().optional(),
  /** `file-too-large`, `quota-exceeded`: how much there may be, and is. */
  limitBytes: z.number().optional(),
  usedBytes: z.number().optional(),
  /** For the log: quote it when asking for help. */
  request: z.string().optional(),
})
export type Problem = z.output<typeof problemSchema>
