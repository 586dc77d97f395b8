import { z } from 'zod'
import { userSchema } from './account-contract.ts'
import { limitQuery } from './query-contract.ts'

/** Who did it: an account, a token, or somebody at the machine itself. */
const auditBySchema = z.object({
  user: z.string().optional(),
  token: z.string().optional(),
  machine: z.literal(true).optional(),
})

/** One thing that was done, noted before it was. Of whoever was erased, `from` is empty, and `whom` and `detail` are gone. */
export const auditLineSchema = z.object({
  id: z.string(),
  at: z.int(),
  by: auditBySchema,
  from: z.string(),
  what: z.string(),
  whom: z.string().optional(),
  detail: z.record(z.string(), z.unknown()).optional(),
  /** Over this line and the one before it. */
  digest: z.string(),
})
export type AuditLine = z.output<typeof auditLineSchema>
/** `users`: the accounts that lines are by or about, as they are called now. */
export const auditLinesSchema = z.object({
  lines: z.array(auditLineSchema),
  users: z.array(userSchema),
  cursor: z.string().optional(),
})

const partySchema = z.string().regex(/^([a-z0-9.]{16,20}|machine)$/, 'must be an id, or machine')
/** `after`: a time in ms, or the id of a line. `what`: a name, or its beginning up to a dot. */
export const auditQuerySchema = z.strictObject({
  after: z
    .string()
    .regex(/^(\d{1,15}|[0-9a-z]{26})$/, 'must be a time in ms or the id of a line')
    .optional(),
  who: partySchema.optional(),
  whom: partySchema.optional(),
  what: z
    .string()
    .regex(/^[a-z]{1,30}(\.[a-z-]{1,40})?$/, 'must be a name like user.suspended, or user')
    .optional(),
  order: z.enum(['oldest', 'newest']).optional(),
  limit: limitQuery(1_000, 1_000),
  cursor: z.string().max(100).optional(),
})
export type AuditQuery = z.output<typeof auditQuerySchema>
