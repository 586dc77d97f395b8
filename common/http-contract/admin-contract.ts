import { z } from 'zod'
import { nameSchema, textSchema } from '../well-formed-text.ts'
import { displayNameSchema, typedHandleSchema, userSchema } from './account-contract.ts'
import { limitQuery } from './query-contract.ts'

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
