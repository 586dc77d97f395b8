import { buildUser } from './accounts/user-view.ts'
import { buildAccountInviteRoutes } from './admin/account-invite-routes.ts'
import { buildAuditRoutes } from './admin/audit-routes.ts'
import { buildNoteAct } from './admin/note-act.ts'
import { buildServerSettingsRoutes } from './admin/server-settings-routes.ts'
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
    buildTokenRoutes({ ...services, noteAct }),
    buildAuditRoutes(services),
  ]
}
