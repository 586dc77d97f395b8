import type { User } from '../../../../common/http-contract/account-contract.ts'
import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import {
  invitesSchema,
  type ListedInvite,
  repeatedInviteSchema,
} from '../../../../common/http-contract/invite-contract.ts'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { askAdmin, buildAdminQuery, doAdmin, mostAtOnce } from '../admin-api.ts'
import type { ListPage } from '../frame/paged-list.ts'

/** With whoever made it. */
export type AccountInvite = ListedInvite & { readonly maker: User | undefined }

export async function listAccountInvites(cursor: string | undefined): Promise<Result<ListPage<AccountInvite>>> {
  const path = `${apiPaths.serverInvites}?${buildAdminQuery({ limit: mostAtOnce, cursor })}`
  const answer = await askAdmin({ method: 'GET', path }, invitesSchema)
  if (!answer.ok) return answer
  const { invites, users, cursor: next } = answer.value
  const rows = invites.map((invite) => ({ ...invite, maker: users.find(({ id }) => id === invite.by) }))
  return ok({ rows, cursor: next })
}

export type NewAccountInvite = { readonly expiresInSec: number; readonly uses?: number }
export const makeAccountInvite = (body: NewAccountInvite, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.serverInvites, body, key }, repeatedInviteSchema)
export const withdrawAccountInvite = (id: string) => doAdmin({ method: 'DELETE', path: apiPaths.serverInvite(id) })
