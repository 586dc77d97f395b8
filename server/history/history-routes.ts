import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { historyQuerySchema, historySchema } from '../../common/http-contract/history-contract.ts'
import { roomIdSchema } from '../../common/id-schemas.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { ProblemError } from '../plugins/problem-error.ts'
import type { RoomReach } from '../reach/room-reach.ts'
import type { HistoryService } from './history-service.ts'

export type HistoryRoutesDependencies = {
  readonly history: Pick<HistoryService, 'loadHistory'>
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
}

/** For the signed-in scope. A room the caller does not reach and one that does not exist answer alike, and as fast. */
export function buildHistoryRoutes({ history, loadReach }: HistoryRoutesDependencies): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.messages,
      {
        schema: {
          tags: ['rooms'],
          summary: 'Messages of a room: a page, the surroundings of one, or what changed',
          description:
            'By sequence. Without `before`, `after`, `around` or `changedAfter`: the newest. Where `complete` is false, the ' +
            'archive is behind: the answer reaches to `archivedTo`.',
          params: z.strictObject({ room: roomIdSchema }),
          querystring: historyQuerySchema,
          response: { 200: historySchema },
        },
      },
      async (request) => {
        const { room } = request.params
        const { scope, seen } = await loadReach(callerOf(request).user, room)
        if (scope === 'none') throw new ProblemError(appError('room-unknown'))
        return await history.loadHistory(room, request.query, seen)
      },
    )
  }
}
