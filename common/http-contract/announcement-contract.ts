import { z } from 'zod'
import { showsNothing, textSchema } from '../well-formed-text.ts'

/** Latest end: what never ends is said without one. */
const latestAt = 8.64e15

/** What whoever runs the server tells everybody on it: plain words. `until`: when it is over by itself. */
export const announcementSchema = z.object({
  id: z.string(),
  text: z.string(),
  at: z.int(),
  until: z.int().optional(),
})
export type Announcement = z.output<typeof announcementSchema>

export const createAnnouncementBodySchema = z
  .strictObject({
    text: textSchema({ min: 1, max: 1_000 }).refine((text) => !showsNothing(text), 'must show something'),
    until: z.int().min(0).max(latestAt).optional(),
  })
  .meta({ example: { text: 'The server is away tonight from ten to eleven.', until: 4_102_444_800_000 } })
export const announcementAnswerSchema = z.object({ announcement: announcementSchema })
export const announcementsSchema = z.object({
  announcements: z.array(announcementSchema),
  cursor: z.string().optional(),
})
