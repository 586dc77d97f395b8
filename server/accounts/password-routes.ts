import { z } from 'zod'
import {
  askEmailBodySchema,
  changePasswordBodySchema,
  completeEmailBodySchema,
} from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { EmailService } from './email-service.ts'
import type { PasswordService } from './password-service.ts'

export type PasswordRoutesDependencies = {
  readonly passwords: PasswordService
  readonly emails: EmailService
  readonly pendingCuts: FindPending
}

export type PasswordLimits = {
  /** The one of sign-ins: whoever holds many access tokens guesses no faster with them. */
  readonly signInOfAddress: CountRequest
  readonly passwordOfUser: CountRequest
}

const nothing = (done: string) => z.undefined().describe(done)

/** For the signed-in scope. */
export function buildPasswordRoutes(
  { passwords, emails, pendingCuts }: PasswordRoutesDependencies,
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
    api.put(
      apiPatterns.email,
      {
        schema: {
          tags: ['me'],
          summary: 'Use another e-mail address, once it is proven by mail',
          description: 'The answer is the same whoever has the address. At most three mails an hour are sent.',
          body: askEmailBodySchema,
          response: { 202: nothing('A code is on its way to that address.') },
        },
        preHandler: [limits.signInOfAddress, limits.passwordOfUser],
      },
      async (request, reply) => {
        const { email, password } = request.body
        valueOrProblem(await emails.ask(callerOf(request).user, email, password))
        return reply.code(202).send()
      },
    )
    api.post(
      apiPatterns.completeEmail,
      {
        schema: {
          tags: ['me'],
          summary: 'Prove an address with the code that was sent there',
          body: completeEmailBodySchema,
          response: { 204: nothing('The address is the caller’s; the old one has been told.') },
        },
        preHandler: [limits.signInOfAddress, limits.passwordOfUser],
      },
      async (request, reply) => {
        valueOrProblem(await emails.complete(callerOf(request).user, request.body.code))
        return reply.code(204).send()
      },
    )
  }
}
