import { type RoomId, shardOf, type UserId } from '../common/ids.ts'
import type { RoomState } from '../common/message.ts'
import { type AccountService, createAccountService } from './accounts/account-service.ts'
import { buildOwnSettings, type OwnSettings } from './accounts/own-settings.ts'
import { buildUser } from './accounts/user-view.ts'
import { buildServerSettings, type ServerSettingsService } from './admin/server-settings.ts'
import type { AvatarService } from './avatars/avatar-service.ts'
import { buildAvatarShelf } from './avatars/avatar-shelf.ts'
import type { BrokerPorts } from './broker-link.ts'
import { buildTurnLimit } from './budgets/turn-limit.ts'
import {
  type AdministrationDependencies,
  type AdministrationServices,
  buildAdministration,
  buildPeople,
  type PeopleServices,
} from './build-administration.ts'
import { buildAvatars } from './build-avatars.ts'
import { type BotServices, buildBotBonds, buildBots } from './build-bots.ts'
import { buildDepartures } from './build-departures.ts'
import { buildExports } from './build-exports.ts'
import { buildFiles, type Files } from './build-files.ts'
import { buildForwards, type ForwardServices } from './build-forwards.ts'
import { buildInbox, type InboxServices } from './build-inbox.ts'
import { buildSearch, type SearchServices } from './build-search.ts'
import { buildSignInServices, type SignInDependencies, type SignInServices } from './build-sign-in.ts'
import { buildSync } from './build-sync.ts'
import { buildThreads, type ThreadServices } from './build-threads.ts'
import { buildAskingLimits } from './contacts/asking-limits.ts'
import { buildContactService, type ContactService } from './contacts/contact-service.ts'
import { buildPairKeeper } from './contacts/pair-keeper.ts'
import { buildReportService, type ReportService } from './contacts/report-service.ts'
import { whereNoted } from './credentials/credential-revoker.ts'
import { buildCredentialService, buildScopeVersion, type CredentialService } from './credentials/credential-service.ts'
import { buildPenaltyService, type PenaltyService } from './credentials/penalty-service.ts'
import { buildPendingCuts, type PendingCuts } from './credentials/pending-cuts.ts'
import type { ErasureList } from './erasures/erasure-list.ts'
import { withNotedEnds } from './erasures/noted-devices.ts'
import type { FileStorage } from './files/file-storage.ts'
import type { Network } from './files/guarded-fetch.ts'
import { firstSettings } from './first-settings.ts'
import { type ArchiveBarrier, buildArchiveBarrier } from './history/archive-barrier.ts'
import { buildHistoryService, type HistoryService } from './history/history-service.ts'
import { withTrust } from './history/trusted-barrier.ts'
import { buildPictureReader } from './pictures/picture-reader.ts'
import { buildPersonFacts, type LoadPersonFacts } from './presence/person-facts.ts'
import { buildReachedRooms } from './reach/reached-rooms.ts'
import {
  buildScope,
  noReach,
  placeOf,
  type RoomPlace,
  type RoomReach,
  reachIn,
  type Scope,
} from './reach/room-reach.ts'
import { buildRepair } from './repair-round.ts'
import { buildAddingLimit } from './rooms/adding-limit.ts'
import { buildDirectRooms } from './rooms/direct-rooms.ts'
import { buildJoinPlaces } from './rooms/join-places.ts'
import { buildOwnRead, type PutRead } from './rooms/own-read.ts'
import { buildPublicRooms, type FindPublicRooms } from './rooms/public-rooms.ts'
import { buildRoomCaps, type RoomCaps } from './rooms/room-caps.ts'
import { createRoomChanger, type RoomChanger } from './rooms/room-changer.ts'
import { buildRoomCounts, type CountInRoom } from './rooms/room-counts.ts'
import { createRoomDirectory } from './rooms/room-directory.ts'
import { buildRoomInvites, type RoomInvites } from './rooms/room-invites.ts'
import { buildRoomLens, type LoadRoomLens } from './rooms/room-lens.ts'
import { buildRoomLog } from './rooms/room-log.ts'
import { buildRoomModeration, type RoomModeration } from './rooms/room-moderation.ts'
import { buildRoomRequests, type RoomRequestService } from './rooms/room-requests.ts'
import { createRoomService, type RoomService } from './rooms/room-service.ts'
import type { NatsKeys } from './secrets/nats-keys.ts'
import type { ServerSecrets } from './secrets/server-secrets.ts'
import type { ServerConfig } from './server-config.ts'
import type { Store } from './store/store-port.ts'
import { buildShardTrust } from './streams/shard-trust.ts'
import type { LoadSync } from './sync/sync-service.ts'

