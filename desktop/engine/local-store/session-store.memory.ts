import { buildCell } from './account-stores.memory.ts'
import type { SessionRecord, SessionStore } from './session-store.ts'

export function buildMemorySessionStore(): SessionStore {
  const session = buildCell<SessionRecord | undefined>(undefined)
  const attempt = buildCell<string | undefined>(undefined)
  const pendingLogout = buildCell(false)
  return {
    loadSession: session.load,
    putSession: session.put,
    removeSession: () => session.put(undefined),
    async claimAttempt(fresh) {
      const kept = await attempt.load()
      if (kept === undefined) await attempt.put(fresh)
      return kept ?? fresh
    },
    putAttempt: attempt.put,
    removeAttempt: () => attempt.put(undefined),
    loadPendingLogout: pendingLogout.load,
    putPendingLogout: pendingLogout.put,
  }
}
