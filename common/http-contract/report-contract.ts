import { z } from 'zod'
import { eventIdSchema, roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { textSchema } from '../well-formed-text.ts'

/** Those that our screens offer; a program may say another one, in its own words. */
export const usualReasons = ['spam', 'harassment', 'threat', 'impersonation', 'other'] as const
export const reportKinds = ['message', 'user', 'invite', 'request'] as const
export const reportBodySchema = z.strictObject({
  kind: z.enum(reportKinds),
  room: roomIdSchema.optional(),
  message: eventIdSchema.optional(),
  user: userIdSchema.optional(),
  reason: textSchema({ min: 1, max: 64 }),
  note: textSchema({ min: 0, max: 1_000 }).optional(),
})
export type ReportBody = z.output<typeof reportBodySchema>

export const reportSchema = z.object({
  id: z.string(),
  kind: z.enum(reportKinds),
  at: z.int(),
  reason: z.string(),
  state: z.enum(['open', 'resolved']),
  /** What came of it, for whoever reported. */
  outcome: z.string().optional(),
  resolvedAt: z.int().optional(),
})
export const reportAnswerSchema = z.object({ report: reportSchema })
export const reportsSchema = z.object({ reports: z.array(reportSchema), cursor: z.string().optional() })
export type Report = z.output<typeof reportSchema>
