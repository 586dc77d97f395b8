import {
  announcementAnswerSchema,
  announcementsSchema,
} from '../../../../common/http-contract/announcement-contract.ts'
import { apiPaths } from '../../../../common/http-contract/api-paths.ts'
import { askAdmin, buildAdminQuery, doAdmin, mostAtOnce } from '../admin-api.ts'

export const listAnnouncements = () =>
  askAdmin({ method: 'GET', path: apiPaths.announcements(buildAdminQuery({ limit: mostAtOnce })) }, announcementsSchema)
export const announce = (body: { readonly text: string; readonly until?: number }, key: string) =>
  askAdmin({ method: 'POST', path: apiPaths.announcements(), body, key }, announcementAnswerSchema)
export const withdrawAnnouncement = (id: string) => doAdmin({ method: 'DELETE', path: apiPaths.announcement(id) })
