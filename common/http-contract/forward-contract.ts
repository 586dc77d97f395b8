import { z } from 'zod'
import { eventIdSchema, roomIdSchema } from '../id-schemas.ts'
import { captionableTextSchema } from '../well-formed-text.ts'
import { attachmentSchema, linkPreviewSchema, sealedForwardSchema } from '../wire-event.ts'

/** A message as it is to be said, with the files' copies, and the one whose words it passes on. */
export const forwardBodySchema = z
  .strictObject({
    /** Of the event that is to say it: the seal is good for that one alone. */
    id: eventIdSchema,
    from: z.strictObject({ room: roomIdSchema, message: eventIdSchema }),
    text: captionableTextSchema,
    format: z.enum(['plain', 'markdown']),
    attachments: z.array(attachmentSchema).max(20).optional(),
    preview: linkPreviewSchema.optional(),
  })
  .refine(({ text, attachments = [] }) => text !== '' || attachments.length > 0, { path: ['text'] })
export type ForwardBody = z.output<typeof forwardBodySchema>

/** What the event has to carry as it is. */
export const forwardAnswerSchema = z.object({ forwarded: sealedForwardSchema })
