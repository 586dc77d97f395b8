import { z } from 'zod'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { parseJson } from '../accounts/account-book.ts'
import type { AppHandler } from './app-handler.ts'

/** The one refresh token of an account; it never reaches a page or a worker. */
export type RefreshTokens = {
  load(): Promise<string | undefined>
  put(token: string): Promise<void>
  remove(): Promise<void>
}

export type AuthRelayDeps = {
  readonly relay: AppHandler
  readonly tokens: RefreshTokens
  /** Whoever signed in, as the server tells it. */
  readonly onUser: (user: SessionUser) => void
  /** The access token that went to the engine, and whose it is; undefined: there is none any more. */
  readonly onAccess: (held: HeldAccess | undefined) => void
  readonly log: (line: string) => void
}
export type HeldAccess = { readonly user: string; readonly token: string }
type SessionUser = { readonly handle: string; readonly displayName: string }

const sessionSchema = z.looseObject({
  refreshToken: z.string().optional(),
  accessToken: z.string().optional(),
  user: z.looseObject({ id: z.string().optional(), handle: z.string(), displayName: z.string() }),
})

/**
 * Signing in, staying signed in and signing out, for an engine that knows cookies only: the token goes out and comes in
 * here, sealed in between. The engine keeps the name of its attempt, as it does in a browser, so an answer that was lost
 * on the way is no theft here either.
 */
export function buildAuthRelay({ relay, tokens, onUser, onAccess, log }: AuthRelayDeps): AppHandler {
  let underWay: Promise<unknown> = Promise.resolve()
  /** One after the other: of two that send the same token at once, one would be a thief. */
  function inTurn(job: () => Promise<Response>): Promise<Response> {
    const done = underWay.then(job)
    underWay = done.catch(() => undefined)
    return done
  }

  async function keep(answer: Response): Promise<Response> {
    if (!answer.ok) return answer
    const session = sessionSchema.safeParse(parseJson(await answer.text()))
    // Not our server's: nothing in it is passed on, least of all what may be a token.
    if (!session.success) return Response.error()
    const { refreshToken, ...told } = session.data
    // On disk before the engine hears of it: were it the other way round, a crash in between would end the session.
    if (refreshToken !== undefined) await tokens.put(refreshToken).catch(() => log('a token could not be kept'))
    onUser(session.data.user)
    const { user, accessToken } = session.data
    onAccess(accessToken && user.id ? { user: user.id, token: accessToken } : undefined)
    return new Response(JSON.stringify(told), {
      status: answer.status,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    })
  }
  async function signIn(request: Request): Promise<Response> {
    const headers = new Headers(request.headers)
    headers.set('natter-client', 'desktop')
    return keep(await relay(new Request(request, { headers })))
  }
  async function withToken(request: Request): Promise<Response> {
    const refreshToken = await tokens.load()
    const headers = new Headers(request.headers)
    headers.set('content-type', 'application/json')
    return relay(
      new Request(request.url, { method: 'POST', headers, body: JSON.stringify(refreshToken ? { refreshToken } : {}) }),
    )
  }
  async function refresh(request: Request): Promise<Response> {
    const answer = await withToken(request)
    // The session is over.
    if (answer.status === 401 || answer.status === 403) onAccess(undefined)
    return keep(answer)
  }
  async function signOut(request: Request): Promise<Response> {
    onAccess(undefined)
    const answer = await withToken(request)
    // Whatever the server says of it, it is not to be used again; where nobody answered it is needed for the next try.
    if (answer.ok || (answer.status >= 400 && answer.status < 500 && answer.status !== 429)) await tokens.remove()
    return answer
  }

  return async (request) => {
    const { pathname } = new URL(request.url)
    if (request.method !== 'POST') return relay(request)
    switch (pathname) {
      case apiPaths.register:
      case apiPaths.login:
        return inTurn(() => signIn(request))
      case apiPaths.refresh:
        return inTurn(() => refresh(request))
      case apiPaths.logout:
        return inTurn(() => signOut(request))
      default:
        return relay(request)
    }
  }
}
