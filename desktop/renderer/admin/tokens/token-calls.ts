import {
  type AdminScope,
  adminTokensSchema,
  createdTokenSchema,
} from '../../../../common/http-contract/admin-contract.ts'
import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import { askAdmin, buildAdminQuery, doAdmin, mostAtOnce } from '../admin-api.ts'

export const listTokens = (cursor: string | undefined) => {
  const path = `${apiPaths.adminTokens}?${buildAdminQuery({ limit: mostAtOnce, cursor })}`
  return askAdmin({ method: 'GET', path }, adminTokensSchema)
}
export type NewToken = { readonly name: string; readonly scopes: readonly AdminScope[]; readonly expiresInSec?: number }
/** `key`: the same for each try of one intention. Tried again after it was made, it is there, and never told again. */
export const makeToken = (body: NewToken, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.adminTokens, body, key }, createdTokenSchema)
export const removeToken = (id: string) => doAdmin({ method: 'DELETE', path: apiPaths.adminToken(id) })
