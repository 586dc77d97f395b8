import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { keptDataSchema } from '../../common/http-contract/kept-data-contract.ts'
import type { AddRoutes } from '../plugins/api-server.ts'
import { buildKeptData, type KeptFacts } from './what-is-kept.ts'

/** For the scope without sign-in: whoever thinks about making an account may know it too. */
export function buildKeptDataRoutes(loadFacts: () => Promise<KeptFacts>): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.keptData,
      {
        schema: {
          tags: ['server'],
          summary: 'What this server keeps of people, where, and for how long, as it is set now',
          response: { 200: keptDataSchema },
        },
      },
      async () => buildKeptData(await loadFacts()),
    )
  }
}
