import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import { invitesSchema, repeatedInviteSchema } from '../../../../common/http-contract/invite-contract.ts'
import { askAdmin, buildAdminQuery, doAdmin, mostAtOnce } from '../admin-api.ts'

export const listAccountInvites = (cursor: string | undefined) => {
  const path = `${apiPaths.serverInvites}?${buildAdminQuery({ limit: mostAtOnce, cursor })}`
  return askAdmin({ method: 'GET', path }, invitesSchema)
}
export type NewAccountInvite = { readonly expiresInSec: number; readonly uses?: number }
export const makeAccountInvite = (body: NewAccountInvite, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.serverInvites, body, key }, repeatedInviteSchema)
export const withdrawAccountInvite = (id: string) => doAdmin({ method: 'DELETE', path: apiPaths.serverInvite(id) })
