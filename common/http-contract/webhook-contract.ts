import { z } from 'zod'
import { userIdSchema } from '../id-schemas.ts'
import { nameSchema } from '../well-formed-text.ts'

/** Incoming webhooks of a room. Paths are under `/api/v1`. */
export const createWebhookBodySchema = z.strictObject({ name: nameSchema(64) })

/** `bot`: in whose name it speaks. `by`: who made it, and answers for it. */
export const webhookSchema = z.object({
  id: z.string(),
  name: z.string(),
  bot: userIdSchema,
  by: userIdSchema,
  at: z.int(),
})
export type Webhook = z.output<typeof webhookSchema>
/** Oldest first. The address is told to nobody again. */
export const webhooksSchema = z.object({ webhooks: z.array(webhookSchema) })
export const madeWebhookSchema = webhookSchema.extend({ url: z.string() })
export type MadeWebhook = z.output<typeof madeWebhookSchema>
export const webhookUrlSchema = z.object({ url: z.string() })

/** Slack's have many more fields, of which nothing is made. */
export const hookBodySchema = z.looseObject({
  text: z.string().optional(),
  blocks: z.array(z.unknown()).max(100).optional(),
  attachments: z.array(z.unknown()).max(100).optional(),
})
export type HookBody = z.output<typeof hookBodySchema>
