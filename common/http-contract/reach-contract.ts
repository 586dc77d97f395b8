import { z } from 'zod'
import { userIdSchema } from '../id-schemas.ts'
import { joinWays } from '../wire-event.ts'
import { userSchema } from './account-contract.ts'

/** Who can read and write in a room, from the credentials that were issued. `key`: tells devices apart, in this room only. */
export const roomReachSchema = z.object({
  users: z.array(
    z.object({
      user: userIdSchema,
      reach: z.enum(['room', 'listen', 'hear']),
      /** How they came in, by whom, and when; what the archive does not say is left out. */
      via: z.enum(['made', ...joinWays]).optional(),
      by: userIdSchema.optional(),
      at: z.int().optional(),
      devices: z.array(z.object({ key: z.string(), reach: z.enum(['room', 'listen', 'hear']) })),
    }),
  ),
  services: z.array(z.object({ name: z.string(), why: z.string() })),
  people: z.array(userSchema),
})
export type RoomReachAnswer = z.output<typeof roomReachSchema>
