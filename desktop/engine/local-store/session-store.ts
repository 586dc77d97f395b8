import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { ServerView } from '../../engine-contract.ts'
import type { RefreshAttemptStore } from '../control-plane/access-token.ts'
import type { PendingLogoutStore } from '../control-plane/logout-retry.ts'
import type { LocalDatabase } from './local-database.ts'
import { installationStores } from './local-database.ts'

/** Who is signed in here, so that a start without a network knows whose data to open. No token: the cookie is that. */
export type SessionRecord = { readonly me: Me; readonly server: ServerView }

export type SessionStore = RefreshAttemptStore &
  PendingLogoutStore & {
    loadSession(): Promise<SessionRecord | undefined>
    putSession(record: SessionRecord): Promise<void>
    removeSession(): Promise<void>
  }

export function buildSessionStore(database: LocalDatabase): SessionStore {
  const { session } = installationStores
  return {
    loadSession: () => database.get(session, 'current'),
    putSession: async (record) => {
      await database.put(session, record, 'current')
    },
    removeSession: () => database.delete(session, 'current'),
    loadAttempt: () => database.get(session, 'refresh-attempt'),
    putAttempt: async (attempt) => {
      await database.put(session, attempt, 'refresh-attempt')
    },
    loadPendingLogout: async () => (await database.get(session, 'pending-logout')) === true,
    putPendingLogout: async (pending) => {
      await database.put(session, pending, 'pending-logout')
    },
    removeAttempt: () => database.delete(session, 'refresh-attempt'),
  }
}
