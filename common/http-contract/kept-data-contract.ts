import { z } from 'zod'
import { retentionDaysSchema } from './server-settings-contract.ts'

/** Each thing that is kept, by the name under which clients have words for it. */
export const keptKinds = [
  'messages',
  'versions-of-messages',
  'message-stream',
  'files',
  'files-in-no-message',
  'unfinished-uploads',
  'evidence-of-reports',
  'saved-messages',
  'inbox',
  'account',
  'reading-marks',
  'notices-of-administrators',
  'log-of-administration',
  'answers-kept-for-repeats',
  'freed-handle',
  'devices-and-addresses',
  'sign-in',
  'broker-credentials',
  'codes-by-mail',
  'who-is-here',
  'list-of-erasures',
  'reports-of-erasures',
  'logs',
] as const
export type KeptKind = (typeof keptKinds)[number]
/** Where it lies. */
export const keptPlaces = [
  'MongoDB',
  'SQLite, in the data folder',
  'NATS JetStream, in the data folder',
  'S3',
  'the data folder',
  'the data folder, outside of backups',
  'memory',
  'the device',
] as const
export type KeptPlace = (typeof keptPlaces)[number]

/** `GET /server/privacy`: what is kept, where, and for how long; `forMs` absent: until `until`, whenever that is. */
export const keptDataSchema = z.object({
  retentionDays: retentionDaysSchema,
  kept: z.array(z.object({ what: z.string(), where: z.string(), forMs: z.int().optional(), until: z.string() })),
})
export type KeptData = z.output<typeof keptDataSchema>
