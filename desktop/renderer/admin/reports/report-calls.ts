import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import {
  type ModerationAction,
  openedReportSchema,
  queueSchema,
  type ReportQueue,
} from '../../../../common/http-contract/moderation-contract.ts'
import type { Result } from '../../../../common/result.ts'
import { ok } from '../../../../common/result.ts'
import { askAdmin, buildAdminQuery, doAdmin, mostAtOnce } from '../admin-api.ts'

/** Every report, open and decided, with the names of whom and where. */
export async function loadQueue(): Promise<Result<ReportQueue>> {
  let all: ReportQueue = { reports: [], users: [], rooms: [] }
  for (let cursor: string | undefined; ; ) {
    const path = apiPaths.adminReports(buildAdminQuery({ limit: mostAtOnce, cursor }))
    const page = await askAdmin({ method: 'GET', path }, queueSchema)
    if (!page.ok) return page
    all = {
      reports: [...all.reports, ...page.value.reports],
      users: [...all.users, ...page.value.users],
      rooms: [...all.rooms, ...page.value.rooms],
    }
    cursor = page.value.cursor
    if (cursor === undefined) return ok(all)
  }
}

/** With what it is about. That it was read is a line in the log, each time. */
export const openReport = (id: string) =>
  askAdmin({ method: 'GET', path: apiPaths.adminReport(id) }, openedReportSchema)

export const decideReport = (id: string, body: { actions: readonly ModerationAction[]; note: string }) =>
  doAdmin({ method: 'POST', path: apiPaths.resolveReport(id), body })
