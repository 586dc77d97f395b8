import { adminUsersSchema } from '../../../../common/http-contract/admin-contract.ts'
import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import { auditLinesSchema } from '../../../../common/http-contract/audit-contract.ts'
import { reportedRoomAnswerSchema } from '../../../../common/http-contract/moderation-contract.ts'
import type { RoomId } from '../../../../common/ids.ts'
import { askAdmin, buildAdminQuery, fetchAdminLines, mostAtOnce } from '../admin-api.ts'

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

export const listAdministrators = () => {
  const path = apiPaths.adminUsers(buildAdminQuery({ state: 'admin', limit: mostAtOnce }))
  return askAdmin({ method: 'GET', path }, adminUsersSchema)
}
