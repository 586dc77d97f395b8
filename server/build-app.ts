import { randomUUID } from 'node:crypto'
import fastifyCookie from '@fastify/cookie'
import Fastify, { type FastifyServerOptions, LogController } from 'fastify'
import { serializerCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod'
import type { Registry } from 'prom-client'
import { appError } from '../common/app-error.ts'
import { apiBase } from '../common/http-contract/api-paths.ts'
import { buildAccountRoutes, buildServerInfoRoutes } from './accounts/account-routes.ts'
import { buildAuthRoutes } from './accounts/auth-routes.ts'
import { buildPasswordRoutes } from './accounts/password-routes.ts'
import { buildUser } from './accounts/user-view.ts'
import type { Services } from './build-services.ts'
import { buildCredentialRoutes } from './credentials/credential-routes.ts'
import { buildHistoryRoutes } from './history/history-routes.ts'
import { addApiDocument } from './plugins/api-document.ts'
import type { AddRoutes, ApiServer } from './plugins/api-server.ts'
import { addAuthentication, authenticate, buildAccessTokenIssuer } from './plugins/authentication.ts'
import { addJsonBody } from './plugins/json-body.ts'
import { ProblemError } from './plugins/problem-error.ts'
import { addProblemReplies, refuseClient, sendProblem } from './plugins/problem-replies.ts'
import { addRateLimits } from './plugins/rate-limits.ts'
import { addRequestLog, logOptions } from './plugins/request-log.ts'
import { addSecurityHeaders } from './plugins/security-headers.ts'
import type { ServerSecrets } from './plugins/signing-keys.ts'
import { addWebApp } from './plugins/web-app.ts'
import { buildRoomRoutes } from './rooms/room-routes.ts'
import type { ServerConfig } from './server-config.ts'
import { addHealth, type CheckReadiness } from './server-health.ts'
import { addRequestMetrics } from './server-metrics.ts'
import { buildSyncRoutes } from './sync/sync-routes.ts'

export type AppDependencies = {
  readonly config: ServerConfig
  readonly secrets: ServerSecrets
  readonly services: Services
  readonly registry: Registry
  readonly checkReadiness: CheckReadiness
  readonly version: string
}

const bodyLimitBytes = 128 * 1_024
const requestTimeoutMs = 30_000

/** The HTTP side of the server: plugins in the order they are needed, then the domains' routes, in two scopes. */
export async function buildApp({ config, secrets, services, ...deps }: AppDependencies): Promise<ApiServer> {
  const app = createServer(config)
  addProblemReplies(app)
  addJsonBody(app)
  addRequestLog(app)
  addRequestMetrics(app, deps.registry)
  await addSecurityHeaders(app, config.natsWsUrls)
  await app.register(fastifyCookie)
  addHealth(app, { ...deps, metricsToken: config.metricsToken })
  if (!config.roles.includes('api')) {
    app.setNotFoundHandler((request, reply) => sendProblem(request, reply, appError('route-unknown')))
    return app
  }

  const authentication = { signingKey: secrets.accessTokenKey, checkDevice: services.sessions.check }
  await addAuthentication(app, authentication)
  const limits = await addRateLimits(app, config.limits)
  await addApiDocument(app, deps.version)

  const addScope = (routes: readonly AddRoutes[], prepare: (api: ApiServer) => void) =>
    app.register(
      async (scope) => {
        const api = scope.withTypeProvider<ZodTypeProvider>()
        prepare(api)
        for (const addRoutes of routes) addRoutes(api)
      },
      { prefix: apiBase },
    )

  await addScope(
    [
      buildAuthRoutes({
        ...services,
        limits,
        issueAccessToken: buildAccessTokenIssuer(app),
        authenticate: (request) => authenticate(app, request, authentication),
      }),
      buildServerInfoRoutes({ name: config.serverName, registration: config.registration }),
    ],
    (api) => api.addHook('onRequest', limits.address),
  )
  await addScope(
    [
      buildAccountRoutes(services),
      buildPasswordRoutes(services.passwords, limits),
      buildCredentialRoutes(services.credentials),
      buildRoomRoutes(services.rooms, buildUser),
      buildHistoryRoutes({
        history: services.history,
        isMember: async (user, room) => (await services.rooms.load(user, room)).ok,
      }),
      buildSyncRoutes(services.loadSync),
    ],
    (api) => {
      api.addHook('onRoute', (route) => {
        route.schema = { ...route.schema, security: [{ accessToken: [] }] }
      })
      // What only the caller may see is kept by no cache, neither on the way nor in a browser that others use too.
      api.addHook('onRequest', async (_request, reply) => {
        reply.header('cache-control', 'no-store')
      })
      // Before the body is read: whoever is not signed in learns nothing of what a call would have taken.
      api.addHook('onRequest', async (request) => {
        try {
          request.caller = await authenticate(app, request, authentication)
        } catch (fault) {
          if (fault instanceof ProblemError) await limits.address(request)
          throw fault
        }
        await limits.user(request)
      })
    },
  )
  await addWebApp(app, config.webDir)
  return app
}

function createServer(config: ServerConfig): ApiServer {
  const options: FastifyServerOptions = {
    logger: logOptions(config.logLevel),
    // Ours is one line a request: `addRequestLog`.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: bodyLimitBytes,
    requestTimeout: requestTimeoutMs,
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
  const app = Fastify(options)
  app.setSerializerCompiler(serializerCompiler)
  return app.withTypeProvider<ZodTypeProvider>()
}
