import { z } from 'zod'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { buildApiMessage } from '../../common/http-contract/history-contract.ts'
import { savedQuerySchema, savedSchema, savedWordQuerySchema } from '../../common/http-contract/saved-contract.ts'
import { eventIdSchema, roomIdSchema } from '../../common/id-schemas.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { buildPlaceCursor, parsePlaceCursor, refuseCursor } from '../plugins/place-page.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { SavedPlace } from '../store/saved-store.ts'
import type { SavedService } from './saved-service.ts'

const tags = ['rooms']
const params = z.strictObject({ room: roomIdSchema, message: eventIdSchema })

/** For the signed-in scope. */
export function buildSavedRoutes({ saved }: { readonly saved: SavedService }): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.saved,
      {
        schema: {
          tags,
          summary: 'The messages that the caller has saved for themselves, what was saved last first',
          description: 'A removed message comes without its words; what the caller may not see any more does not come.',
          querystring: savedQuerySchema,
          response: { 200: savedSchema },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const page = await saved.list(callerOf(request).user, parseSavedCursor(cursor), limit)
        return {
          saved: page.saved.map(({ room, message, at }) => ({ room, message: buildApiMessage(message), at })),
          total: page.total,
          ...(page.next === undefined ? {} : { cursor: buildSavedCursor(page.next) }),
        }
      },
    )
    for (const [method, say, summary] of [
      ['put', saved.save, 'Save a message for oneself'],
      ['delete', saved.unsave, 'Take a message out of what one has saved'],
    ] as const) {
      api[method](
        apiPatterns.savedMessage,
        {
          schema: {
            tags,
            summary,
            params,
            querystring: savedWordQuerySchema,
            response: { 204: z.undefined().describe('Done.') },
          },
        },
        async (request, reply) => {
          const { room, message } = request.params
          valueOrProblem(await say(callerOf(request).user, { room, message, agoMs: request.query.ago ?? 0 }))
          return reply.code(204).send()
        },
      )
    }
  }
}

function buildSavedCursor({ at, room, message }: SavedPlace): string {
  return buildPlaceCursor({ at, id: `${room}/${message}` })
}

function parseSavedCursor(cursor: string | undefined): SavedPlace | undefined {
  const place = parsePlaceCursor(cursor)
  if (place === undefined) return undefined
  const [first, second] = place.id.split('/')
  const [room, message] = [roomIdSchema.safeParse(first), eventIdSchema.safeParse(second)]
  return room.success && message.success ? { at: place.at, room: room.data, message: message.data } : refuseCursor()
}
