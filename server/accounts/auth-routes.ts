import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import {
  askResetBodySchema,
  completeResetBodySchema,
  loginBodySchema,
  normalizeHandle,
  refreshBodySchema,
  registerBodySchema,
  type Session,
  sessionSchema,
} from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import type { DeviceId, UserId } from '../../common/ids.ts'
import type { AddRoutes, Caller } from '../plugins/api-server.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import { rateLimited } from '../plugins/rate-limits.ts'
import type { AccountService } from './account-service.ts'
import { nameSystem } from './device-system.ts'
import type { GuessBrake } from './guess-brake.ts'
import { attemptHeader, clearRefreshCookie, isDesktop, putRefreshCookie, takeRefreshCookie } from './refresh-cookie.ts'
import type { ResetService } from './reset-service.ts'
import type { DeviceAbout, SessionService, StartedSession } from './session-service.ts'
import { buildMe } from './user-view.ts'

export type AuthRoutesDependencies = {
  readonly accounts: AccountService
  readonly sessions: SessionService
  readonly brake: GuessBrake
  readonly resets: ResetService
  readonly pendingCuts: FindPending
  readonly issueAccessToken: (user: UserId, device: DeviceId) => string
  /** The caller by access token; throws a problem where there is none. */
  readonly authenticate: (request: FastifyRequest) => Promise<Caller>
  readonly limits: {
    readonly signUp: (request: FastifyRequest) => Promise<void>
    readonly signInOfAddress: (request: FastifyRequest) => Promise<void>
    readonly addressOf: (request: FastifyRequest) => string
  }
}

const tags = ['sign-in']
const nothing = (done: string) => z.undefined().describe(done)
/** Browsers may send nothing at all: the cookie says it. */
const refreshBody = refreshBodySchema.optional()
const attemptPattern = /^[\w-]{16,128}$/

