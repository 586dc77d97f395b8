import { z } from 'zod'
import { roomIdSchema, userIdSchema } from '../id-schemas.ts'
import { nameSchema, textSchema } from '../well-formed-text.ts'
import { displayNameSchema, typedHandleSchema, userSchema } from './account-contract.ts'
import { limitQuery } from './query-contract.ts'
import { retentionDaysSchema, serverSettingsSchema } from './server-settings-contract.ts'

/** What a token may do. None of them makes administrators, or touches the account of one. */
export const adminScopes = [
  'users:read',
  'users:write',
  'rooms:read',
  'rooms:write',
  'reports',
  'audit',
  'settings',
  'stats',
] as const
export const adminScopeSchema = z.enum(adminScopes)
export type AdminScope = z.output<typeof adminScopeSchema>

/** How it begins, so that a person or a scanner knows it for what it is. */
export const adminTokenPrefix = 'nat_'
export const adminTokenPattern = /^nat_([a-z0-9]{16})_([\w-]{43})$/

const longestTokenSec = 5 * 366 * 86_400
export const createTokenBodySchema = z
  .strictObject({
    name: nameSchema(64),
    scopes: z
      .array(adminScopeSchema)
      .min(1)
      .max(adminScopes.length)
      .refine((scopes) => new Set(scopes).size === scopes.length, 'must name each scope once'),
    expiresInSec: z.int().min(60).max(longestTokenSec).optional(),
  })
  .meta({ example: { name: 'Backups', scopes: ['stats', 'audit'], expiresInSec: 2_592_000 } })
export type CreateTokenBody = z.output<typeof createTokenBodySchema>

export const adminTokenSchema = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(adminScopeSchema),
  /** The account that made it, or the token that did. */
  by: z.object({ user: z.string().optional(), token: z.string().optional() }),
  createdAt: z.int(),
  lastUsedAt: z.int().optional(),
  expiresAt: z.int().optional(),
  /** Whether it does something now: not where whoever made it is suspended, or no administrator any more. */
  live: z.boolean(),
})
export type AdminToken = z.output<typeof adminTokenSchema>
/** `users`: who made them. */
export const adminTokensSchema = z.object({
  tokens: z.array(adminTokenSchema),
  users: z.array(userSchema),
  cursor: z.string().optional(),
})
/** The token itself is told this once. */
export const createdTokenSchema = z.object({ token: z.string().optional(), id: z.string() })

const reasonSchema = textSchema({ min: 1, max: 500 })

/** An account as those see it who administer. */
export const adminUserSchema = userSchema.extend({
  email: z.string().optional(),
  admin: z.boolean(),
  suspended: z.boolean(),
  suspendedAt: z.int().optional(),
  reason: z.string().optional(),
  createdAt: z.int(),
  /** When one of their devices was seen last; absent: never. */
  lastSeenAt: z.int().optional(),
})
export type AdminUser = z.output<typeof adminUserSchema>
export const adminUserAnswerSchema = z.object({ user: adminUserSchema })
/** What there is of them, and never what they said. `devices`: signed in now. */
export const userCountsSchema = z.object({ devices: z.int(), rooms: z.int(), bots: z.int() })
export type UserCounts = z.output<typeof userCountsSchema>
export const wholeAdminUserSchema = adminUserAnswerSchema.extend({ counts: userCountsSchema })
export const adminUsersSchema = z.object({ users: z.array(adminUserSchema), cursor: z.string().optional() })

export const userStates = ['active', 'suspended', 'admin', 'deleted'] as const
export const adminUsersQuerySchema = z.strictObject({
  /** Part of a handle, a name or an address, or a whole id. */
  q: textSchema({ min: 0, max: 100 }).optional(),
  state: z.enum(userStates).optional(),
  limit: limitQuery(1_000, 100),
  cursor: z.string().max(100).optional(),
})
export type AdminUsersQuery = z.output<typeof adminUsersQuerySchema>

export const createUserBodySchema = z
  .strictObject({
    handle: typedHandleSchema,
    displayName: displayNameSchema,
    email: z.string().trim().pipe(z.email().max(254)).optional(),
  })
  .meta({ example: { handle: 'nora', displayName: 'Nora Lind' } })
export type CreateUserBody = z.output<typeof createUserBodySchema>
/** `setupCode` is told this once: with it `POST /auth/reset/complete` sets their first password. */
export const createdUserSchema = z.object({
  user: adminUserSchema,
  setupCode: z.string().optional(),
  expiresAt: z.int().optional(),
})

export const changeUserBodySchema = z
  .strictObject({ admin: z.boolean().optional(), suspended: z.boolean().optional(), reason: reasonSchema.optional() })
  .meta({ example: { suspended: true, reason: 'Advertising in every room' } })
export type ChangeUserBody = z.output<typeof changeUserBodySchema>
export const removeUserQuerySchema = z.strictObject({ messages: z.enum(['keep', 'erase']).default('keep') })

const memberCapSchema = serverSettingsSchema.shape.memberCap.nullable()

/** Facts of a room, never its words: of a direct one not even who is in it. */
export const adminRoomSchema = z.object({
  id: roomIdSchema,
  kind: z.enum(['direct', 'group']),
  name: z.string().optional(),
  members: z.int(),
  owners: z.array(userIdSchema),
  createdAt: z.int(),
  visibility: z.enum(['private', 'public']),
  archived: z.boolean(),
  /** `null`: as the server is set. */
  memberCap: memberCapSchema,
  retentionDays: retentionDaysSchema,
})
export type AdminRoom = z.output<typeof adminRoomSchema>
/** Messages as the archive has them; files by what they take. */
export const adminRoomCountsSchema = z.object({ messages: z.int(), files: z.int(), fileBytes: z.int() })
export type AdminRoomCounts = z.output<typeof adminRoomCountsSchema>
/** `users`: whoever owns a room that is named. */
export const adminRoomAnswerSchema = z.object({ room: adminRoomSchema, users: z.array(userSchema) })
export const wholeAdminRoomSchema = adminRoomAnswerSchema.extend({ counts: adminRoomCountsSchema })
export const adminRoomsSchema = z.object({
  rooms: z.array(adminRoomSchema),
  users: z.array(userSchema),
  cursor: z.string().optional(),
})
export const adminRoomsQuerySchema = z.strictObject({
  /** Part of a name, or a whole id. */
  q: textSchema({ min: 0, max: 100 }).optional(),
  kind: z.enum(['direct', 'group']).optional(),
  limit: limitQuery(1_000, 100),
  cursor: z.string().max(100).optional(),
})
export const changeAdminRoomBodySchema = z
  .strictObject({ memberCap: memberCapSchema.optional(), retentionDays: retentionDaysSchema.optional() })
  .refine((body) => Object.keys(body).length > 0, 'must name something to change')
  .meta({ example: { memberCap: 50, retentionDays: 90 } })
export type ChangeAdminRoomBody = z.output<typeof changeAdminRoomBodySchema>
