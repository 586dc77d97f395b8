// Its declarations add cookies to Fastify's requests and replies.
import type {} from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { appError } from '../../common/app-error.ts'
import { apiBase } from '../../common/http-contract/api-paths.ts'
import type { Result } from '../../common/result.ts'
import { err, ok } from '../../common/result.ts'
import { refreshLifeMs } from './refresh-token.ts'

/**
 * Where a browser keeps its refresh token: out of reach of scripts, sent to the two calls that need it and to no other
 * site. The desktop keeps its own in the keychain and says so with `Natter-Client: desktop`.
 */
const cookieName = 'natter_refresh'
const cookiePath = `${apiBase}/auth`
export const clientHeader = 'natter-client'
export const attemptHeader = 'natter-refresh-attempt'

export function isDesktop({ headers }: FastifyRequest): boolean {
  return headers[clientHeader] === 'desktop'
}

export function putRefreshCookie(request: FastifyRequest, reply: FastifyReply, token: string): void {
  const options = {
    httpOnly: true,
    sameSite: 'strict',
    path: cookiePath,
    secure: request.protocol === 'https',
  } as const
  reply.setCookie(cookieName, token, { ...options, maxAge: Math.floor(refreshLifeMs / 1_000) })
}

export function clearRefreshCookie(request: FastifyRequest, reply: FastifyReply): void {
  const options = {
    httpOnly: true,
    sameSite: 'strict',
    path: cookiePath,
    secure: request.protocol === 'https',
  } as const
  reply.clearCookie(cookieName, options)
}

/** The cookie's token, undefined where there is none; a problem where another site's page may have made the call. */
export function takeRefreshCookie(request: FastifyRequest): Result<string | undefined> {
  const token = request.cookies[cookieName]
  if (token === undefined || token === '') return ok(undefined)
  return isOwnPage(request) ? ok(token) : err(appError('not-allowed', { detail: 'This call came from another site.' }))
}

/**
 * SameSite is the first lock, this the second: same origin, and something no plain form can send. A call that says neither
 * origin nor site comes from no page: browsers put the origin on every POST of another site.
 */
function isOwnPage(request: FastifyRequest): boolean {
  const { headers } = request
  const site = headers['sec-fetch-site']
  if (site === undefined && headers.origin === undefined) return true
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false
  if (headers.origin !== undefined && !isAtHost(headers.origin, request.host)) return false
  const isJson = (headers['content-type'] ?? '').toLowerCase().startsWith('application/json')
  return isJson || headers[clientHeader] !== undefined || headers[attemptHeader] !== undefined
}

/** By host and port. The scheme is the proxy's where one ends TLS, and a usual port may be left out or not. */
function isAtHost(origin: string, host: string): boolean {
  if (!URL.canParse(origin)) return false
  const { protocol, host: originHost } = new URL(origin)
  const own = `${protocol}//${host}`
  return URL.canParse(own) && new URL(own).host === originHost
}
