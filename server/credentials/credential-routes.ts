import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { credentialBodySchema, credentialSchema } from '../../common/http-contract/credential-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { CredentialService } from './credential-service.ts'

/** For the signed-in scope. */
export function buildCredentialRoutes(credentials: CredentialService): AddRoutes {
  return (api) => {
    api.post(
      apiPatterns.credentials,
      {
        schema: {
          tags: ['credentials'],
          summary: "A credential for the broker, bound to the device's key",
          body: credentialBodySchema,
          response: { 200: credentialSchema },
        },
      },
      async (request) => {
        const { user, device, accessToken } = callerOf(request)
        return valueOrProblem(await credentials.issueCredential({ user, device, accessToken, ...request.body }))
      },
    )
  }
}
