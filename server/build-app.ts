import type { FastifyRequest } from 'fastify'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import { credentialLife, maxRoomsOfUser } from '../common/credential-scope.ts'
import { apiBase } from '../common/http-contract/api-paths.ts'
import { maxAvatarBytes } from '../common/http-contract/profile-contract.ts'
import { mostSaved } from '../common/http-contract/saved-contract.ts'
import { maxTextCharacters } from '../common/well-formed-text.ts'
import { buildAccountRoutes } from './accounts/account-routes.ts'
import { buildAuthRoutes } from './accounts/auth-routes.ts'
import { buildOwnSettingsRoutes } from './accounts/own-settings-routes.ts'
import { buildPasswordRoutes } from './accounts/password-routes.ts'
import { refreshLifeMs } from './accounts/refresh-token.ts'
import { buildUser } from './accounts/user-view.ts'
import { buildOwnNoticeRoutes } from './admin/own-notice-routes.ts'
import { buildServerInfoRoutes } from './admin/server-settings-routes.ts'
import { buildAvatarRoutes, buildInviteAvatarRoutes } from './avatars/avatar-routes.ts'
import { buildBotRenewalRoutes, buildBotRoutes } from './bots/bot-routes.ts'
import { buildHookRoutes, buildWebhookRoutes } from './bots/webhook-routes.ts'
import { buildAdminRoutes } from './build-admin.ts'
import type { Services } from './build-services.ts'
import { buildContactRoutes } from './contacts/contact-routes.ts'
import { buildReportRoutes } from './contacts/report-routes.ts'
import { buildCredentialRoutes } from './credentials/credential-routes.ts'
import { buildDepartureRoutes, buildErasureRoutes } from './departures/departure-routes.ts'
import { buildExportRoutes } from './exports/export-routes.ts'
import { buildFileCopyRoutes } from './files/file-copy-routes.ts'
import { buildDisposition, cleanFileName } from './files/file-name.ts'
import { buildFileRoutes } from './files/file-routes.ts'
import { buildPreviewRoutes } from './files/preview-routes.ts'
import { buildUploadRoutes } from './files/upload-routes.ts'
import { buildForwardRoutes } from './forwards/forward-routes.ts'
import { buildHistoryRoutes } from './history/history-routes.ts'
import { buildInboxRoutes } from './inbox/inbox-routes.ts'
import { authenticateAdmin, refuseTokens, requireScopes } from './plugins/admin-authentication.ts'
import { addApiDocument } from './plugins/api-document.ts'
import type { AddRoutes, ApiServer } from './plugins/api-server.ts'
import { addAuthentication, authenticate, buildAccessTokenIssuer } from './plugins/authentication.ts'
import { addIdempotency } from './plugins/idempotency.ts'
import { buildInstallerRoutes } from './plugins/installers.ts'
import { addLargeAnswers } from './plugins/large-answers.ts'
import { ProblemError } from './plugins/problem-error.ts'
import { addRateLimits } from './plugins/rate-limits.ts'
import { addWebApp } from './plugins/web-app.ts'
import { buildKeptDataRoutes } from './retention/kept-data-routes.ts'
import { buildInvitePreviewRoutes, buildInviteRoutes } from './rooms/invite-routes.ts'
import { buildModerationRoutes } from './rooms/moderation-routes.ts'
import { buildRoomRoutes } from './rooms/room-routes.ts'
import { buildSavedRoutes } from './saved/saved-routes.ts'
import { buildSearchRoutes } from './search/search-routes.ts'
import type { ServerSecrets } from './secrets/server-secrets.ts'
import type { ServerConfig } from './server-config.ts'
import { buildSyncRoutes } from './sync/sync-routes.ts'
import { buildThreadRoutes } from './threads/thread-routes.ts'

export type ApiDependencies = {
  readonly config: ServerConfig
  readonly secrets: ServerSecrets
  readonly services: Services
  readonly version: string
}

