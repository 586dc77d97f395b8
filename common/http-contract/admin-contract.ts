import { z } from 'zod'
import { nameSchema } from '../well-formed-text.ts'

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
export const adminTokensSchema = z.object({ tokens: z.array(adminTokenSchema), cursor: z.string().optional() })
/** The token itself is told this once. */
export const createdTokenSchema = z.object({ token: z.string().optional(), id: z.string() })
