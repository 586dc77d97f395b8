import { createHmac, randomUUID } from 'node:crypto'
import type { RoomId, UserId } from '../common/ids.ts'
import type { RoomState } from '../common/message.ts'
import { type AccountService, createAccountService } from './accounts/account-service.ts'
import { createGuessBrake, type GuessBrake } from './accounts/guess-brake.ts'
import { createPasswordHasher } from './accounts/password-hasher.ts'
import { createPasswordService, type PasswordService } from './accounts/password-service.ts'
import { createSessionService, type SessionService } from './accounts/session-service.ts'
import { buildMe, buildUser } from './accounts/user-view.ts'
import type { BrokerPorts } from './broker-link.ts'
import { buildCredentialRevoker, whereNoted } from './credentials/credential-revoker.ts'
import { buildCredentialService, buildScopeVersion, type CredentialService } from './credentials/credential-service.ts'
import { buildPenaltyService, type PenaltyService } from './credentials/penalty-service.ts'
import { buildPendingCuts, type PendingCuts } from './credentials/pending-cuts.ts'
import type { ErasureList } from './erasures/erasure-list.ts'
import { withNotedEnds } from './erasures/noted-devices.ts'
import { type ArchiveBarrier, buildArchiveBarrier } from './history/archive-barrier.ts'
import { buildHistoryService, type HistoryService } from './history/history-service.ts'
import { withTrust } from './history/trusted-barrier.ts'
import {
  buildScope,
  noReach,
  placeOf,
  type RoomPlace,
  type RoomReach,
  reachIn,
  type Scope,
} from './reach/room-reach.ts'
import { buildAddingLimit } from './rooms/adding-limit.ts'
import { buildJoinPlaces } from './rooms/join-places.ts'
import { createRoomChanger, type RoomChanger } from './rooms/room-changer.ts'
import { createRoomDirectory } from './rooms/room-directory.ts'
import { buildRoomLog } from './rooms/room-log.ts'
import { createRoomService, type RoomService } from './rooms/room-service.ts'
import type { NatsKeys } from './secrets/nats-keys.ts'
import type { ServerSecrets } from './secrets/server-secrets.ts'
import type { ServerConfig } from './server-config.ts'
import type { Store } from './store/store-port.ts'
import { buildShardTrust } from './streams/shard-trust.ts'
import { buildSyncLoader, type LoadSync } from './sync/sync-service.ts'

export type ServiceDependencies = {
  readonly config: ServerConfig
  readonly secrets: ServerSecrets
  readonly natsKeys: NatsKeys
  readonly store: Store
  readonly broker: BrokerPorts
  readonly shards: number
  readonly erasures: ErasureList
}

export type Services = {
  readonly erasures: ErasureList
  readonly accounts: AccountService
  readonly sessions: SessionService
  readonly passwords: PasswordService
  readonly brake: GuessBrake
  readonly rooms: RoomService
  readonly changer: RoomChanger
  readonly credentials: CredentialService
  readonly penalties: PenaltyService
  readonly pendingCuts: PendingCuts
  readonly barrier: ArchiveBarrier
  readonly history: HistoryService
  /** By the directory of rooms, which is never behind what this server has published. */
  readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
  readonly loadSync: LoadSync
}

/** Sign-ins wait behind two hashes at a time; this many, a class that signs up together, are some seconds of waiting. */
const hashesWaiting = 128