export type ServiceDependencies = Omit<SignInDependencies, 'store' | 'revoker' | 'now'> & {
  readonly natsKeys: NatsKeys
  readonly config: ServerConfig
  readonly secrets: ServerSecrets
  readonly store: Store
  readonly broker: BrokerPorts
  readonly shards: number
  readonly erasures: ErasureList
  readonly storage: FileStorage
  readonly network: Network
} & Pick<AdministrationDependencies, 'onAuditHead'>

export type Services = SignInServices &
  Pick<BotServices, 'bots' | 'botKeys' | 'webhooks'> &
  ReturnType<typeof buildDepartures> &
  AdministrationServices &
  SearchServices &
  ThreadServices &
  ForwardServices &
  InboxServices &
  PeopleServices & {
    readonly erasures: ErasureList
    readonly accounts: AccountService
    readonly avatars: AvatarService
    readonly files: Files
    readonly rooms: RoomService
    readonly changer: RoomChanger
    readonly credentials: CredentialService
    readonly penalties: PenaltyService
    readonly pendingCuts: PendingCuts
    readonly barrier: ArchiveBarrier
    readonly history: HistoryService
    readonly roomExports: ReturnType<typeof buildExports>
    /** By the directory of rooms, which is never behind what this server has published. */
    readonly loadReach: (user: UserId, room: RoomId) => Promise<RoomReach>
    readonly loadSync: LoadSync
    readonly contacts: ContactService
    /** Goes on with what a crash left half-way, of rooms and of pairs. */
    readonly repair: () => Promise<{ readonly finished: number; readonly unreadable: number }>
    readonly roomRequests: RoomRequestService
    readonly moderation: RoomModeration
    readonly invites: RoomInvites
    readonly loadRoomLens: LoadRoomLens
    readonly countIn: CountInRoom
    readonly reports: ReportService
    readonly findPublicRooms: FindPublicRooms
    readonly putRead: PutRead
    readonly loadPresenceFacts: LoadPersonFacts
    readonly settings: ServerSettingsService
    readonly roomCaps: RoomCaps
    readonly ownSettings: OwnSettings
  }

