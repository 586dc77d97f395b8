import { type ServerInfo, serverInfoSchema } from '../../common/http-contract/account-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  changeServerSettingsBodySchema,
  serverSettingsAnswerSchema,
} from '../../common/http-contract/server-settings-contract.ts'
import type { AddRoutes } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { NoteAct } from './note-act.ts'
import type { ServerSettingsService } from './server-settings.ts'

/** For the scope without sign-in. */
export function buildServerInfoRoutes(
  settings: Pick<ServerSettingsService, 'load'>,
  about: Pick<ServerInfo, 'name' | 'version' | 'mail' | 'demo'> & {
    readonly limits: Omit<ServerInfo['limits'], 'memberCap' | 'fileBytes'>
  },
): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.serverInfo,
      {
        schema: {
          tags: ['server'],
          summary: 'What a page may know before sign-in',
          response: { 200: serverInfoSchema },
        },
      },
      async () => {
        const { registration, contacts, bots, memberCap, fileBytes } = await settings.load()
        return { ...about, registration, contacts, bots, limits: { ...about.limits, memberCap, fileBytes } }
      },
    )
  }
}

export type ServerSettingsRoutesDependencies = {
  readonly settings: ServerSettingsService
  readonly noteAct: NoteAct
}

/** For the scope of administration. */
export function buildServerSettingsRoutes({ settings, noteAct }: ServerSettingsRoutesDependencies): AddRoutes {
  return (api) => {
    const tags = ['admin']
    api.get(
      apiPatterns.serverSettings,
      {
        config: { scope: 'settings' },
        schema: {
          tags,
          summary: 'How this server is set',
          description: 'For administrators. `chosen`: whether one of them has decided yet.',
          response: { 200: serverSettingsAnswerSchema },
        },
      },
      () => settings.load(),
    )
    api.patch(
      apiPatterns.serverSettings,
      {
        config: { scope: 'settings' },
        schema: {
          tags,
          summary: 'Set this server otherwise, at once and over restarts',
          body: changeServerSettingsBodySchema,
          response: { 200: serverSettingsAnswerSchema },
        },
      },
      async (request) => {
        await noteAct(request, 'settings.changed', { detail: request.body })
        return valueOrProblem(await settings.change(request.body))
      },
    )
  }
}
