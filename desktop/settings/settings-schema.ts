import { z } from 'zod'
import { roomIdSchema } from '../../common/id-schemas.ts'
import { parseRoomId, parseUserId } from '../../common/ids.ts'
import type { PersonSettings } from './person-settings.ts'
import { loudDay, notifyLevels, startSettings } from './person-settings.ts'

/**
 * From what the server keeps, or the disk, to what screens and engine read. Another version may have written it: a field
 * that cannot be read is as it was before anything was set, and takes no other field with it.
 */
export function parseSettings(kept: unknown): PersonSettings {
  return settingsSchema.parse(kept)
}

const start = startSettings
const timeSchema = z.int().min(0).max(8.64e15)
const seqSchema = z.int().min(0)

/** Entries that cannot be read are left out, one by one. */
function entriesOf<Key extends string, Value>(
  isKey: (key: string) => boolean,
  schema: z.ZodType<Value>,
): z.ZodType<Readonly<Record<Key, Value>>> {
  const readable = (entries: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([key, value]) => {
        const parsed = schema.safeParse(value)
        return isKey(key) && parsed.success ? [[key, parsed.data]] : []
      }),
    ) as Readonly<Record<Key, Value>>
  return z.record(z.string(), z.unknown()).catch({}).transform(readable)
}

/** A part that is missing, or is no object at all, is as at the start. */
function partOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.preprocess(
    (value) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {}),
    z.object(shape),
  )
}

const isRoom = (key: string) => parseRoomId(key) !== undefined
const isUser = (key: string) => parseUserId(key) !== undefined
const isWord = (key: string) => key.length > 0 && key.length <= maxWordCharacters
export const maxWordCharacters = 60

const levelSchema = z.enum(notifyLevels)
const daySchema = z
  .string()
  .regex(/^[01]{24}$/)
  .catch(loudDay)

const settingsSchema: z.ZodType<PersonSettings> = partOf({
  notifications: partOf({
    defaults: partOf({
      rooms: levelSchema.catch(start.notifications.defaults.rooms),
      direct: levelSchema.catch(start.notifications.defaults.direct),
    }),
    rooms: entriesOf(
      isRoom,
      z.object({
        level: levelSchema.optional().catch(undefined),
        mutedUntil: timeSchema.optional().catch(undefined),
      }),
    ),
    people: entriesOf(isUser, z.literal(true)),
    words: entriesOf(isWord, z.literal(true)),
    quietHours: partOf({
      isOn: z.boolean().catch(start.notifications.quietHours.isOn),
      week: partOf({
        mon: daySchema,
        tue: daySchema,
        wed: daySchema,
        thu: daySchema,
        fri: daySchema,
        sat: daySchema,
        sun: daySchema,
      }),
    }),
    quietUntil: timeSchema.optional().catch(undefined),
    shows: z.enum(['name-and-text', 'name', 'nothing']).catch(start.notifications.shows),
    sound: z.boolean().catch(start.notifications.sound),
  }),
  appearance: partOf({
    theme: z.enum(['system', 'light', 'dark']).optional().catch(undefined),
    density: z.enum(['comfortable', 'compact']).optional().catch(undefined),
    language: z.string().max(35).optional().catch(undefined),
  }),
  hiddenRooms: entriesOf(isRoom, seqSchema),
  notesRoom: roomIdSchema.optional().catch(undefined),
  unreadFrom: entriesOf(isRoom, seqSchema),
  linkPreviews: partOf({ isOff: z.boolean().optional().catch(undefined) }),
  told: partOf({
    seenAt: timeSchema.optional().catch(undefined),
    announcements: entriesOf(isWord, z.literal(true)),
  }),
}) as unknown as z.ZodType<PersonSettings>
