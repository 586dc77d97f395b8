import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { syncQuerySchema, syncSchema } from '../../common/http-contract/sync-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import type { LoadSync } from './sync-service.ts'

/** For the signed-in scope. */
export function buildSyncRoutes(loadSync: LoadSync): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.sync,
      {
        schema: {
          tags: ['sync'],
          summary: 'All a client starts from',
          description:
            'Subscribe first, ask second: a room is complete up to its `head`. Where `complete` is false the archive is ' +
            'behind and `head` says how far it is. With `since`, the `cursor` of an answer before: only the rooms that changed.',
          querystring: syncQuerySchema,
          response: { 200: syncSchema },
        },
      },
      async (request) => {
        const { user, device } = callerOf(request)
        return loadSync(user, device)
      },
    )
  }
}
