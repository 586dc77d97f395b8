import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import {
  type AdminScope,
  type AdminToken,
  adminScopeSchema,
  adminTokenPattern,
  adminTokenPrefix,
  type CreateTokenBody,
} from '../../common/http-contract/admin-contract.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import { buildUserId, idRandomBytes, type UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import type { Administrator } from '../plugins/api-server.ts'
import { createSecret, digestOfSecret, isSecretOf } from '../secrets/secret-digest.ts'
import { type BookEntry, buildRecordBook } from '../store/record-book.ts'
import type { RecordPlace, RecordStore } from '../store/record-store.ts'
import { makerOf } from './administrator-rights.ts'

/** `by` is the token that made it, where one did: it lives no longer, and does no more. */
const detailSchema = z.object({
  hash: z.string(),
  name: z.string(),
  scopes: z.array(adminScopeSchema),
  maker: userIdSchema,
  by: z.string().optional(),
  lastUsedAt: z.int().optional(),
  expiresAt: z.int().optional(),
})
type Detail = z.output<typeof detailSchema>

export type FoundToken = Extract<Administrator, { kind: 'token' }>

/** Keys to the calls of administration, for programs. What stands behind one is judged at each call, as it is then. */
export type AdminTokens = {
  /** Undefined: it is none, or whoever made it may not administer any more. */
  readonly find: (token: string) => Promise<FoundToken | undefined>
  /** With no more than its maker may do. The token is told once; kept is its digest. */
  readonly create: (
    by: Administrator,
    wanted: CreateTokenBody,
  ) => Promise<Result<{ readonly id: string; readonly token: string }>>
  /** What `create` would say of it. */
  readonly judge: (by: Administrator, wanted: CreateTokenBody) => Result<void>
  readonly list: (after: RecordPlace | undefined, limit: number) => Promise<readonly AdminToken[]>
  readonly load: (id: string) => Promise<AdminToken | undefined>
  readonly remove: (id: string) => Promise<Result<void>>
}

/** How stale `lastUsedAt` may be: it costs a write. */
const usedGrainMs = 60_000
/** A token that a token made that a token made. */
const longestLine = 8

export function buildAdminTokens(deps: {
  readonly records: RecordStore
  /** An administrator who stands and is not suspended. */
  readonly isAdmin: (user: UserId) => Promise<boolean>
  readonly now: () => number
}): AdminTokens {
  const book = buildRecordBook(deps.records, 'admin-token', detailSchema, deps.now)
  const isOver = ({ expiresAt }: Detail) => expiresAt !== undefined && expiresAt <= deps.now()

  /** What it may do now: nothing where it, or anything it was made by, does not stand any more. */
  async function scopesOf({ detail }: BookEntry<Detail>, depth = 0): Promise<readonly AdminScope[]> {
    if (isOver(detail) || depth > longestLine || !(await deps.isAdmin(detail.maker))) return []
    if (detail.by === undefined) return detail.scopes
    const parent = await book.load(detail.by)
    if (parent === undefined) return []
    const most = await scopesOf(parent, depth + 1)
    return detail.scopes.filter((scope) => most.includes(scope))
  }
  const show = async (entry: BookEntry<Detail>): Promise<AdminToken> => {
    const { name, scopes, maker, by, lastUsedAt, expiresAt } = entry.detail
    return {
      ...{ id: entry.id, name, scopes, createdAt: entry.at },
      by: by === undefined ? { user: maker } : { token: by },
      ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      live: (await scopesOf(entry)).length > 0,
    }
  }
  const judge: AdminTokens['judge'] = (by, { scopes }) => {
    const beyond = by.kind === 'token' ? scopes.filter((scope) => !by.scopes.includes(scope)) : []
    if (beyond.length === 0) return ok(undefined)
    return err(appError('scope-missing', { detail: `This token has no ${beyond.join(', ')}, so it can give none.` }))
  }

  return {
    find: async (token) => {
      const [, id, secret] = adminTokenPattern.exec(token) ?? []
      if (id === undefined || secret === undefined) return undefined
      const entry = await book.load(id)
      // Compared whether there is one or not: how long it takes tells nothing.
      if (!isSecretOf(token, entry?.detail.hash) || entry === undefined) return undefined
      const scopes = await scopesOf(entry)
      if (scopes.length === 0) return undefined
      if (deps.now() - (entry.detail.lastUsedAt ?? 0) > usedGrainMs) await noteUse(id)
      return { kind: 'token', token: id, maker: entry.detail.maker, scopes }
    },
    judge,
    create: async (by, { name, scopes, expiresInSec }) => {
      const may = judge(by, { name, scopes })
      if (!may.ok) return may
      const id = buildUserId(randomBytes(idRandomBytes))
      const token = `${adminTokenPrefix}${id}_${createSecret()}`
      const detail: Detail = {
        ...{ hash: digestOfSecret(token), name, scopes, maker: makerOf(by) },
        ...(by.kind === 'token' ? { by: by.token } : {}),
        ...(expiresInSec === undefined ? {} : { expiresAt: deps.now() + expiresInSec * 1_000 }),
      }
      const made = await book.change(id, () => ok({ detail, owners: [detail.maker] }))
      return made.ok ? ok({ id, token }) : made
    },
    list: async (after, limit) =>
      Promise.all((await book.list({ limit, ...(after === undefined ? {} : { after }) })).map(show)),
    load: async (id) => {
      const entry = await book.load(id)
      return entry === undefined ? undefined : show(entry)
    },
    remove: async (id) => {
      const removed = await book.change(id, (before) =>
        before === undefined ? err(appError('token-unknown')) : ok('remove'),
      )
      return removed.ok ? ok(undefined) : removed
    },
  }

  async function noteUse(id: string): Promise<void> {
    await book.change(id, (before) =>
      ok(before && { owners: before.owners, detail: { ...before.detail, lastUsedAt: deps.now() } }),
    )
  }
}
