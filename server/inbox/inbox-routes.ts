import { z } from 'zod'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import {
  dismissBodySchema,
  inboxQuerySchema,
  inboxSchema,
  seenBodySchema,
} from '../../common/http-contract/inbox-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { buildPlaceCursor, parsePlaceCursor } from '../plugins/place-page.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { InboxService } from './inbox-service.ts'

const tags = ['people']
const nothing = { 204: z.undefined().describe('Done.') }

/** For the signed-in scope. */
export function buildInboxRoutes({ inbox }: { readonly inbox: InboxService }): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.inbox,
      {
        schema: {
          tags,
          summary: 'What concerns the caller, newest first, until they dismiss it',
          description:
            'Mentions of them and of everybody in their rooms, answers to their messages and in threads they follow, reactions to ' +
            'their messages, requests that wait for them. Of 90 days, and as far as they may see it now. There may be a ' +
            'cursor after fewer items than were asked for: much of what was looked through is not to be shown.',
          querystring: inboxQuerySchema,
          response: { 200: inboxSchema },
        },
      },
      async (request) => {
        const { kind, limit, cursor } = request.query
        const behind = parsePlaceCursor(cursor)
        const { next, ...found } = await inbox.load(callerOf(request).user, { kind, limit, behind })
        return { ...found, ...(next === undefined ? {} : { cursor: buildPlaceCursor(next) }) }
      },
    )
    api.post(
      apiPatterns.dismissInbox,
      {
        schema: {
          tags,
          summary: 'Dismiss items of the inbox',
          description: 'Something new of the same, another reaction say, brings an item back.',
          body: dismissBodySchema,
          response: nothing,
        },
      },
      async (request, reply) => {
        valueOrProblem(await inbox.dismiss(callerOf(request).user, request.body))
        return reply.code(204).send()
      },
    )
    api.post(
      apiPatterns.seeInbox,
      {
        schema: {
          tags,
          summary: 'Say up to where the inbox was looked at',
          body: seenBodySchema,
          response: nothing,
        },
      },
      async (request, reply) => {
        valueOrProblem(await inbox.see(callerOf(request).user, request.body.upTo))
        return reply.code(204).send()
      },
    )
  }
}
