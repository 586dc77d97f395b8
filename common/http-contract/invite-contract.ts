import { z } from 'zod'
import { userIdSchema } from '../id-schemas.ts'
import { historySettingSchema } from '../wire-event.ts'
import { userSchema } from './account-contract.ts'

/** Codes that lead into a room, or to an account. The code itself is told once: the server keeps its digest. */
export const inviteCodeSchema = z.string().regex(/^[\w-]{22,64}$/, 'must be a code')

export const createInviteBodySchema = z.strictObject({
  expiresInSec: z
    .int()
    .min(60)
    .max(365 * 86_400)
    .optional(),
  uses: z.int().min(1).max(10_000).optional(),
})
const inviteFields = {
  /** Names it where its code is not known any more. */
  id: z.string(),
  by: userIdSchema,
  /** In lists. */
  createdAt: z.int().optional(),
  expiresAt: z.int(),
  /** Absent: as many as come. */
  uses: z.int().optional(),
  used: z.int(),
}
export const inviteSchema = z.object({ ...inviteFields, code: z.string(), url: z.string() })
export const inviteAnswerSchema = z.object({ invite: inviteSchema })
/** Asked for again with the same `Idempotency-Key`, neither code nor address is told once more. */
export const repeatedInviteSchema = z.object({ invite: inviteSchema.partial({ code: true, url: true }) })
export const invitesSchema = z.object({
  invites: z.array(z.object(inviteFields)),
  users: z.array(userSchema),
  cursor: z.string().optional(),
})
export type Invite = z.output<typeof inviteSchema>
export type ListedInvite = z.output<typeof invitesSchema>['invites'][number]

/** For whoever holds the code, signed in or not. A dead code is answered like one that never was. */
export const invitePreviewSchema = z.object({
  room: z
    .object({
      name: z.string(),
      topic: z.string(),
      members: z.int(),
      avatar: z.string().optional(),
      history: historySettingSchema,
    })
    .optional(),
  by: userSchema,
  expiresAt: z.int(),
})
export type InvitePreview = z.output<typeof invitePreviewSchema>
