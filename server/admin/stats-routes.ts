import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { type ServerStats, statsSchema } from '../../common/http-contract/stats-contract.ts'
import type { AddRoutes } from '../plugins/api-server.ts'

/** For the scope of administration. */
export function buildStatsRoutes({ loadStats }: { readonly loadStats: () => Promise<ServerStats> }): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.stats,
      {
        config: { scope: 'stats' },
        schema: {
          tags: ['admin'],
          summary: 'How much of what there is, and how far behind the archive is',
          description: 'Counted at most once in ten seconds, however many ask.',
          response: { 200: statsSchema },
        },
      },
      () => loadStats(),
    )
  }
}
