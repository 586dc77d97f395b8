import type { User } from '../../../../common/http-contract/account-contract.ts'
import {
  type AdminScope,
  type AdminToken,
  adminTokensSchema,
  createdTokenSchema,
} from '../../../../common/http-contract/admin-contract.ts'
import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { askAdmin, buildAdminQuery, doAdmin, mostAtOnce } from '../admin-api.ts'
import type { ListPage } from '../frame/paged-list.ts'

/** With whoever of the people made it. */
export type ListedToken = AdminToken & { readonly maker: User | undefined }

export async function listTokens(cursor: string | undefined): Promise<Result<ListPage<ListedToken>>> {
  const path = `${apiPaths.adminTokens}?${buildAdminQuery({ limit: mostAtOnce, cursor })}`
  const answer = await askAdmin({ method: 'GET', path }, adminTokensSchema)
  if (!answer.ok) return answer
  const { tokens, users, cursor: next } = answer.value
  const rows = tokens.map((token) => ({ ...token, maker: users.find(({ id }) => id === token.by.user) }))
  return ok({ rows, cursor: next })
}

export type NewToken = { readonly name: string; readonly scopes: readonly AdminScope[]; readonly expiresInSec?: number }
/** `key`: the same for each try of one intention. Tried again after it was made, it is there, and never told again. */
export const makeToken = (body: NewToken, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.adminTokens, body, key }, createdTokenSchema)
export const removeToken = (id: string) => doAdmin({ method: 'DELETE', path: apiPaths.adminToken(id) })
