import fastifyJwt from '@fastify/jwt'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { deviceIdSchema, userIdSchema } from '../../common/id-schemas.ts'
import type { DeviceId, UserId } from '../../common/ids.ts'
import type { Result } from '../../common/result.ts'
import type { Caller } from './api-server.ts'
import { ProblemError, valueOrProblem } from './problem-error.ts'

export const accessTokenLifeSeconds = 15 * 60

const payloadSchema = z.object({ sub: userIdSchema, device: deviceIdSchema })

export type AuthenticationOptions = {
  /** Ed25519, PEM. */
  readonly signingKey: { readonly privatePem: string; readonly publicPem: string }
  /** Asked for every call, so that what was signed out or suspended a moment ago is refused now. */
  readonly checkDevice: (user: UserId, device: DeviceId, address?: string) => Promise<Result<void>>
}

/** Reads and makes access tokens: Ed25519 and nothing else, whatever a token's own header claims. */
export async function addAuthentication(app: FastifyInstance, options: AuthenticationOptions): Promise<void> {
  const { privatePem, publicPem } = options.signingKey
  app.decorateRequest('caller', undefined)
  app.decorateRequest('administrator', undefined)
  await app.register(fastifyJwt, {
    secret: { private: privatePem, public: publicPem },
    sign: { algorithm: 'EdDSA', expiresIn: `${accessTokenLifeSeconds}s` },
    verify: { algorithms: ['EdDSA'], requiredClaims: ['sub', 'device', 'exp'] },
  })
}

/** A key to the calls of administration, as it was sent. */
export function adminTokenIn(request: FastifyRequest): string | undefined {
  return /^bearer +(nat_\S*)$/i.exec(request.headers.authorization ?? '')?.[1]
}

/** The caller of a request, or a problem. */
export async function authenticate(
  app: FastifyInstance,
  request: FastifyRequest,
  options: AuthenticationOptions,
): Promise<Caller> {
  // The scheme's name in any case: RFC 9110, section 11.1.
  const accessToken = /^bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(request.headers.authorization ?? '')?.[1]
  if (accessToken === undefined) throw new ProblemError(appError('sign-in-required'))
  const payload = payloadSchema.safeParse(verify(app, accessToken))
  if (!payload.success) throw new ProblemError(appError('sign-in-required'))
  const { sub: user, device } = payload.data
  valueOrProblem(await options.checkDevice(user, device, request.ip))
  return { user, device, accessToken }
}

function verify(app: FastifyInstance, token: string): unknown {
  try {
    return app.jwt.verify(token)
  } catch {
    // Expired, forged or of another algorithm: the caller is told the same, and renews.
    return undefined
  }
}

export type IssueAccessToken = (user: UserId, device: DeviceId) => string

export function buildAccessTokenIssuer(app: FastifyInstance): IssueAccessToken {
  return (user, device) => app.jwt.sign({ sub: user, device })
}
