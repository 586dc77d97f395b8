import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { ownNoticesSchema } from '../../common/http-contract/moderation-contract.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutPage, oneMore, parsePlaceCursor } from '../plugins/place-page.ts'
import type { PersonNotices } from './person-notices.ts'

/** For the signed-in scope. */
export function buildOwnNoticeRoutes({ notices }: { readonly notices: Pick<PersonNotices, 'list'> }): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.ownNotices,
      {
        schema: {
          tags: ['me'],
          summary: 'What administrators did about the caller, with the reason',
          description: 'The hint `notices` says that there is something new.',
          querystring: pageQuerySchema,
          response: { 200: ownNoticesSchema },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const found = await notices.list(callerOf(request).user, parsePlaceCursor(cursor), oneMore(limit))
        const { page, more } = cutPage(found, limit, (one) => one)
        return { notices: page, ...more }
      },
    )
  }
}
