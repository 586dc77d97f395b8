import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { searchAnswerSchema, searchQuerySchema } from '../../common/http-contract/search-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { SearchService } from './search-service.ts'

/** For the signed-in scope. */
export function buildSearchRoutes({ search }: SearchService): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.search,
      {
        schema: {
          tags: ['rooms'],
          summary: 'Messages of the rooms one is in, by what they say',
          description:
            'Words are all to be found, in any order, each wherever it stands; `"…"` exactly together. Compared without ' +
            'accents and case, in every script. `q` may be empty where `has` or `mentions` is given: what a room has of ' +
            'files, links, pictures, pins and voice messages. Several rooms or people are parted by commas.',
          querystring: searchQuerySchema,
          response: { 200: searchAnswerSchema },
        },
      },
      async (request) => valueOrProblem(await search(callerOf(request).user, request.query)),
    )
  }
}
