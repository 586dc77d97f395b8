import { z } from 'zod'
import { deviceIdSchema, userIdSchema } from '../id-schemas.ts'
import { nameSchema, textSchema } from '../well-formed-text.ts'
import {
  changePrivacySchema,
  presenceWishSchema,
  privacySchema,
  statusSchema,
  timeZoneSchema,
} from './profile-contract.ts'
import { botMakers, contactsSettingSchema, registrationSchema } from './server-settings-contract.ts'

/** Accounts, sign-in and devices over HTTP. Paths are under `/api/v1`. Unknown fields are refused. */
const handleForm = [
  /^[a-z0-9](?:[a-z0-9._-]{0,30}[a-z0-9])?$/,
  'must be 1 to 32 of a-z, 0-9, dot, dash or underscore, with a letter or digit at both ends',
] as const
export const handleSchema = z.string().regex(...handleForm)
/** As people type and paste it: a capital at the beginning or a space at the end makes no other handle, anywhere. */
export function normalizeHandle(typed: string): string {
  return typed.trim().toLowerCase()
}
export const typedHandleSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(...handleForm)
export const displayNameSchema = nameSchema(64)
export const passwordSchema = textSchema({ min: 8, max: 256 })

export const registerBodySchema = z.strictObject({
  handle: typedHandleSchema,
  displayName: displayNameSchema,
  password: passwordSchema,
  email: z.string().trim().pipe(z.email().max(254)).optional(),
  invite: z.string().max(128).optional(),
  deviceName: nameSchema(64).optional(),
})
export type RegisterBody = z.output<typeof registerBodySchema>

/** `handle` takes an e-mail address too. */
export const loginBodySchema = z.strictObject({
  handle: textSchema({ min: 1, max: 254 }),
  password: textSchema({ min: 1, max: 256 }),
  deviceName: nameSchema(64).optional(),
})
export type LoginBody = z.output<typeof loginBodySchema>

/** Browsers send the cookie and no body; the desktop sends the token from its keychain. */
export const refreshBodySchema = z.strictObject({ refreshToken: z.string().min(20).max(200).optional() })

/** What anyone who shares a room, or asks for the exact handle, may know. */
export const userSchema = z.object({
  id: userIdSchema,
  handle: z.string(),
  displayName: z.string(),
  /** Of the picture; changes with it. */
  avatar: z.string().optional(),
  /** An account that is no more: its handle is empty. */
  deleted: z.literal(true).optional(),
  /** No person: a program that `maker` made, and answers for. */
  bot: z.literal(true).optional(),
  maker: userIdSchema.optional(),
})
export type User = z.output<typeof userSchema>

/** For those who may see more than a name: docs/protocol.md says who. */
export const profileSchema = userSchema.extend({
  bio: z.string().optional(),
  timeZone: z.string().optional(),
  status: statusSchema.optional(),
})
export type Profile = z.output<typeof profileSchema>

export const meSchema = profileSchema.extend({
  presence: presenceWishSchema.optional(),
  privacy: privacySchema.optional(),
  email: z.string().optional(),
  admin: z.boolean(),
  createdAt: z.int(),
  device: deviceIdSchema,
})
export type Me = z.output<typeof meSchema>

/**
 * `refreshToken` only where the caller asked for it with the header `Natter-Client: desktop`, or sent one in the body;
 * browsers get the cookie.
 * `accessToken`: 15 minutes.
 */
export const sessionSchema = z.object({
  user: meSchema,
  accessToken: z.string(),
  refreshToken: z.string().optional(),
})
export type Session = z.output<typeof sessionSchema>

/** What is left out stays; an empty bio, time zone or status, or `null`, takes it away. */
export const changeMeBodySchema = z.strictObject({
  displayName: displayNameSchema.optional(),
  bio: textSchema({ min: 0, max: 500 }).optional(),
  timeZone: timeZoneSchema.optional(),
  status: statusSchema.nullable().optional(),
  presence: presenceWishSchema.optional(),
  privacy: changePrivacySchema.optional(),
})
export type ChangeMeBody = z.output<typeof changeMeBodySchema>

/** The same password again is taken too: it ends every other device, as any change does. */
export const changePasswordBodySchema = z.strictObject({
  currentPassword: textSchema({ min: 1, max: 256 }),
  newPassword: passwordSchema,
})
export type ChangePasswordBody = z.output<typeof changePasswordBodySchema>

/** `keep`: what was said stays, by a deleted user. */
export const departBodySchema = z.strictObject({
  password: textSchema({ min: 1, max: 256 }),
  messages: z.enum(['keep', 'erase']),
})

/** 128 bits. As somebody types or pastes it. */
const codeSchema = textSchema({ min: 1, max: 128 }).transform((text) => text.trim())
/** `handle` takes an e-mail address too. */
export const askResetBodySchema = z.strictObject({ handle: textSchema({ min: 1, max: 254 }) })
export const completeResetBodySchema = z.strictObject({ code: codeSchema, newPassword: passwordSchema })
export const askEmailBodySchema = z.strictObject({
  email: z.string().trim().pipe(z.email().max(254)),
  password: textSchema({ min: 1, max: 256 }),
})
export const completeEmailBodySchema = z.strictObject({ code: codeSchema })
/** Told once. */
export const resetCodeSchema = z.object({ code: z.string(), expiresAt: z.int() })

export const deviceSchema = z.object({
  id: deviceIdSchema,
  name: z.string(),
  createdAt: z.int(),
  lastSeenAt: z.int(),
  /** As the program that signed in named itself. */
  system: z.string().optional(),
  /** To the device's owner alone. */
  lastAddress: z.string().optional(),
  current: z.boolean(),
})
export type Device = z.output<typeof deviceSchema>
/** Newest sign-in first. */
export const devicesSchema = z.object({ devices: z.array(deviceSchema), cursor: z.string().optional() })

export const userLookupQuerySchema = z.strictObject({ handle: typedHandleSchema })
/** None or one: the match is exact, so that nobody can list the user base. */
export const userLookupSchema = z.object({ users: z.array(userSchema) })

/** What a page may know before sign-in. */
export const serverInfoSchema = z.object({
  name: z.string(),
  registration: registrationSchema,
  contacts: contactsSettingSchema,
  /** Whether it sends mail: where not, an administrator hands out codes for new passwords. */
  mail: z.boolean(),
  /** Who may make bots. */
  bots: z.enum(botMakers),
  /** Made-up people, whose password everybody knows (demo.ts). */
  demo: z.literal(true).optional(),
  limits: z.object({
    memberCap: z.int(),
    rooms: z.int(),
    textCharacters: z.int(),
    avatarBytes: z.int(),
    fileBytes: z.int(),
    /** Messages that one may have saved. */
    saved: z.int().optional(),
  }),
  version: z.string(),
})
export type ServerInfo = z.output<typeof serverInfoSchema>
