import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import type { Administrator } from '../plugins/api-server.ts'
import { ProblemError } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'

/** Stands, and is not suspended. */
export function administers({ admin, suspendedAt, profile }: UserRow): boolean {
  return admin && suspendedAt === undefined && profile?.deletedAt === undefined
}

/** Who answers for what somebody makes: whoever made the token, where it is one. */
export const makerOf = (by: Administrator): UserId => (by.kind === 'user' ? by.user : by.maker)

/** In a route that changes the account of somebody. */
export function refuseTokenOver({ admin }: Pick<UserRow, 'admin'>, by: Administrator): void {
  if (by.kind !== 'token' || !admin) return
  throw new ProblemError(appError('token-refused', { detail: 'No token touches the account of an administrator.' }))
}