/** The API and the web app: plugins in the order they are needed, then the domains' routes, in two scopes. */
export async function addApi(app: ApiServer, { config, secrets, services, version }: ApiDependencies): Promise<void> {
  const authentication = { signingKey: secrets.accessTokenKey, checkDevice: services.sessions.check }
  await addAuthentication(app, authentication)
  const limits = await addRateLimits(app, config.limits)
  await addApiDocument(app, version)

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
      buildInvitePreviewRoutes(services),
      buildErasureRoutes(services),
      buildInviteAvatarRoutes(services),
      buildInstallerRoutes(config.installersDir),
      buildBotRenewalRoutes(services),
      buildHookRoutes(services),
      buildServerInfoRoutes(services.settings, {
        name: config.serverName,
        version,
        mail: config.mail !== undefined,
        ...(config.demo ? { demo: true as const } : {}),
        limits: {
          ...{ rooms: maxRoomsOfUser, textCharacters: maxTextCharacters, avatarBytes: maxAvatarBytes },
          saved: mostSaved,
        },
      }),
      buildKeptDataRoutes(async () => ({
        retentionDays: (await services.settings.load()).retentionDays,
        store: config.mongodbUrl === undefined ? 'sqlite' : 'mongo',
        files: config.files.kind,
        credentialMs: config.credentialLifeMs ?? credentialLife.defaultMs,
        signInMs: refreshLifeMs,
      })),
    ],
    (api) => api.addHook('onRequest', limits.address),
  )
  const administration = {
    isAdmin: services.isAdmin,
    findToken: services.tokens.find,
    authenticate: (request: FastifyRequest) => authenticate(app, request, authentication),
  }
  await addScope(
    [
      buildAccountRoutes(services, limits.profileOfUser),
      buildAvatarRoutes(services, limits.picturesOfUser),
      buildPasswordRoutes(services, limits),
      buildDepartureRoutes(services, limits),
      buildOwnSettingsRoutes(services.ownSettings),
      buildCredentialRoutes(services.credentials),
      buildRoomRoutes(services, buildUser),
      buildModerationRoutes({ ...services, buildUser }),
      buildContactRoutes({ ...services, buildUser }),
      buildInviteRoutes({ ...services, buildUser }),
      buildReportRoutes(services),
      buildOwnNoticeRoutes(services),
      buildWebhookRoutes(services),
      buildBotRoutes({ ...services, buildUser }, limits.profileOfUser),
      buildHistoryRoutes(services),
      buildThreadRoutes(services),
      buildSavedRoutes(services),
      buildExportRoutes({ ...services, buildDisposition, cleanFileName }, limits),
      buildUploadRoutes({ ...services.files, loadReach: services.loadReach }),
      buildFileRoutes(services.files.files),
      buildFileCopyRoutes(services.files.copyFile),
      buildForwardRoutes(services.sealForward),
      buildPreviewRoutes(services.files.previewLink),
      buildSearchRoutes(services),
      buildInboxRoutes(services),
      buildSyncRoutes(services.loadSync, limits.syncOfUser),
    ],
    (api) => {
      prepareSignedIn(api)
      // Before the body is read: whoever is not signed in learns nothing of what a call would have taken.
      api.addHook('onRequest', async (request) => {
        try {
          await refuseTokens(request, administration)
          request.caller = await authenticate(app, request, authentication)
        } catch (fault) {
          if (fault instanceof ProblemError) await limits.address(request)
          throw fault
        }
        await limits.user(request)
      })
      addIdempotency(api, services.records, Date.now)
    },
  )
  await addScope(buildAdminRoutes(services), (api) => {
    requireScopes(api)
    prepareSignedIn(api)
    api.addHook('onRequest', async (request) => {
      try {
        request.administrator = await authenticateAdmin(request, administration)
      } catch (fault) {
        if (fault instanceof ProblemError) await limits.address(request)
        throw fault
      }
      await limits.user(request)
    })
    addIdempotency(api, services.records, Date.now)
  })
  await addWebApp(app, config.webDir)
}

function prepareSignedIn(api: ApiServer): void {
  api.addHook('onRoute', (route) => {
    route.schema = { ...route.schema, security: [{ accessToken: [] }] }
  })
  // What only the caller may see is kept by no cache, neither on the way nor in a browser that others use too.
  api.addHook('onRequest', async (_request, reply) => {
    reply.header('cache-control', 'no-store')
  })
  addLargeAnswers(api)
}
