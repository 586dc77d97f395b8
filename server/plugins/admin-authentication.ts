import type { FastifyRequest } from 'fastify'
import { appError } from '../../common/app-error.ts'
import type { UserId } from '../../common/ids.ts'
import type { Administrator, ApiServer, Caller } from './api-server.ts'
import { adminTokenIn } from './authentication.ts'
import { ProblemError } from './problem-error.ts'

export type AdminAuthentication = {
  /** By access token; throws a problem where there is none. */
  readonly authenticate: (request: FastifyRequest) => Promise<Caller>
  readonly isAdmin: (user: UserId) => Promise<boolean>
  readonly findToken: (token: string) => Promise<Extract<Administrator, { kind: 'token' }> | undefined>
}

/** One that names no scope is a bug that shows when the server starts, and not when somebody calls it. */
export function requireScopes(api: ApiServer): void {
  api.addHook('onRoute', (route) => {
    const { method, url, config } = route
    if (config?.scope === undefined) throw new Error(`${String(method)} ${url} is of administration and names no scope`)
    // The document says it, too.
    route.schema = Object.assign({}, route.schema, { 'x-scope': config.scope })
  })
}

/** Who calls what only administrators may: one of them, or a token of theirs that holds the scope of the call. */
export async function authenticateAdmin(request: FastifyRequest, deps: AdminAuthentication): Promise<Administrator> {
  const token = adminTokenIn(request)
  const { scope } = request.routeOptions.config
  if (token !== undefined) {
    const found = await deps.findToken(token)
    if (found === undefined) throw new ProblemError(appError('token-invalid'))
    if (scope === undefined || scope === 'no-token') throw new ProblemError(appError('token-refused'))
    if (found.scopes.includes(scope)) return found
    const detail = `This token lacks the scope "${scope}".`
    throw new ProblemError(appError('scope-missing', { detail, more: { scope } }))
  }
  const { user } = await deps.authenticate(request)
  if (!(await deps.isAdmin(user))) throw new ProblemError(appError('admin-required'))
  return { kind: 'user', user }
}

/** For calls of people: whoever comes with a token hears that none is taken here, or that it is none. */
export async function refuseTokens(
  request: FastifyRequest,
  { findToken }: Pick<AdminAuthentication, 'findToken'>,
): Promise<void> {
  const token = adminTokenIn(request)
  if (token === undefined) return
  throw new ProblemError(appError((await findToken(token)) === undefined ? 'token-invalid' : 'token-refused'))
}
