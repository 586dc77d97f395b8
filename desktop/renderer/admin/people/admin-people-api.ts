import { resetCodeSchema } from '../../../../common/http-contract/account-contract.ts'
import {
  type AdminUser,
  adminUserAnswerSchema,
  adminUsersSchema,
  type ChangeUserBody,
  type CreateUserBody,
  createdUserSchema,
  wholeAdminUserSchema,
} from '../../../../common/http-contract/admin-contract.ts'
import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import type { UserId } from '../../../../common/ids.ts'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { askAdmin, buildAdminQuery, doAdmin } from '../admin-api.ts'
import type { ListPage } from '../frame/paged-list.ts'

export type PeopleFilter = 'all' | 'admin' | 'suspended' | 'deleted'

/** As many as a screen needs to begin with; the rest follows as somebody scrolls. */
const pageRows = 100

export async function listUsers(
  wanted: { readonly q: string; readonly filter: PeopleFilter },
  cursor: string | undefined,
): Promise<Result<ListPage<AdminUser>>> {
  const state = wanted.filter === 'all' ? undefined : wanted.filter
  const query = buildAdminQuery({ q: wanted.q.trim(), state, limit: pageRows, cursor })
  const answer = await askAdmin({ method: 'GET', path: apiPaths.adminUsers(query) }, adminUsersSchema)
  return answer.ok ? ok({ rows: answer.value.users, cursor: answer.value.cursor }) : answer
}

export const loadUser = (user: UserId) =>
  askAdmin({ method: 'GET', path: apiPaths.adminUser(user) }, wholeAdminUserSchema)

export const changeUser = (user: UserId, body: ChangeUserBody) =>
  askAdmin({ method: 'PATCH', path: apiPaths.adminUser(user), body }, adminUserAnswerSchema)

export const signOutUser = (user: UserId) => doAdmin({ method: 'POST', path: apiPaths.signOutUser(user), body: {} })

export const makeResetCode = (user: UserId) =>
  askAdmin({ method: 'POST', path: apiPaths.resetCode(user), body: {} }, resetCodeSchema)

export const removeUser = (user: UserId, messages: 'keep' | 'erase') =>
  doAdmin({ method: 'DELETE', path: `${apiPaths.adminUser(user)}?messages=${messages}` })

export const createUser = (body: CreateUserBody, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.adminUsers(), body, key }, createdUserSchema)
