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
import type { UserRow } from '../store/account-store.ts'
import { type BookEntry, buildRecordBook } from '../store/record-book.ts'
import type { RecordPlace, RecordStore } from '../store/record-store.ts'
import { administers, makerOf } from './administrator-rights.ts'

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

/** What has to be known to say what tokens may do. */
type Standing = {
  readonly tokens: ReadonlyMap<string, BookEntry<Detail>>
  readonly admins: ReadonlySet<UserId>
}

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
  /** All that this one has made. */
  readonly listOf: (maker: UserId) => Promise<readonly AdminToken[]>
  /** Those of a maker who is no more; how many there were. */
  readonly forget: (maker: UserId) => Promise<number>
}

/** How stale `lastUsedAt` may be: it costs a write. */
const usedGrainMs = 60_000
/** A token that a token made that a token made. */
const longestLine = 8

export function buildAdminTokens(deps: {
  readonly records: RecordStore
  readonly loadUsers: (users: readonly UserId[]) => Promise<readonly UserRow[]>
  readonly now: () => number
}): AdminTokens {
  const book = buildRecordBook(deps.records, 'admin-token', detailSchema, deps.now)
  const isOver = ({ expiresAt }: Detail) => expiresAt !== undefined && expiresAt <= deps.now()

  /** What stands behind tokens: those they were made by, and who of the makers administers. Each line of makers is one question. */
  async function loadStanding(entries: readonly BookEntry<Detail>[]): Promise<Standing> {
    const known = new Map(entries.map((entry) => [entry.id, entry]))
    const asked = new Set<string>()
    for (let depth = 0; depth <= longestLine; depth++) {
      const missing = parentsOf(known).filter((id) => !asked.has(id))
      if (missing.length === 0) break
      for (const id of missing) asked.add(id)
      for (const entry of (await book.loadMany(missing)).values()) known.set(entry.id, entry)
    }
    const makers = [...new Set([...known.values()].map(({ detail }) => detail.maker))]
    const admins = (await deps.loadUsers(makers)).filter(administers)
    return { tokens: known, admins: new Set(admins.map(({ id }) => id)) }
  }
  /** What it may do now: nothing where it, or anything it was made by, does not stand any more. */
  function scopesOf({ detail }: BookEntry<Detail>, standing: Standing, depth = 0): readonly AdminScope[] {
    if (isOver(detail) || depth > longestLine || !standing.admins.has(detail.maker)) return []
    if (detail.by === undefined) return detail.scopes
    const parent = standing.tokens.get(detail.by)
    if (parent === undefined) return []
    const most = scopesOf(parent, standing, depth + 1)
    return detail.scopes.filter((scope) => most.includes(scope))
  }
  const show = (entry: BookEntry<Detail>, standing: Standing): AdminToken => {
    const { name, scopes, maker, by, lastUsedAt, expiresAt } = entry.detail
    return {
      ...{ id: entry.id, name, scopes, createdAt: entry.at },
      by: by === undefined ? { user: maker } : { token: by },
      ...(lastUsedAt === undefined ? {} : { lastUsedAt }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
      live: scopesOf(entry, standing).length > 0,
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
      const scopes = scopesOf(entry, await loadStanding([entry]))
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
    list: async (after, limit) => {
      const entries = await book.list({ limit, ...(after === undefined ? {} : { after }) })
      const standing = await loadStanding(entries)
      return entries.map((entry) => show(entry, standing))
    },
    load: async (id) => {
      const entry = await book.load(id)
      return entry === undefined ? undefined : show(entry, await loadStanding([entry]))
    },
    remove: async (id) => {
      const removed = await book.change(id, (before) =>
        before === undefined ? err(appError('token-unknown')) : ok('remove'),
      )
      return removed.ok ? ok(undefined) : removed
    },
    listOf: async (maker) => {
      const mine = await book.listAll(maker)
      const standing = await loadStanding(mine)
      return mine.map((entry) => show(entry, standing))
    },
    forget: async (maker) => {
      const mine = await book.listAll(maker)
      for (const { id } of mine) await book.change(id, () => ok('remove'))
      return mine.length
    },
  }

  async function noteUse(id: string): Promise<void> {
    await book.change(id, (before) =>
      ok(before && { owners: before.owners, detail: { ...before.detail, lastUsedAt: deps.now() } }),
    )
  }
}

/** Tokens that others were made by, and that are not among them. */
function parentsOf(known: ReadonlyMap<string, BookEntry<Detail>>): readonly string[] {
  const parents = [...known.values()].flatMap(({ detail }) => (detail.by === undefined ? [] : [detail.by]))
  return [...new Set(parents)].filter((id) => !known.has(id))
}
