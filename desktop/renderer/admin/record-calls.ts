import {
  type AdminScope,
  adminTokensSchema,
  adminUsersSchema,
  createdTokenSchema,
} from '../../../common/http-contract/admin-contract.ts'
import { announcementAnswerSchema, announcementsSchema } from '../../../common/http-contract/announcement-contract.ts'
import { apiPaths } from '../../../common/http-contract/api-paths.ts'
import { auditLinesSchema } from '../../../common/http-contract/audit-contract.ts'
import { invitesSchema, repeatedInviteSchema } from '../../../common/http-contract/invite-contract.ts'
import {
  type ModerationAction,
  openedReportSchema,
  queueSchema,
  type ReportQueue,
  reportedRoomAnswerSchema,
} from '../../../common/http-contract/moderation-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { Result } from '../../../common/result.ts'
import { ok } from '../../../common/result.ts'
import { askAdmin, buildAdminQuery, doAdmin, fetchAdminLines } from './admin-api.ts'

/** Most of a list that the server gives at once. */
const most = 1_000

/** Every report, open and decided, with the names of whom and where. */
export async function loadQueue(): Promise<Result<ReportQueue>> {
  let all: ReportQueue = { reports: [], users: [], rooms: [] }
  for (let cursor: string | undefined; ; ) {
    const path = apiPaths.adminReports(buildAdminQuery({ limit: most, cursor }))
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

export type AuditAsked = {
  readonly who?: string | undefined
  readonly whom?: string | undefined
  readonly what?: string | undefined
  /** A time, ms. */
  readonly after?: string | undefined
}
const auditPage = 100

/** The newest lines first. */
export const listAudit = (asked: AuditAsked, cursor: string | undefined, limit = auditPage) => {
  const path = apiPaths.audit(buildAdminQuery({ ...asked, order: 'newest', limit, cursor }))
  return askAdmin({ method: 'GET', path }, auditLinesSchema)
}

/** All of them, the oldest first, a line of JSON each. */
export const exportAudit = (asked: AuditAsked) => fetchAdminLines(apiPaths.audit(buildAdminQuery({ ...asked })))

export const loadRoomName = (room: RoomId) =>
  askAdmin({ method: 'GET', path: apiPaths.adminRoom(room) }, reportedRoomAnswerSchema)
export const listAdministrators = () =>
  askAdmin({ method: 'GET', path: apiPaths.adminUsers('state=admin&limit=1000') }, adminUsersSchema)

export const listTokens = (cursor: string | undefined) => {
  const path = `${apiPaths.adminTokens}?${buildAdminQuery({ limit: most, cursor })}`
  return askAdmin({ method: 'GET', path }, adminTokensSchema)
}
export type NewToken = { readonly name: string; readonly scopes: readonly AdminScope[]; readonly expiresInSec?: number }
/** `key`: the same for each try of one intention. Tried again after it was made, it is there, and never told again. */
export const makeToken = (body: NewToken, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.adminTokens, body, key }, createdTokenSchema)
export const removeToken = (id: string) => doAdmin({ method: 'DELETE', path: apiPaths.adminToken(id) })

export const listAccountInvites = (cursor: string | undefined) => {
  const path = `${apiPaths.serverInvites}?${buildAdminQuery({ limit: most, cursor })}`
  return askAdmin({ method: 'GET', path }, invitesSchema)
}
export type NewAccountInvite = { readonly expiresInSec: number; readonly uses?: number }
export const makeAccountInvite = (body: NewAccountInvite, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.serverInvites, body, key }, repeatedInviteSchema)
export const withdrawAccountInvite = (id: string) => doAdmin({ method: 'DELETE', path: apiPaths.serverInvite(id) })

export const listAnnouncements = (cursor: string | undefined) =>
  askAdmin(
    { method: 'GET', path: apiPaths.announcements(buildAdminQuery({ limit: most, cursor })) },
    announcementsSchema,
  )
export const announce = (body: { readonly text: string; readonly until?: number }, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.announcements(), body, key }, announcementAnswerSchema)
export const withdrawAnnouncement = (id: string) => doAdmin({ method: 'DELETE', path: apiPaths.announcement(id) })
