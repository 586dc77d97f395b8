import { changePasswordBodySchema } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { PasswordService } from './password-service.ts'

export type PasswordLimits = {
  /** The one of sign-ins: whoever holds many access tokens guesses no faster with them. */
  readonly signInOfAddress: CountRequest
  readonly passwordOfUser: CountRequest
}

/** For the signed-in scope. */
export function buildPasswordRoutes(
  { passwords, pendingCuts }: { readonly passwords: PasswordService; readonly pendingCuts: FindPending },
  limits: PasswordLimits,
): AddRoutes {
  return (api) => {
    api.post(
      apiPatterns.password,
      {
        schema: {
          tags: ['me'],
          summary: 'Change the password and sign every other device out',
          description:
            'The same password again is taken too. Where the answer was lost, or was a 5xx, the password may be ' +
            'changed all the same: asked again with the new one as the current one, the call finishes what is left.',
          body: changePasswordBodySchema,
          response: cutResponses('Changed; the broker refuses the credentials of all other devices.'),
        },
        // Once the body is known to be in form: only what tries a password counts.
        preHandler: [limits.signInOfAddress, limits.passwordOfUser],
      },
      async (request, reply) => {
        const { user, device } = callerOf(request)
        valueOrProblem(await passwords.change(user, device, request.body))
        return sendCut(reply, await pendingCuts.ofUsers([user]))
      },
    )
  }
}
