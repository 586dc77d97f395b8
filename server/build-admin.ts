import type { AdminRoomCounts, UserCounts } from '../common/http-contract/admin-contract.ts'
import type { RoomId, UserId } from '../common/ids.ts'
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
import { buildFileBook } from './files/file-records.ts'
import type { AddRoutes } from './plugins/api-server.ts'

/** The calls of administration. Each names its scope, and notes what it is about to do. */
export function buildAdminRoutes(services: Services): readonly AddRoutes[] {
  const noteAct = buildNoteAct(services.audit)
  const counting = buildCounting(services)
  /** Each once, however often they are named. */
  const loadNames = async (users: readonly UserId[]) => (await services.loadUsers([...new Set(users)])).map(buildUser)
  return [
    buildServerSettingsRoutes({ ...services, noteAct }),
    buildUserRoutes({ ...services, ...counting, noteAct }),
    buildAccountInviteRoutes({ ...services, loadNames, noteAct }),
    buildTokenRoutes({ ...services, loadNames, noteAct }),
    buildAuditRoutes({ ...services, loadNames }),
    buildStatsRoutes(services),
    buildAnnouncementRoutes({ ...services, noteAct }),
    buildRoomAdministrationRoutes({ ...services, ...counting, loadNames, close: services.rooms.close, noteAct }),
    buildQueueRoutes({ ...services, ...buildHand(services), loadNames, noteAct }),
  ]
}

/** How much there is of a person and in a room: asked for one at a time, and never what it says. */
function buildCounting({ devices, records, roomStore, bots, countRoomMessages }: Services) {
  const files = buildFileBook(records, Date.now)
  return {
    countOf: async (user: UserId): Promise<UserCounts> => {
      const [all, rooms, made] = await Promise.all([
        devices.loadDevicesOfUser(user),
        roomStore.countRoomsOfUser(user),
        bots.listOf([user]),
      ])
      return { devices: all.filter(({ endedAt }) => endedAt === undefined).length, rooms, bots: made.length }
    },
    countInRoom: async (room: RoomId): Promise<AdminRoomCounts> => {
      const [messages, kept] = await Promise.all([countRoomMessages(room), files.listAll(room)])
      const standing = kept.filter(({ detail }) => detail.going !== true)
      const fileBytes = standing.reduce((sum, { detail }) => sum + detail.sizeBytes, 0)
      return { messages, files: standing.length, fileBytes }
    },
  }
}

/** What is done in rooms about a report, in the name of whoever does it. */
function buildHand({ rooms }: Services): Pick<QueueRoutesDependencies, 'removeMessage' | 'mute'> {
  return {
    removeMessage: (by, room, { message, author }) =>
      rooms.moderate(by, room, { kind: 'remove-message', message, author }),
    mute: (by, room, { user, until }) => rooms.moderate(by, room, { kind: 'mute-member', user, until }),
  }
}
