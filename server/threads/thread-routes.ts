import { z } from 'zod'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { buildApiMessage, historyQuerySchema, historySchema } from '../../common/http-contract/history-contract.ts'
import {
  messageAnswerSchema,
  pinsQuerySchema,
  pinsSchema,
  threadsQuerySchema,
  threadsSchema,
  versionsSchema,
} from '../../common/http-contract/thread-contract.ts'
import { eventIdSchema, roomIdSchema } from '../../common/id-schemas.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { buildPlaceCursor, parsePlaceCursor } from '../plugins/place-page.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { ThreadService } from './thread-service.ts'

const tags = ['rooms']
const params = z.strictObject({ room: roomIdSchema, message: eventIdSchema })

/** For the signed-in scope. */
export function buildThreadRoutes({ threads }: { readonly threads: ThreadService }): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.thread,
      {
        schema: {
          tags,
          summary: 'What hangs on a message: pages like the messages of a room',
          params,
          querystring: historyQuerySchema,
          response: { 200: historySchema },
        },
      },
      async (request) =>
        valueOrProblem(await threads.loadThread(callerOf(request).user, request.params, request.query)),
    )
    api.get(
      apiPatterns.message,
      { schema: { tags, summary: 'One message', params, response: { 200: messageAnswerSchema } } },
      async (request) => {
        const found = valueOrProblem(await threads.loadMessage(callerOf(request).user, request.params))
        return { message: buildApiMessage(found) }
      },
    )
    api.get(
      apiPatterns.versions,
      {
        schema: { tags, summary: 'What a message said before and says now', params, response: { 200: versionsSchema } },
      },
      async (request) => valueOrProblem(await threads.loadVersions(callerOf(request).user, request.params)),
    )
    api.get(
      apiPatterns.pins,
      {
        schema: {
          tags,
          summary: 'The pinned messages of a room, what was said last first',
          params: z.strictObject({ room: roomIdSchema }),
          querystring: pinsQuerySchema,
          response: { 200: pinsSchema },
        },
      },
      async (request) => {
        const { room } = request.params
        const { messages, ...more } = valueOrProblem(
          await threads.loadPins(callerOf(request).user, room, request.query),
        )
        return { messages: messages.map(buildApiMessage), ...more }
      },
    )
    api.get(
      apiPatterns.threads,
      {
        schema: {
          tags,
          summary: 'The threads that the caller follows, newest answer first, with what is unread',
          description: 'Followed is what one wrote, answered, or was named in, until one leaves it.',
          querystring: threadsQuerySchema,
          response: { 200: threadsSchema },
        },
      },
      async (request) => {
        const { limit, cursor, heard = [] } = request.query
        const after = parsePlaceCursor(cursor)
        const found = await threads.listFollowed(callerOf(request).user, { after, limit, heard })
        const more = found.next === undefined ? {} : { cursor: buildPlaceCursor(found.next) }
        return { threads: [...found.threads], complete: found.complete, ...more }
      },
    )
    for (const [method, isFollowing, summary] of [
      ['put', true, 'Follow a thread'],
      ['delete', false, 'Follow a thread no longer'],
    ] as const) {
      api[method](
        apiPatterns.threadFollow,
        { schema: { tags, summary, params, response: { 204: z.undefined().describe('Done.') } } },
        async (request, reply) => {
          valueOrProblem(await threads.follow(callerOf(request).user, request.params, isFollowing))
          return reply.code(204).send()
        },
      )
    }
  }
}
