import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { resetCodeSchema } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { userIdSchema } from '../../common/id-schemas.ts'
import type { UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import { type AddRoutes, type Administrator, administratorOf } from '../plugins/api-server.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { UserRow } from '../store/account-store.ts'
import type { NoteAct } from './note-act.ts'

export type UserRoutesDependencies = {
  readonly loadUser: (user: UserId) => Promise<UserRow | undefined>
  readonly resets: {
    readonly makeCode: (user: UserId) => Promise<Result<{ readonly code: string; readonly expiresAt: number }>>
  }
  readonly noteAct: NoteAct
}

const tags = ['admin']
const userParams = z.strictObject({ user: userIdSchema })

/** For the scope of administration. */
export function buildUserRoutes({ loadUser, resets, noteAct }: UserRoutesDependencies): AddRoutes {
  /** The account, where it stands and the caller may change it. */
  async function findTouchable(by: Administrator, id: UserId): Promise<UserRow> {
    const user = await loadUser(id)
    if (user === undefined || user.profile?.deletedAt !== undefined) throw new ProblemError(appError('user-unknown'))
    if (by.kind === 'token' && user.admin) {
      throw new ProblemError(appError('token-refused', { detail: 'No token touches the account of an administrator.' }))
    }
    return user
  }
  return (api) => {
    api.post(
      apiPatterns.resetCode,
      {
        config: { scope: 'users:write' },
        schema: {
          tags,
          summary: 'Make a code with which somebody chooses a new password',
          description: 'To be handed over. Good for an hour, and once.',
          params: userParams,
          response: { 200: resetCodeSchema },
        },
      },
      async (request) => {
        const user = await findTouchable(administratorOf(request), request.params.user)
        await noteAct(request, 'user.reset-code-made', { whom: user.id })
        return valueOrProblem(await resets.makeCode(user.id))
      },
    )
  }
}
