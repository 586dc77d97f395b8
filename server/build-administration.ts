import type { UserId } from '../common/ids.ts'
import { type AdminTokens, buildAdminTokens } from './admin/admin-tokens.ts'
import { type AuditLog, createAuditLog } from './audit/audit-log.ts'
import type { AuditHead } from './audit/audit-seal.ts'
import type { ServerSecrets } from './secrets/server-secrets.ts'
import type { Store } from './store/store-port.ts'

export type AdministrationDependencies = {
  readonly store: Pick<Store, 'accounts' | 'audit' | 'records'>
  readonly secrets: Pick<ServerSecrets, 'auditSecret'>
  /** Keeps where the audit log ends, outside the store. */
  readonly onAuditHead: (head: AuditHead) => void
  readonly now: () => number
}

export type AdministrationServices = {
  /** Not of one that is suspended. */
  readonly isAdmin: (user: UserId) => Promise<boolean>
  readonly audit: AuditLog
  readonly tokens: AdminTokens
}

/** Who administers, and the log of what they do: what other domains ask of administration. */
export function buildAdministration({
  store,
  secrets,
  onAuditHead,
  now,
}: AdministrationDependencies): AdministrationServices {
  const isAdmin = async (user: UserId) => {
    const row = await store.accounts.loadUser(user)
    return row?.admin === true && row.suspendedAt === undefined && row.profile?.deletedAt === undefined
  }
  return {
    isAdmin,
    audit: createAuditLog({ store: store.audit, secret: secrets.auditSecret, onHead: onAuditHead, now }),
    tokens: buildAdminTokens({ records: store.records, isAdmin, now }),
  }
}
