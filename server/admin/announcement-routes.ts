import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import {
  announcementAnswerSchema,
  announcementsSchema,
  createAnnouncementBodySchema,
} from '../../common/http-contract/announcement-contract.ts'
import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import type { AddRoutes } from '../plugins/api-server.ts'
import { cutPage, oneMore, parsePlaceCursor } from '../plugins/place-page.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { Announcements } from './announcements.ts'
import type { NoteAct } from './note-act.ts'

const tags = ['admin']
const params = z.strictObject({ announcement: z.string().regex(/^[a-z0-9]{16}$/, 'must be the id of an announcement') })

/** For the scope of administration. */
export function buildAnnouncementRoutes({
  announcements,
  noteAct,
}: {
  readonly announcements: Announcements
  readonly noteAct: NoteAct
}): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.announcements,
      {
        config: { scope: 'settings' },
        schema: {
          tags,
          summary: 'What everybody is told',
          description: 'What is over by itself is listed until another one is made.',
          querystring: pageQuerySchema,
          response: { 200: announcementsSchema },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const found = await announcements.list(parsePlaceCursor(cursor), oneMore(limit))
        const { page, more } = cutPage(found, limit, (one) => one)
        return { announcements: page, ...more }
      },
    )
    api.post(
      apiPatterns.announcements,
      {
        config: { scope: 'settings', secrets: [] },
        schema: {
          tags,
          summary: 'Tell everybody on this server something',
          description:
            'Plain words, in the `announcements` of `GET /sync` until they are withdrawn, or `until`. Whoever is here is told to ask ' +
            'within moments, a few at a time; the others have it when they come. Twenty stand at once, at most.',
          body: createAnnouncementBodySchema,
          response: { 201: announcementAnswerSchema },
        },
      },
      async (request, reply) => {
        valueOrProblem(await announcements.judge(request.body))
        await noteAct(request, 'announcement.created', { detail: request.body })
        return reply.code(201).send({ announcement: valueOrProblem(await announcements.announce(request.body)) })
      },
    )
    api.delete(
      apiPatterns.announcement,
      {
        config: { scope: 'settings' },
        schema: {
          tags,
          summary: 'Withdraw what everybody is told',
          params,
          response: { 204: z.undefined().describe('It is told no more.') },
        },
      },
      async (request, reply) => {
        const found = await announcements.load(request.params.announcement)
        if (found === undefined) throw new ProblemError(appError('announcement-unknown'))
        await noteAct(request, 'announcement.removed', { detail: { announcement: found.id } })
        valueOrProblem(await announcements.withdraw(found.id))
        return reply.code(204).send()
      },
    )
  }
}
