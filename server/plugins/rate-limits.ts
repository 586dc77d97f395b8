import fastifyRateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type AppError, appError } from '../../common/app-error.ts'
import { ProblemError } from './problem-error.ts'

/** Counts this request; throws the problem `rate-limited` with how long to wait where it is one too many. */
export type CountRequest = (request: FastifyRequest) => Promise<void>

export type RateLimiters = {
  readonly signUp: CountRequest
  readonly signInOfAddress: CountRequest
  /** By which the address of a request is counted: IPv6 by its /64. */
  readonly addressOf: (request: FastifyRequest) => string
  /** A caller's own password, asked for again. Apart from sign-ins, which anybody can use up for an account. */
  readonly passwordOfUser: CountRequest
  /** Everything that needs no sign-in, and every call whose token was refused. */
  readonly address: CountRequest
  readonly user: CountRequest
  /** Each is told to everybody who knows the caller. */
  readonly profileOfUser: CountRequest
  /** Each is decoded, and may take seconds of a core. */
  readonly picturesOfUser: CountRequest
  /** Each reads a whole room: in an hour as many as others in two seconds. */
  readonly exportsOfUser: CountRequest
  /** Each looks through all files of a room. */
  readonly measuresOfUser: CountRequest
  /** Each may be worth hundreds of other calls. */
  readonly syncOfUser: CountRequest
}

type Limits = {
  readonly signUpsPerMinute: number
  readonly signInsPerMinute: number
  readonly requestsPerMinute: number
}

const windowMs = 60_000
const hourMs = 3_600_000
/** Keys remembered a bucket; the least recently seen are forgotten first. */
const keysKept = 50_000

/**
 * Separate buckets, in memory: with several copies of the server each counts for itself. By address: IPv6 by its /64,
 * which is what one household has.
 */
export async function addRateLimits(app: FastifyInstance, limits: Limits): Promise<RateLimiters> {
  await app.register(fastifyRateLimit, { global: false, cache: keysKept })
  const bucket = (
    max: number,
    keyGenerator?: (request: FastifyRequest) => string,
    timeWindow = windowMs,
  ): CountRequest => {
    const count = app.createRateLimit({ max, timeWindow, ...(keyGenerator ? { keyGenerator } : {}) })
    return async (request) => {
      const counted = await count(request)
      if (counted.isAllowed || !counted.isExceeded) return
      throw new ProblemError(rateLimited(counted.ttl))
    }
  }
  return {
    signUp: bucket(limits.signUpsPerMinute),
    signInOfAddress: bucket(limits.signInsPerMinute),
    addressOf: ({ ip }) => networkOf(ip),
    passwordOfUser: bucket(limits.signInsPerMinute, userOf),
    address: bucket(limits.requestsPerMinute),
    user: bucket(limits.requestsPerMinute, userOf),
    profileOfUser: bucket(Math.ceil(limits.requestsPerMinute / 20), userOf),
    picturesOfUser: bucket(Math.ceil(limits.requestsPerMinute / 60), userOf),
    measuresOfUser: bucket(Math.ceil(limits.requestsPerMinute / 20), userOf),
    exportsOfUser: bucket(Math.ceil(limits.requestsPerMinute / 30), userOf, hourMs),
    syncOfUser: bucket(Math.ceil(limits.requestsPerMinute / 5), userOf),
  }
}

function userOf({ caller, administrator: by }: FastifyRequest): string {
  if (by !== undefined) return by.kind === 'user' ? by.user : by.token
  return caller?.user ?? ''
}

export function rateLimited(retryAfterMs: number): AppError {
  const seconds = Math.max(1, Math.ceil(retryAfterMs / 1_000))
  const detail = `Too many tries. Wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'} and try again.`
  return appError('rate-limited', { retryAfterMs, detail })
}

/** What one household has: an IPv4 address, or the first half of an IPv6 one. */
export function networkOf(ip: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1]
  if (mapped !== undefined || !ip.includes(':')) return mapped ?? ip
  const [head = '', tail] = (ip.split('%')[0] ?? '').split('::')
  const groups = head === '' ? [] : head.split(':')
  const after = tail === undefined || tail === '' ? [] : tail.split(':')
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - after.length)
  const all = [...groups, ...Array.from({ length: missing }, () => '0'), ...after]
  return all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')
}
