import { apiPatterns } from '../../common/http-contract/api-paths.ts'
import { pageQuerySchema } from '../../common/http-contract/query-contract.ts'
import { reportAnswerSchema, reportBodySchema, reportsSchema } from '../../common/http-contract/report-contract.ts'
import { type AddRoutes, callerOf } from '../plugins/api-server.ts'
import { cutPage, oneMore, parsePlaceCursor } from '../plugins/place-page.ts'
import { valueOrProblem } from '../plugins/problem-error.ts'
import type { ReportService } from './report-service.ts'

/** For the signed-in scope. */
export function buildReportRoutes({ reports }: { readonly reports: ReportService }): AddRoutes {
  return (api) => {
    const tags = ['people']
    api.post(
      apiPatterns.reports,
      {
        config: { secrets: [] },
        schema: {
          tags,
          summary: 'Report a message or somebody',
          description:
            'Of a message, it and the five before and after it are kept as they are now, whatever is removed later.',
          body: reportBodySchema,
          response: { 201: reportAnswerSchema },
        },
      },
      async (request, reply) => {
        const report = valueOrProblem(await reports.report(callerOf(request).user, request.body))
        return reply.code(201).send({ report })
      },
    )
    api.get(
      apiPatterns.reports,
      {
        schema: {
          tags,
          summary: 'What the caller has reported, and what came of it',
          querystring: pageQuerySchema,
          response: { 200: reportsSchema },
        },
      },
      async (request) => {
        const { limit, cursor } = request.query
        const found = await reports.pageMine(callerOf(request).user, parsePlaceCursor(cursor), oneMore(limit))
        const { page, more } = cutPage(found, limit, (one) => one)
        return { reports: page, ...more }
      },
    )
  }
}
