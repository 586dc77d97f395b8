import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import { type AppError, appError, sentenceOf } from '../common/app-error.ts'
import { apiBase } from '../common/http-contract/api-paths.ts'
import type { ApiServer } from './plugins/api-server.ts'
import { buildProblem, problemMediaType } from './plugins/problem-error.ts'
import { sendProblem } from './plugins/problem-replies.ts'
import type { RoleName } from './server-config.ts'
import { mayReadMetrics } from './server-metrics.ts'

export type HealthPart = 'store' | 'nats' | 'streams' | 'tls' | RoleName

/**
 * Something that is not as it should be. `failing`: this copy cannot do its work, so nobody is to be sent to it.
 * `warning`: to be seen to, but taking this copy away would help nobody, since another one is no better off.
 */
export type Trouble = { readonly part: HealthPart; readonly error: AppError; readonly gravity: 'failing' | 'warning' }
/** None: all is well. */
export type CheckReadiness = () => Promise<readonly Trouble[]>

export type HealthOptions = {
  readonly checkReadiness: CheckReadiness
  readonly registry: Registry
  readonly metricsToken: string | undefined
}

/** `/healthz`: the process answers. `/readyz`: it can do its work, and what is wrong. `/metrics`: figures. */
export function addHealth(app: ApiServer, options: HealthOptions): void {
  for (const base of ['', apiBase]) {
    const hidden = { schema: { hide: true } }
    app.get(`${base}/healthz`, hidden, async () => ({ status: 'ok' }))
    app.get(`${base}/readyz`, hidden, (request, reply) => answerReadiness(request, reply, options))
    app.get(`${base}/metrics`, hidden, async (request, reply) => {
      if (!mayReadMetrics(request, options.metricsToken)) return sendProblem(request, reply, appError('route-unknown'))
      return reply.type(options.registry.contentType).send(await options.registry.metrics())
    })
  }
}

/** 200 while this copy can work, with what is to be seen to; else 503, which names the parts that fail. */
async function answerReadiness(request: FastifyRequest, reply: FastifyReply, options: HealthOptions) {
  const troubles = await options.checkReadiness()
  const failing = troubles.filter(({ gravity }) => gravity === 'failing')
  const warnings = troubles
    .filter(({ gravity }) => gravity === 'warning')
    .map(({ part, error }) => ({ part, detail: sentenceOf(error) }))
  const warned = warnings.length > 0 ? { warnings } : {}
  const first = failing[0]
  if (first === undefined) return reply.send({ status: 'ready', ...warned })
  const detail = failing.map(({ part, error }) => `${part}: ${sentenceOf(error)}`).join(' ')
  const problem = buildProblem({ code: first.error.code, detail }, request.id)
  return reply
    .code(503)
    .type(problemMediaType)
    .send(JSON.stringify({ ...problem, status: 503, failing: failing.map(({ part }) => part), ...warned }))
}