/** Puts the domains together: none knows another, what they share is handed in here. */
export function buildServices(deps: ServiceDependencies): Services {
  const { config, broker, erasures } = deps
  const store = { ...deps.store, devices: withNotedEnds(deps.store.devices, erasures) }
  const now = Date.now
  const revoker = buildCredentialRevoker(store.credentials, store.cuts, broker)
  const sessions = createSessionService({
    store,
    refreshSecret: deps.secrets.refreshSecret,
    revokeDevice: whereNoted(revoker.revokeDevice),
    noteRevoked: revoker.noteRevoked,
    now,
  })
  const log = buildRoomLog(broker)
  const directory = createRoomDirectory(store.rooms, log)
  const changer = createRoomChanger({
    store: store.changes,
    directory,
    log,
    revokeUser: whereNoted(revoker.revokeUser),
    hint: broker.hint,
    now,
  })
  const reachOf = (user: UserId, state: RoomState | undefined): RoomReach =>
    state === undefined ? noReach : reachIn(placeOf(user, state), {}, now())
  const rooms = createRoomService({
    store,
    changer,
    reachOf,
    places: buildJoinPlaces({ rooms: store.rooms, leases: store.leases }),
    adding: buildAddingLimit(Math.ceil(config.limits.requestsPerMinute / 20), now),
    memberCap: config.memberCap,
    shards: deps.shards,
    noteClosed: (room) => erasures.note([{ kind: 'room', at: now(), room }]),
  })
  const loadReach = async (user: UserId, room: RoomId) => reachOf(user, await store.rooms.loadRoom(room))
  const hasher = createPasswordHasher({ atOnce: config.passwordHashesAtOnce, waiting: hashesWaiting })
  const accounts = createAccountService({
    store: store.accounts,
    passwords: hasher,
    registration: config.registration,
    shareRoom: rooms.shareRoom,
    onProfileChanged: async (user) => {
      for (const other of await rooms.loadRoommates(user)) broker.hint(other, 'rooms', { users: [user] })
    },
    now,
  })
  const penalties = buildPenaltyService({
    isOn: config.guard,
    store: store.penalties,
    revokeUser: revoker.revokeUser,
    tell: broker.tell,
    hintCredentials: (user) => broker.hint(user, 'credentials'),
    now,
  })
  const trust = buildShardTrust({ ...broker, ...store.shards })
  // The same for `/sync` and for the credential, or they would never agree.
  const loadScope = async (user: UserId, places: readonly RoomPlace[]): Promise<Scope> =>
    buildScope(await trust.keepIssued(places), { mutedUntil: await penalties.loadMutedUntil(user) }, now())
  const passwords = createPasswordService({
    store,
    hasher,
    ...revoker,
    revokeOthers: whereNoted(revoker.revokeOthers),
    now,
  })
  const credentials = buildCredentialService({
    store: store.credentials,
    keys: deps.natsKeys,
    loadScope: async (user) => loadScope(user, await store.sync.loadRoomMarks(user)),
    penalties,
    checkDevice: sessions.check,
    servers: config.natsWsUrls,
    lifeMs: config.credentialLifeMs,
  })
  const barrier = buildArchiveBarrier({
    loadStreamLastSeq: broker.loadStreamLastSeq,
    loadPositions: store.sync.loadPositions,
  })
  const trusted = withTrust(barrier, trust)
  const history = buildHistoryService({ barrier: trusted, store })
  const loadSync = buildSyncLoader({
    serverName: config.serverName,
    store: store.sync,
    countShards: broker.countShards,
    cursorKey: createHmac('sha256', deps.secrets.refreshSecret).update('sync cursor').digest(),
    reachAll: trusted.reachAll,
    buildMe,
    buildUser,
    loadScopeVersion: async (user, places) => buildScopeVersion((await loadScope(user, places)).rooms),
    now,
  })
  /** A quarter of what an address may try at all. */
  const brake = createGuessBrake({ freeTries: Math.ceil(config.limits.signInsPerMinute / 4), now })
  const pendingCuts = buildPendingCuts(store.cuts)
  return {
    erasures,
    pendingCuts,
    brake,
    accounts,
    sessions,
    passwords,
    rooms,
    changer,
    credentials,
    penalties,
    barrier,
    history,
    loadReach,
    loadSync,
  }
}

/** One name for this process among the copies of the server. */
export function createHolderName(): string {
  return `${process.pid}-${randomUUID()}`
}
