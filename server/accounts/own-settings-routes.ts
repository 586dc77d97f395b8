import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { settingsAnswerSchema, settingsBodySchema } from '../../common/http-contract/profile-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { OwnSettings } from './own-settings.ts'

/** For the signed-in scope. */
export function buildOwnSettingsRoutes(settings: OwnSettings): AddRoutes {
  return (api) => {
    const tags = ['me']
    api.get(
      apiPatterns.settings,
      { schema: { tags, summary: "The caller's settings, of all devices", response: { 200: settingsAnswerSchema } } },
      async (request) => settings.load(callerOf(request).user),
    )
    api.put(
      apiPatterns.settings,
      {
        schema: {
          tags,
          summary: 'Replace the settings',
          description:
            'Compare-and-set on `version`. Where another device was first, the problem `settings-changed` carries what it ' +
            'set in `newer`.',
          body: settingsBodySchema,
          response: { 200: settingsAnswerSchema },
        },
      },
      async (request) => valueOrProblem(await settings.put(callerOf(request).user, request.body)),
    )
  }
}
