import { z } from 'zod'

/** Who may make an account. */
export const registrationModes = ['open', 'invite', 'closed'] as const
export const registrationSchema = z.enum(registrationModes)
/** `open`: everybody here is everybody's contact, as in a team. `request`: who is to be a contact is asked first. */
export const contactsModes = ['open', 'request'] as const
export const contactsSettingSchema = z.enum(contactsModes)

/** Who may make bots. */
export const botMakers = ['admins', 'everyone'] as const
/** Whole days that what is said is kept; null: for good. */
export const retentionDaysSchema = z.int().min(1).max(36_500).nullable()

/** What an administrator changes while the server runs; the environment says where a new server starts. */
export const serverSettingsSchema = z.object({
  registration: registrationSchema,
  contacts: contactsSettingSchema,
  /** Whether a room's invitation makes accounts where sign-up needs one. */
  memberInvites: z.boolean(),
  memberCap: z.int().min(2).max(1_000),
  /** Of one file. */
  fileBytes: z
    .int()
    .min(1)
    .max(2 ** 49),
  bots: z.enum(botMakers),
  retentionDays: retentionDaysSchema,
})
export type ServerSettings = z.output<typeof serverSettingsSchema>

/** `chosen`: whether an administrator has decided yet; until then the screen asks once. */
export const serverSettingsAnswerSchema = serverSettingsSchema.extend({ chosen: z.boolean() })
export const changeServerSettingsBodySchema = z.strictObject(serverSettingsSchema.partial().shape)
