import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import type { User } from '../../common/http-contract/account-contract.ts'
import {
  adminTokensSchema,
  createdTokenSchema,
  createTokenBodySchema,
} from '../../common/http-contract/admin-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import { parseUserId, type UserId } from '../../common/ids.ts'
import { type AddRoutes, administratorOf } from '../plugins/api-server.ts'
import { cutPage, oneMore, parsePlaceCursor } from '../plugins/place-page.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { AdminTokens } from './admin-tokens.ts'
import type { NoteAct } from './note-act.ts'

const tags = ['admin']
const tokenParams = z.strictObject({ token: z.string().regex(/^[a-z0-9]{16}$/, 'must be the id of a token') })

/** For the scope of administration. */
export function buildTokenRoutes({
  tokens,
  loadNames,
  noteAct,
}: {
  readonly tokens: AdminTokens
  readonly loadNames: (users: readonly UserId[]) => Promise<User[]>
  readonly noteAct: NoteAct
}): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.adminTokens,
      {
        config: { scope: 'settings' },
        schema: {
          tags,
          summary: 'The tokens of this server, without what they are',
          querystring: pageQuerySchema,
          response: { 200: adminTokensSchema },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const found = await tokens.list(parsePlaceCursor(cursor), oneMore(limit))
        const { page, more } = cutPage(found, limit, ({ createdAt: at, id }) => ({ at, id }))
        const makers = page.flatMap(({ by }) => (by.user && parseUserId(by.user)) || [])
        return { tokens: page, users: await loadNames(makers), ...more }
      },
    )
    api.post(
      apiPatterns.adminTokens,
      {
        config: { scope: 'settings', secrets: ['token'] },
        schema: {
          tags,
          summary: 'Make a token for a program',
          description:
            'It is told this once; kept is a digest. It does what its scopes say and no more than whoever made it may do at that moment. None ' +
            'makes administrators, or touches the account of one.',
          body: createTokenBodySchema,
          response: { 201: createdTokenSchema },
        },
      },
      async (request, reply) => {
        const by = administratorOf(request)
        const { name, scopes, expiresInSec } = request.body
        valueOrProblem(tokens.judge(by, request.body))
        await noteAct(request, 'token.created', { detail: { name, scopes, ...(expiresInSec ? { expiresInSec } : {}) } })
        return reply.code(201).send(valueOrProblem(await tokens.create(by, request.body)))
      },
    )
    api.delete(
      apiPatterns.adminToken,
      {
        config: { scope: 'settings' },
        schema: {
          tags,
          summary: 'Take a token back, and all that it has made',
          params: tokenParams,
          response: { 204: z.undefined().describe('It does nothing any more.') },
        },
      },
      async (request, reply) => {
        const found = await tokens.load(request.params.token)
        if (found === undefined) throw new ProblemError(appError('token-unknown'))
        await noteAct(request, 'token.removed', { detail: { token: found.id, name: found.name } })
        valueOrProblem(await tokens.remove(found.id))
        return reply.code(204).send()
      },
    )
  }
}