export function buildAuthRoutes(deps: AuthRoutesDependencies): AddRoutes {
  const { accounts, sessions, limits } = deps

  /** `inBody`: the caller keeps the refresh token itself, as the desktop does, and has no cookie. */
  function answer(request: FastifyRequest, reply: FastifyReply, started: StartedSession, inBody: boolean): Session {
    const { user, device, refreshToken } = started
    const session = { user: buildMe(user, device), accessToken: deps.issueAccessToken(user.id, device) }
    // What holds tokens is kept by no cache on the way.
    reply.header('cache-control', 'no-store')
    if (inBody) return { ...session, refreshToken }
    putRefreshCookie(request, reply, refreshToken)
    return session
  }

  return (api) => {
    api.post(
      apiPatterns.register,
      {
        schema: {
          tags,
          summary: 'Make an account and sign in',
          description: 'The first account of a server becomes its admin.',
          body: registerBodySchema,
          response: { 201: sessionSchema },
        },
        onRequest: limits.signUp,
      },
      async (request, reply) => {
        const user = valueOrProblem(await accounts.register(request.body))
        const started = await sessions.start(user, aboutOf(request, request.body.deviceName))
        return reply.code(201).send(answer(request, reply, started, isDesktop(request)))
      },
    )
    api.post(
      apiPatterns.login,
      {
        schema: {
          tags,
          summary: 'Sign in with handle or e-mail and password',
          body: loginBodySchema,
          response: { 200: sessionSchema },
        },
        onRequest: limits.signInOfAddress,
      },
      async (request, reply) => {
        const guess = [limits.addressOf(request), normalizeHandle(request.body.handle)] as const
        const waitMs = deps.brake.begin(...guess)
        if (waitMs > 0) throw new ProblemError(rateLimited(waitMs))
        const user = valueOrProblem(await accounts.signIn(request.body))
        deps.brake.onRight(...guess)
        const started = await sessions.start(user, aboutOf(request, request.body.deviceName))
        return answer(request, reply, started, isDesktop(request))
      },
    )
    api.post(
      apiPatterns.askReset,
      {
        schema: {
          tags,
          summary: 'Ask for a new password by mail',
          description:
            'Always the same answer, at once. Where this server sends no mail (`GET /server`), an administrator hands out a code.',
          body: askResetBodySchema,
          response: { 202: nothing('Whoever has that account, and an address that is proven, gets mail.') },
        },
        onRequest: limits.signInOfAddress,
      },
      async (request, reply) => {
        deps.resets.ask(request.body.handle)
        return reply.code(202).send()
      },
    )
    api.post(
      apiPatterns.completeReset,
      {
        schema: {
          tags,
          summary: 'Choose a new password with a code; every device is signed out',
          description: 'Codes are good for an hour, and once.',
          body: completeResetBodySchema,
          response: cutResponses('The password is the new one; the broker refuses the credentials of all devices.'),
        },
        onRequest: limits.signInOfAddress,
      },
      async (request, reply) => {
        const user = valueOrProblem(await deps.resets.complete(request.body.code, request.body.newPassword))
        return sendCut(reply, await deps.pendingCuts.ofUsers([user]))
      },
    )
    api.post(
      apiPatterns.refresh,
      {
        schema: {
          tags,
          summary: 'Exchange the refresh token for a new one and an access token',
          description:
            'Browsers send the cookie, the desktop the token, and each gets the next one as it sent it. ' +
            '`Natter-Refresh-Attempt`: 16 random bytes or more in ' +
            'base64url, the same when an exchange is tried again because its answer was lost.',
          body: refreshBody,
          response: { 200: sessionSchema },
        },
      },
      async (request, reply) => {
        const sent = request.body?.refreshToken
        const token = sent ?? valueOrProblem(takeRefreshCookie(request))
        if (token === undefined) throw new ProblemError(appError('sign-in-required'))
        const refreshed = await sessions.refresh(token, attemptOf(request))
        // Each gets the next one as it sent this one: in a cookie the desktop's would be lost, and with it the device; in
        // the body a browser's would be within reach of a script, whatever header it sets.
        if (refreshed.ok) return answer(request, reply, refreshed.value, sent !== undefined)
        if (refreshed.error.code === 'session-ended') clearRefreshCookie(request, reply)
        throw new ProblemError(refreshed.error)
      },
    )
    api.post(
      apiPatterns.logout,
      {
        schema: {
          tags,
          summary: 'Sign this device out and cut its connection',
          description: 'The device is that of the access token, of the refresh token, or of both.',
          body: refreshBody,
          response: cutResponses('Signed out; the broker refuses the old credential.'),
        },
      },
      async (request, reply) => {
        const token = request.body?.refreshToken ?? valueOrProblem(takeRefreshCookie(request))
        const caller = request.headers.authorization === undefined ? undefined : await callerIfAny(deps, request)
        if (token === undefined && caller === undefined) throw new ProblemError(appError('sign-in-required'))
        clearRefreshCookie(request, reply)
        // By token first: whether spent or not it names the family, and after the end of the device it would not.
        const devices = new Set<DeviceId>()
        const ofToken = token === undefined ? undefined : valueOrProblem(await sessions.endByToken(token))
        if (ofToken !== undefined) devices.add(ofToken)
        if (caller !== undefined) {
          valueOrProblem(await sessions.end(caller.user, caller.device))
          devices.add(caller.device)
        }
        return sendCut(reply, await deps.pendingCuts.ofDevices([...devices]))
      },
    )
  }
}

/** An access token that expired is no reason to refuse a sign-out, where a refresh token says who it is. */
async function callerIfAny(deps: AuthRoutesDependencies, request: FastifyRequest): Promise<Caller | undefined> {
  try {
    return await deps.authenticate(request)
  } catch (fault) {
    if (fault instanceof ProblemError && fault.error.code !== 'store-unavailable') return undefined
    throw fault
  }
}

function attemptOf({ headers }: FastifyRequest): string | undefined {
  const attempt = headers[attemptHeader]
  if (attempt === undefined) return undefined
  if (typeof attempt === 'string' && attemptPattern.test(attempt)) return attempt
  const fields = { [`/headers/${attemptHeader}`]: 'must be 16 to 128 characters of base64url' }
  throw new ProblemError(appError('request-invalid', { fields }))
}

function aboutOf(request: FastifyRequest, name: string | undefined): DeviceAbout {
  const system = nameSystem(request.headers['user-agent'] ?? '')
  return { name: name ?? usualName(request), system, address: request.ip }
}

function usualName(request: FastifyRequest): string {
  return isDesktop(request) ? 'Desktop' : 'Browser'
}
