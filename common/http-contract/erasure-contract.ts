import { z } from 'zod'
import { userIdSchema } from '../id-schemas.ts'

/** What of somebody who goes for good can be there, and goes. */
export const erasedKinds = [
  'messages',
  'events-in-streams',
  'devices',
  'bots',
  'webhooks',
  'rooms',
  'contacts',
  'requests',
  'settings',
  'picture',
  'notices',
  'files-in-no-message',
  'reports',
  'reasons-of-bans',
  'codes',
  'tokens',
  'kept-answers',
  'reading-marks',
  'saved-messages',
  'inbox',
] as const
/** A report of one is read for so long after it is done. */
export const erasureReportLifeMs = 90 * 86_400_000
export type ErasedKind = (typeof erasedKinds)[number]
/** Where it was: in the store, in the streams of the broker, or where files are kept. */
export const erasurePlaces = ['store', 'streams', 'files'] as const
/** `evidence-of-reports`: what others have reported, until that is acted on, 90 days at most. */
export const erasureRests = ['id', 'messages-without-a-name', 'evidence-of-reports', 'backups-made-before'] as const

/** What went with an account, counted, and what stays of it. No words, and nothing that says who it was. */
export const erasureSchema = z.object({
  user: userIdSchema,
  at: z.int(),
  messages: z.enum(['keep', 'erase']),
  state: z.enum(['under-way', 'done']),
  finishedAt: z.int().optional(),
  gone: z.array(z.object({ what: z.enum(erasedKinds), where: z.enum(erasurePlaces), count: z.int() })),
  stays: z.array(z.enum(erasureRests)),
})
export type ErasureReport = z.output<typeof erasureSchema>
export const erasureAnswerSchema = z.object({ erasure: erasureSchema })
export const erasuresSchema = z.object({ erasures: z.array(erasureSchema), cursor: z.string().optional() })
