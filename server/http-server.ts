import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import { appError } from '../common/app-error.ts'
import type { ApiServer } from './plugins/api-server.ts'
import { addBodyDeadline } from './plugins/body-deadline.ts'
import { addJsonBody } from './plugins/json-body.ts'
import { addProblemReplies, refuseClient, sendProblem } from './plugins/problem-replies.ts'
import { addProxyWarning } from './plugins/proxy-warning.ts'
import { addRequestLog, logOptions } from './plugins/request-log.ts'
import { addSecurityHeaders } from './plugins/security-headers.ts'
import type { ServerConfig } from './server-config.ts'
import { addHealth, type HealthOptions } from './server-health.ts'
import { addRequestMetrics } from './server-metrics.ts'
import type { ShownCertificate } from './shown-certificate.ts'

const bodyLimitBytes = 128 * 1_024
const bodyTimeoutMs = 30_000

/**
 * What every copy of the server has, whatever its roles: problem replies, the log, health and figures.
 * @param shown the certificate of https; none: http
 */
export async function buildHttpServer(
  config: ServerConfig,
  health: HealthOptions,
  shown?: ShownCertificate,
): Promise<ApiServer> {
  const app = createServer(config, shown)
  addProblemReplies(app)
  addJsonBody(app)
  addBodyDeadline(app, bodyTimeoutMs)
  addRequestLog(app)
  addProxyWarning(app, config.trustedProxies)
  addRequestMetrics(app, health.registry)
  await addSecurityHeaders(app, config.natsWsUrls)
  await app.register(fastifyCookie)
  addHealth(app, health)
  // The web app has words of its own for an address that nobody knows.
  if (!config.roles.includes('api')) {
    app.setNotFoundHandler((request, reply) => sendProblem(request, reply, appError('route-unknown')))
  }
  return app
}

function createServer(config: ServerConfig, shown: ShownCertificate | undefined): ApiServer {
  const options: FastifyServerOptions = {
    logger: logOptions(config.logLevel),
    // Ours is one line a request: `addRequestLog`.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    // Of bodies, by `addBodyDeadline`: an upload may take longer.
    requestTimeout: 0,
    // A caller's own id would let one forge another's lines in the log.
    requestIdHeader: false,
    genReqId: () => randomUUID(),
    trustProxy: config.trustedProxies.length > 0 ? [...config.trustedProxies] : false,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: refuseClient,
    frameworkErrors: (_fault, request, reply) => {
      void sendProblem(request, reply, appError('request-invalid', { detail: 'The address is not a readable URL.' }))
    },
  }
  const app = shown === undefined ? Fastify(options) : createSecure(options, shown)
  app.server.headersTimeout = bodyTimeoutMs
  app.setSerializerCompiler(serializerCompiler)
  return app.withTypeProvider<ZodTypeProvider>()
}

/** Fastify types an https server as another kind of instance; whoever adds routes to it need not know. */
function createSecure(options: FastifyServerOptions, { context }: ShownCertificate): FastifyInstance {
  const app = Fastify({ ...options, https: context } as FastifyServerOptions)
  return app
}
