import { z } from 'zod'
import { eventIdSchema, roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { textSchema } from '../well-formed-text.ts'
import { userSchema } from './account-contract.ts'
import { limitQuery } from './query-contract.ts'
import { reportSchema } from './report-contract.ts'

export const moderationActions = ['remove-message', 'warn', 'mute', 'suspend'] as const
const actionSchema = z.enum(moderationActions)
export type ModerationAction = z.output<typeof actionSchema>

/** A report as those see it who act on it. Words of people are in `evidence` alone, which only the one report has. */
export const queuedReportSchema = reportSchema.extend({
  by: userIdSchema,
  room: roomIdSchema.optional(),
  message: eventIdSchema.optional(),
  /** Who it is about. */
  user: userIdSchema.optional(),
})
export type QueuedReport = z.output<typeof queuedReportSchema>
export const queueQuerySchema = z.strictObject({
  state: z.enum(['open', 'resolved']).optional(),
  limit: limitQuery(1_000, 100),
  cursor: z.string().max(100).optional(),
})
/** Where it happened, as far as whoever administers may know: of a direct room no name. */
const reportedRoomSchema = z.object({
  id: roomIdSchema,
  kind: z.enum(['direct', 'group']),
  name: z.string().optional(),
})
/** What of the answer about one room names it. */
export const reportedRoomAnswerSchema = z.object({ room: reportedRoomSchema })
export type ReportedRoom = z.output<typeof reportedRoomSchema>
export const queueSchema = z.object({
  reports: z.array(queuedReportSchema),
  users: z.array(userSchema),
  rooms: z.array(reportedRoomSchema),
  cursor: z.string().optional(),
})
export type ReportQueue = z.output<typeof queueSchema>
export const openedReportSchema = z.object({
  report: queuedReportSchema.extend({ note: z.string().optional(), evidence: z.array(z.unknown()) }),
  /** Of whoever reported, whom it is about, and whoever wrote what is shown. */
  users: z.array(userSchema),
  rooms: z.array(reportedRoomSchema),
})
export type OpenedReport = z.output<typeof openedReportSchema>
/** What a screen reads of one message of `evidence`, whichever version of the server kept it. */
export const evidenceMessageSchema = z.object({
  id: z.string(),
  author: userIdSchema,
  at: z.int(),
  text: z.string(),
  format: z.enum(['plain', 'markdown']).catch('plain'),
  attachments: z.array(z.unknown()).default([]),
  editedAt: z.int().optional(),
  removedAt: z.int().optional(),
})
export type EvidenceMessage = z.output<typeof evidenceMessageSchema>

/** `note`: what the reporter reads as the outcome, and the person concerned as the reason. */
export const resolveBodySchema = z
  .strictObject({
    actions: z.array(actionSchema).max(moderationActions.length),
    note: textSchema({ min: 1, max: 500 }),
  })
  .meta({ example: { actions: ['remove-message', 'warn'], note: 'Insults are removed here.' } })
export type ResolveBody = z.output<typeof resolveBodySchema>

/** What an administrator did about what somebody said or did, for that person alone. */
export const personNoticeSchema = z.object({
  id: z.string(),
  at: z.int(),
  actions: z.array(actionSchema),
  reason: z.string(),
  room: roomIdSchema.optional(),
  message: eventIdSchema.optional(),
})
export type PersonNotice = z.output<typeof personNoticeSchema>
export const ownNoticesSchema = z.object({ notices: z.array(personNoticeSchema), cursor: z.string().optional() })
