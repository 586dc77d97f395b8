import { appError } from '../common/app-error.ts'
import { err } from '../common/result.ts'
import { buildUser } from './accounts/user-view.ts'
import { buildAccountInviteRoutes } from './admin/account-invite-routes.ts'
import { buildAnnouncementRoutes } from './admin/announcement-routes.ts'
import { buildAuditRoutes } from './admin/audit-routes.ts'
import { buildNoteAct } from './admin/note-act.ts'
import { buildQueueRoutes, type QueueRoutesDependencies } from './admin/queue-routes.ts'
import { buildRoomAdministrationRoutes } from './admin/room-administration.ts'
import { buildServerSettingsRoutes } from './admin/server-settings-routes.ts'
import { buildStatsRoutes } from './admin/stats-routes.ts'
import { buildTokenRoutes } from './admin/token-routes.ts'
import { buildUserRoutes } from './admin/user-routes.ts'
import type { Services } from './build-services.ts'
import type { AddRoutes } from './plugins/api-server.ts'

/** The calls of administration. Each names its scope, and notes what it is about to do. */
export function buildAdminRoutes(services: Services): readonly AddRoutes[] {
  const noteAct = buildNoteAct(services.audit)
  return [
    buildServerSettingsRoutes({ ...services, noteAct }),
    buildUserRoutes({ ...services, noteAct }),
    buildAccountInviteRoutes({ ...services, buildUser, noteAct }),
    buildTokenRoutes({ ...services, buildUser, noteAct }),
    buildAuditRoutes({ ...services, buildUser }),
    buildStatsRoutes(services),
    buildAnnouncementRoutes({ ...services, noteAct }),
    buildRoomAdministrationRoutes({ ...services, close: services.rooms.close, noteAct }),
    buildQueueRoutes({ ...services, ...buildHand(services), buildUser, noteAct }),
  ]
}

/** What is done in rooms about a report: as their author would take words back, and by the rights of an owner. */
function buildHand({ rooms, loadRoomState }: Services): Pick<QueueRoutesDependencies, 'removeMessage' | 'mute'> {
  return {
    removeMessage: (room, message, author) => rooms.change(author, room, { kind: 'remove-message', message, author }),
    mute: async (room, user, until) => {
      const members = [...((await loadRoomState(room))?.members.values() ?? [])]
      const owner = members.find((one) => one.role === 'owner' && one.user !== user)?.user
      if (owner === undefined) return err(appError('member-unknown', { detail: 'Nobody else owns that room.' }))
      return rooms.change(owner, room, { kind: 'mute-member', user, until })
    },
  }
}
