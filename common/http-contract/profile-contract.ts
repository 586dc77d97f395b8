import { z } from 'zod'
import { emojiSchema, textSchema } from '../well-formed-text.ts'

/** What somebody says of themselves: in `PATCH /me`, on their card, and beside their name. */
export const statusSchema = z.strictObject({
  text: textSchema({ min: 0, max: 100 }).optional(),
  emoji: emojiSchema.optional(),
  /** Milliseconds since the epoch; from then on there is none. */
  until: z.int().min(0).max(8.64e15).optional(),
})
export type Status = z.output<typeof statusSchema>

/** `auto`: as the connections say it. `invisible`: offline to everybody, always. */
export const presenceWishes = ['auto', 'away', 'dnd', 'invisible'] as const
export const presenceWishSchema = z.enum(presenceWishes)
export type PresenceWish = (typeof presenceWishes)[number]

/**
 * What one tells others without saying it, each to be switched off. `receipts`, `typing`: kept by the caller's own clients, which say
 * `PUT /rooms/:room/read` instead of the lane and nothing of typing. `lastSeen`: kept by the server.
 */
export const privacySchema = z.object({ receipts: z.boolean(), typing: z.boolean(), lastSeen: z.boolean() })
export type Privacy = z.output<typeof privacySchema>
export const changePrivacySchema = z.strictObject(privacySchema.partial().shape)

/** A name like `Europe/Berlin`; empty: none. */
export const timeZoneSchema = z
  .string()
  .max(64)
  .refine((name) => name === '' || isTimeZone(name), 'must be a time zone like Europe/Berlin')

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

export const maxSettingsBytes = 65_536
export const maxAvatarBytes = 5 * 1_048_576
/** The sides of a picture as it is kept, in pixels. */
export const avatarSide = 256
/** What is said of a picture: it changes with it. */
export const avatarAnswerSchema = z.object({ avatar: z.string() })
/** `v`: what makes another address of another picture. It decides nothing. */
export const avatarQuerySchema = z.strictObject({ v: z.string().max(64).optional() })

/** Whatever the screens keep for somebody on all their devices. Their names are the screens' own. */
export const settingsSchema = z.record(z.string(), z.unknown())
/** `version`: the one that the change was made on; 0 before the first. */
export const settingsBodySchema = z.strictObject({
  version: z.int().min(0),
  settings: settingsSchema.refine((given) => JSON.stringify(given).length <= maxSettingsBytes, 'must be 64 kB at most'),
})
export const settingsAnswerSchema = z.object({ version: z.int(), settings: settingsSchema })
export type SettingsAnswer = z.output<typeof settingsAnswerSchema>
