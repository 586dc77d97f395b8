import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client'
import { apiBase, apiPatterns } from '../common/http-contract/api-paths.ts'

export function createMetricsRegistry(): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return registry
}

/** How long calls take, by route pattern: never by address, which holds ids and what people search for. */
export function addRequestMetrics(app: FastifyInstance, registry: Registry): void {
  const seconds = new Histogram({
    name: 'natter_http_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  })
  const refusedSignIns = new Counter({
    name: 'natter_sign_in_failures_total',
    help: 'Sign-ins with a handle or password that is not right, or too many of them',
    labelNames: ['status'],
    registers: [registry],
  })
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    seconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1_000)
    const isRefused = reply.statusCode === 401 || reply.statusCode === 429
    if (route === apiBase + apiPatterns.login && isRefused) refusedSignIns.inc({ status: reply.statusCode })
  })
}

const loopback = /^(?:127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/

const proxyHeaders = ['forwarded', 'via', 'x-real-ip', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']

/**
 * Who may read the figures: who has the token, or, where none is set, this machine. A request that a proxy hands on
 * comes from this machine too, so one that says so is not let in without a token.
 */
export function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  if (token !== undefined) return isSame(request.headers.authorization ?? '', `Bearer ${token}`)
  const isHandedOn = proxyHeaders.some((name) => request.headers[name] !== undefined)
  return !isHandedOn && loopback.test(request.ip)
}

/** Takes as long whether the first letter is wrong or the last. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(one), digest(other))
}
