import type { ServerStats } from '../common/http-contract/stats-contract.ts'
import type { UserId } from '../common/ids.ts'
import { isReservedHandle } from './accounts/reserved-handles.ts'
import { type AdminTokens, buildAdminTokens } from './admin/admin-tokens.ts'
import { administers } from './admin/administrator-rights.ts'
import { type Announcements, buildAnnouncements } from './admin/announcements.ts'
import { buildPersonNotices, type PersonNotices } from './admin/person-notices.ts'
import { buildServerStats } from './admin/server-stats.ts'
import { buildUserAdministration, type UserAdministration } from './admin/user-administration.ts'
import { buildUserListing, type ListUsers } from './admin/user-listing.ts'
import { type AuditLog, createAuditLog } from './audit/audit-log.ts'
import type { AuditHead } from './audit/audit-seal.ts'
import type { BrokerPorts } from './broker-link.ts'
import type { buildDepartures } from './build-departures.ts'
import type { SignInServices } from './build-sign-in.ts'
import { createHolderName } from './holder-name.ts'
import { maxRevocations, revocationBytes } from './nats/account-claims.ts'
import type { ServerSecrets } from './secrets/server-secrets.ts'
import type { Store } from './store/store-port.ts'

export type AdministrationDependencies = {
  readonly store: Pick<Store, 'accounts' | 'audit' | 'devices' | 'records' | 'figures' | 'sync' | 'credentials'>
  readonly secrets: Pick<ServerSecrets, 'auditSecret'>
  readonly broker: Pick<BrokerPorts, 'hint' | 'countShards' | 'loadStreamUse'>
  /** Keeps where the audit log ends, outside the store. */
  readonly onAuditHead: (head: AuditHead) => void
  readonly now: () => number
}

export type AdministrationServices = {
  /** Not of one that is suspended. */
  readonly isAdmin: (user: UserId) => Promise<boolean>
  readonly audit: AuditLog
  readonly tokens: AdminTokens
  readonly notices: PersonNotices
  readonly records: Store['records']
  readonly announcements: Announcements
  readonly loadStats: () => Promise<ServerStats>
}

export type PeopleServices = {
  readonly people: UserAdministration
  readonly listUsers: ListUsers
  readonly loadLastSeen: Store['devices']['loadLastSeen']
  readonly devices: Pick<Store['devices'], 'loadDevicesOfUser'>
  readonly countRoomMessages: Store['figures']['countRoomMessages']
  readonly roomStore: Store['rooms']
} & Pick<Store['accounts'], 'loadUser' | 'loadUsers'>

/** What is done with accounts, by means of the domains that have them. */
export function buildPeople(parts: {
  readonly store: Store
  readonly signIn: Pick<SignInServices, 'hasher' | 'emails'>
  readonly leaving: ReturnType<typeof buildDepartures>
  readonly now: () => number
}): PeopleServices {
  const { store, signIn, leaving, now } = parts
  const people = buildUserAdministration({
    store,
    hash: signIn.hasher.hash,
    isHeld: async (handle) => isReservedHandle(handle) || (await leaving.departures.isResting(handle)),
    askProof: signIn.emails.askProof,
    cutOff: leaving.cutOff,
    holder: createHolderName(),
    now,
  })
  const { loadUser, loadUsers } = store.accounts
  return {
    people,
    listUsers: buildUserListing(store),
    loadLastSeen: store.devices.loadLastSeen,
    devices: store.devices,
    countRoomMessages: store.figures.countRoomMessages,
    loadUser,
    loadUsers,
    roomStore: store.rooms,
  }
}

/** Who administers, and the log of what they do: what other domains ask of administration. */
export function buildAdministration({
  store,
  secrets,
  broker,
  onAuditHead,
  now,
}: AdministrationDependencies): AdministrationServices {
  const isAdmin = async (user: UserId) => {
    const row = await store.accounts.loadUser(user)
    return row !== undefined && administers(row)
  }
  return {
    isAdmin,
    records: store.records,
    announcements: buildAnnouncements({ ...store, hint: (user) => broker.hint(user, 'notices'), now }),
    loadStats: buildServerStats({ store, broker, claims: { most: maxRevocations, entryBytes: revocationBytes }, now }),
    audit: createAuditLog({ store: store.audit, secret: secrets.auditSecret, onHead: onAuditHead, now }),
    tokens: buildAdminTokens({ records: store.records, loadUsers: store.accounts.loadUsers, now }),
    notices: buildPersonNotices(store.records, (user) => broker.hint(user, 'notices'), now),
  }
}
