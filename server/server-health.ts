import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Registry } from 'prom-client'
import { type AppError, appError, sentenceOf } from '../common/app-error.ts'
import { apiBase } from '../common/http-contract/api-paths.ts'
import type { ApiServer } from './plugins/api-server.ts'
import { buildProblem, problemMediaType } from './plugins/problem-error.ts'
import { sendProblem } from './plugins/problem-replies.ts'
import { mayReadMetrics } from './server-metrics.ts'

export type HealthPart = 'store' | 'nats' | 'streams' | 'archiver'
/** The parts that fail, with why; none: ready. */
export type CheckReadiness = () => Promise<readonly { readonly part: HealthPart; readonly error: AppError }[]>

export type HealthOptions = {
  readonly checkReadiness: CheckReadiness
  readonly registry: Registry
  readonly metricsToken: string | undefined
}

/** `/healthz`: the process answers. `/readyz`: it can do its work, or which part it lacks. `/metrics`: figures. */
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

async function answerReadiness(request: FastifyRequest, reply: FastifyReply, options: HealthOptions) {
  const failing = await options.checkReadiness()
  const first = failing[0]
  if (first === undefined) return reply.send({ status: 'ready' })
  const detail = failing.map(({ part, error }) => `${part}: ${sentenceOf(error)}`).join(' ')
  const problem = buildProblem({ code: first.error.code, detail }, request.id)
  return reply
    .code(503)
    .type(problemMediaType)
    .send(JSON.stringify({ ...problem, status: 503, failing: failing.map(({ part }) => part) }))
}