/** Puts the domains together: none knows another, what they share is handed in here. */
export function buildServices(deps: ServiceDependencies): Services {
  const { config, broker, erasures } = deps
  const store = { ...deps.store, devices: withNotedEnds(deps.store.devices, erasures) }
  const now = Date.now
  const { ledger, revoker, hint } = buildBotBonds(store, broker, now)
  const signIn = buildSignInServices({ ...deps, store, revoker, now })
  const log = buildRoomLog(broker)
  const directory = createRoomDirectory(store.rooms, log)
  const changer = createRoomChanger({
    store: store.changes,
    directory,
    log,
    revokeUsers: whereNoted(revoker.revokeUsers),
    hint,
    reachOf: (user, state) => reachOf(user, state),
    now,
  })
  const reachOf = (user: UserId, state: RoomState | undefined): RoomReach =>
    state === undefined ? noReach : reachIn(placeOf(user, state), {}, now())
  const settings = buildServerSettings(store.records, firstSettings(config), now)
  const administration = buildAdministration({ ...deps, store, now })
  const { isAdmin, audit, notices } = administration
  const turns = buildTurnLimit(now)
  const roomCaps = buildRoomCaps(store.records, async () => (await settings.load()).memberCap, now)
  const places = buildJoinPlaces({ rooms: store.rooms, leases: store.leases })
  const directRooms = buildDirectRooms({ changer, rooms: store.rooms, shards: deps.shards })
  const pairs = buildPairKeeper({
    records: store.records,
    changes: store.changes,
    settleRoom: directRooms.settle,
    now,
  })
  const contacts = buildContactService({
    pairs,
    loadUser: store.accounts.loadUser,
    loadUserByHandle: store.accounts.loadUserByHandle,
    areAllContacts: async () => (await settings.load()).contacts === 'open',
    limits: buildAskingLimits(),
    turns,
    newRoomId: directRooms.newId,
    whilePlaced: places.whilePlaced,
    hint: broker.hint,
    now,
  })
  const roomRequests: RoomRequestService = buildRoomRequests({
    records: store.records,
    rooms: store.rooms,
    join: ({ by, room, user, role }) => rooms.join(by, room, { kind: 'put-member', user, role, via: 'accepted' }),
    isHidden: async (user, by) => (await contacts.listBlocked(user)).includes(by),
    hint: broker.hint,
    now,
  })
  const rooms: RoomService = createRoomService({
    store,
    changer,
    reachOf,
    places,
    turns,
    adding: buildAddingLimit(Math.ceil(config.limits.requestsPerMinute / 20), now),
    loadMemberCap: roomCaps.load,
    listAddable: (by, users) => botParts.listAddable(by, users),
    loadMakers: (users) => botParts.bots.loadMakers(users),
    listBotsOf: ledger.listOf,
    ask: (want) => roomRequests.ask(want),
    shards: deps.shards,
    noteClosed: async (room) => {
      await erasures.note([{ kind: 'room', at: now(), room }])
      await files.posts.dropRoom(room)
    },
  })
  const invites = buildRoomInvites({
    records: store.records,
    rooms: store.rooms,
    join: (by, room, user) => rooms.join(by, room, { kind: 'put-member', user, via: 'invite' }),
    loadUser: store.accounts.loadUser,
    buildUser,
    isAdmin,
    publicUrl: config.publicUrl,
    now,
  })
  const loadReach = async (user: UserId, room: RoomId) => reachOf(user, await store.rooms.loadRoom(room))
  const ownSettings = buildOwnSettings(store.records, broker.hint, now)
  const botParts: BotServices = buildBots({
    ...{ store, ledger, settings, isAdmin, contacts, broker, rooms, reachOf, now },
    publicUrl: config.publicUrl,
    sessions: signIn.sessions,
    departures: () => leaving.departures,
    credentials: () => credentials,
    secrets: deps.secrets,
  })
  const { bots, botKeys, webhooks } = botParts
  const maySee = async (caller: UserId, other: UserId) =>
    (await contacts.know(caller, other)) ||
    (await rooms.shareRoom(caller, other)) ||
    (await bots.loadMakers([other])).get(other) === caller ||
    (await isAdmin(caller))
  const onProfileChanged = async (user: UserId) => {
    for (const other of await rooms.loadRoommates(user)) broker.hint(other, 'rooms', { users: [user] })
    for (const other of await contacts.listKnown(user)) broker.hint(other, 'contacts')
  }
  const accounts = createAccountService({
    store: store.accounts,
    passwords: signIn.hasher,
    loadSettings: settings.load,
    takeInvite: invites.takeForAccount,
    enterRoom: (user, code) => invites.join(user, code),
    askProof: signIn.emails.askProof,
    maySee,
    isResting: (handle) => leaving.departures.isResting(handle),
    onProfileChanged,
    now,
  })
  const pictures = buildPictureReader()
  const shelf = buildAvatarShelf(store.records, pictures, now)
  const avatars = buildAvatars({ shelf, accounts, rooms, findRoomOfInvite: invites.findRoom })
  const penalties = buildPenaltyService({
    isOn: config.guard,
    store: store.penalties,
    revokeUser: revoker.revokeUser,
    tell: broker.tell,
    hintCredentials: (user) => hint(user, 'credentials'),
    now,
  })
  const trust = buildShardTrust({ ...broker, ...store.shards })
  // The same for `/sync` and for the credential, or they would never agree.
  const loadScope = async (user: UserId, places: readonly RoomPlace[]): Promise<Scope> =>
    buildScope(await trust.keepIssued(places), { mutedUntil: await penalties.loadMutedUntil(user) }, now())
  const credentials: CredentialService = buildCredentialService({
    store: store.credentials,
    keys: deps.natsKeys,
    loadScope: (user) => botParts.narrow(user, async (one) => loadScope(one, await store.sync.loadRoomMarks(one))),
    penalties,
    checkDevice: botParts.checkDevice,
    servers: config.natsWsUrls,
    lifeMs: config.credentialLifeMs,
  })
  const barrier = buildArchiveBarrier({
    loadStreamLastSeq: broker.loadStreamLastSeq,
    loadPositions: store.sync.loadPositions,
  })
  const trusted = withTrust(barrier, trust)
  const files = buildFiles({
    ...{ ...deps, records: store.records, loadMessages: store.archive.loadMessages, pictures, loadReach, now },
    catchUp: async (shard) => (await barrier.reach(shard)).complete,
    secret: deps.secrets.refreshSecret,
    limits: config.fileLimits,
    loadFileBytes: async () => (await settings.load()).fileBytes,
  })
  const moderation = buildRoomModeration({
    records: store.records,
    rooms: store.rooms,
    archive: store.archive,
    change: rooms.change,
    load: rooms.load,
    userExists: async (user) => (await store.accounts.loadUser(user)) !== undefined,
    catchUp: async (room) => void (await barrier.reach(shardOf(room))),
    now,
  })
  const putRead = buildOwnRead({
    ...{ store, loadReach },
    hintRooms: (user, room) => broker.hint(user, 'rooms', { rooms: [room] }),
  })
  const history = buildHistoryService({ barrier: trusted, store })
  const messageServices = buildThreads({ store, barrier, history, broker, loadReach, now })
  const loadReached = buildReachedRooms({ ...store.sync, ...store.rooms, now })
  const inboxes = buildInbox({ store, loadReached, contacts, roomRequests, ledger, broker, now })
  const loadSync = buildSync({
    ...{ store, broker, reachOf, ledger, now },
    serverName: config.serverName,
    secret: deps.secrets.refreshSecret,
    reachAll: trusted.reachAll,
    loadContacts: contacts.list,
    loadGone: (user, sinceAt) => leaving.listGone(user, sinceAt),
    loadAnnouncements: administration.announcements.listStanding,
    loadSettingsVersion: ownSettings.loadVersion,
    loadScopeVersion: async (user, places) => buildScopeVersion((await loadScope(user, places)).rooms),
  })
  const reports = buildReportService({
    records: store.records,
    loadSeen: async (user, room) => {
      const { scope, seen } = await loadReach(user, room)
      return scope === 'none' ? undefined : seen
    },
    loadMessage: async (room, id) => (await store.archive.loadMessages([{ room, id }]))[0],
    loadAround: async (query) => (await store.history.loadPage(query)).messages,
    maySee: (user, other) => maySee(user, other),
    now,
  })
  const leaving = buildDepartures({
    ...{ store, broker, erasures, barrier, signIn, revoker, rooms, contacts, roomRequests },
    ...{ ownSettings, reports, shelf, changer, settings, audit, notices, files, bots, webhooks, moderation },
    tokens: administration.tokens,
    onProfileChanged,
    now,
  })
  const office = buildPeople({ store, signIn, leaving, now })
  return {
    erasures,
    pendingCuts: buildPendingCuts(store.cuts),
    ...signIn,
    ...leaving,
    ...administration,
    ...office,
    ...{ accounts, bots, botKeys, webhooks },
    avatars,
    files,
    rooms,
    changer,
    credentials,
    penalties,
    ...{ barrier, history, loadReach, loadSync, ...messageServices },
    roomExports: buildExports({ store, history, trusted, files, contacts, ledger, reachOf, maySee, now }),
    contacts,
    // Rooms first: what pairs bring about there is a change of a room again.
    repair: buildRepair(
      [changer, pairs, leaving.departures, office.people],
      [pairs, roomRequests, reports, inboxes.inbox, leaving.upkeep],
      now,
    ),
    roomRequests,
    moderation,
    invites,
    ...buildForwards({ store, files, barrier, loadReach, secret: deps.secrets.refreshSecret }),
    ...buildSearch({ store, reachOf, loadReached, trusted, contacts, ledger }),
    ...inboxes,
    countIn: buildRoomCounts({ ...store.history, reachOf }),
    loadRoomLens: buildRoomLens({
      credentials: store.credentials,
      history: store.history,
      load: rooms.load,
      reachOf,
      loadMakers: bots.loadMakers,
      now,
    }),
    reports,
    findPublicRooms: buildPublicRooms(store.rooms),
    putRead,
    ...{ settings, roomCaps, ownSettings },
    loadPresenceFacts: buildPersonFacts(store),
  }
}
