import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { ServerView } from '../../engine-contract.ts'
import type { RefreshAttemptStore } from '../control-plane/access-token.ts'
import type { PendingLogoutStore } from '../control-plane/logout-retry.ts'
import { installationStores } from './database-migrations.ts'
import type { LocalDatabase } from './local-database.ts'

/** Who is signed in here, so that a start without a network knows whose data to open. No token: the cookie is that. */
export type SessionRecord = { readonly me: Me; readonly server: ServerView }

export type SessionStore = RefreshAttemptStore &
  PendingLogoutStore & {
    loadSession(): Promise<SessionRecord | undefined>
    putSession(record: SessionRecord): Promise<void>
    removeSession(): Promise<void>
  }

const attemptKey = 'refresh-attempt'

export function buildSessionStore(database: LocalDatabase): SessionStore {
  const { session } = installationStores
  return {
    loadSession: () => database.get(session, 'current'),
    putSession: async (record) => {
      await database.put(session, record, 'current')
    },
    removeSession: () => database.delete(session, 'current'),
    async claimAttempt(fresh) {
      const transaction = database.transaction(session, 'readwrite', { durability: 'strict' })
      const kept: unknown = await transaction.store.get(attemptKey)
      if (typeof kept !== 'string') void transaction.store.put(fresh, attemptKey)
      await transaction.done
      return typeof kept === 'string' ? kept : fresh
    },
    async putAttempt(fresh) {
      const transaction = database.transaction(session, 'readwrite', { durability: 'strict' })
      void transaction.store.put(fresh, attemptKey)
      await transaction.done
    },
    loadPendingLogout: async () => (await database.get(session, 'pending-logout')) === true,
    putPendingLogout: async (pending) => {
      await database.put(session, pending, 'pending-logout')
    },
    removeAttempt: () => database.delete(session, attemptKey),
  }
}
