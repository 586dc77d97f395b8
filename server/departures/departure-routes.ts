import { z } from 'zod'
import { appError } from '../../common/app-error.ts'
import { departBodySchema } from '../../common/http-contract/account-contract.ts'
import { apiPaths, apiPatterns } from '../../common/http-contract/api-paths.ts'
import { erasureAnswerSchema } from '../../common/http-contract/erasure-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { buildArchiveDesk } from '../plugins/archive-answer.ts'
import { cutResponses, type FindPending, sendCut } from '../plugins/cut-reply.ts'
import { ProblemError, valueOrProblem } from '../plugins/problem-error.ts'
import type { CountRequest } from '../plugins/rate-limits.ts'
import type { DepartureService } from './departure-service.ts'
import type { ErasureReports } from './erasure-reports.ts'
import type { BuildOwnArchive } from './own-archive.ts'

export type DepartureRoutesDependencies = {
  readonly departures: DepartureService
  readonly buildOwnArchive: BuildOwnArchive
  readonly pendingCuts: FindPending
}
export type DepartureLimits = {
  readonly signInOfAddress: CountRequest
  readonly passwordOfUser: CountRequest
  readonly picturesOfUser: CountRequest
}

/** Each looks through the whole archive. One for each caller, so that nobody holds all places. */
const archiveLimits = { atOnce: 2, longestMs: 15 * 60_000, silentMs: 120_000 }

/** For the scope without sign-in: whoever went has no account any more. */
export function buildErasureRoutes({ erasureReports }: { readonly erasureReports: ErasureReports }): AddRoutes {
  return (api) => {
    api.get(
      apiPatterns.erasure,
      {
        schema: {
          tags: ['me'],
          summary: 'What went with an account, by the receipt that its deletion told',
          description:
            'Counted by kind and place, without words or names, and whether it is all done. Kept for 90 days after that.',
          params: z.strictObject({ receipt: z.string().max(100) }),
          response: { 200: erasureAnswerSchema },
        },
      },
      async (request, reply) => {
        const erasure = await erasureReports.find(request.params.receipt)
        if (erasure === undefined) throw new ProblemError(appError('report-unknown'))
        reply.header('cache-control', 'no-store')
        return { erasure }
      },
    )
  }
}

/** For the signed-in scope. */
export function buildDepartureRoutes(
  { departures, buildOwnArchive, pendingCuts }: DepartureRoutesDependencies,
  limits: DepartureLimits,
): AddRoutes {
  const desk = buildArchiveDesk(archiveLimits)
  return (api) => {
    api.delete(
      apiPatterns.me,
      {
        schema: {
          tags: ['me'],
          summary: 'Delete the account for good',
          description:
            'Where others are in a room that only the caller owns, `last-owner` names such `rooms`. What was said stays, with a deleted ' +
            'user as its author, or goes with `messages: "erase"`: at once for whoever asks, from archive and streams in the minutes ' +
            'after. `Location` is where the report of what went is read, without an account: told this once.',
          body: departBodySchema,
          response: cutResponses('There is no such account any more; the broker refuses all of its credentials.'),
        },
        preHandler: [limits.signInOfAddress, limits.passwordOfUser],
      },
      async (request, reply) => {
        const { user } = callerOf(request)
        const departed = await departures.depart(user, request.body.password, request.body.messages)
        // Also where not all of it is done yet: it is told this once.
        const receipt = departed.ok ? departed.value.receipt : departed.error.more?.receipt
        if (typeof receipt === 'string') reply.header('location', apiPaths.erasure(receipt))
        valueOrProblem(departed)
        return sendCut(reply, await pendingCuts.ofUsers([user]))
      },
    )
    api.get(
      apiPatterns.ownArchive,
      {
        schema: {
          tags: ['me'],
          summary: 'Everything this server has of the caller, as a zip of JSON',
          response: { 200: z.any().meta({ type: 'string', format: 'binary' }).describe('application/zip') },
        },
        preHandler: limits.picturesOfUser,
      },
      async (request, reply) => {
        const { user } = callerOf(request)
        desk.take(user, reply)
        return desk.send(reply, await buildOwnArchive(user), 'attachment; filename="natter.zip"')
      },
    )
  }
}
