import { z } from 'zod'
import { deviceIdSchema } from '../id-schemas.ts'

/**
 * The answer 202 of whatever takes rights away: it is done and kept, and these devices may go on hearing until the last
 * server of the broker has heard of it too. It is confirmed, or tried again until it is, without anybody asking.
 */
export const pendingCutSchema = z.object({ pending: z.literal('cut'), devices: z.array(deviceIdSchema) })
export type PendingCutAnswer = z.output<typeof pendingCutSchema>
