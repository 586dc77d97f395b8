import { randomUUID } from 'node:crypto'
import { type DeviceId, shardOf, type UserId } from '../common/ids.ts'
import { ok, type Result } from '../common/result.ts'
import type { OwnSettings } from './accounts/own-settings.ts'
import { buildMe, buildUser } from './accounts/user-view.ts'
import type { AdminTokens } from './admin/admin-tokens.ts'
import type { PersonNotices } from './admin/person-notices.ts'
import type { ServerSettingsService } from './admin/server-settings.ts'
import type { AuditLog } from './audit/audit-log.ts'
import type { AvatarShelf } from './avatars/avatar-shelf.ts'
import type { BotService } from './bots/bot-service.ts'
import type { WebhookService } from './bots/webhook-service.ts'
import type { BrokerPorts } from './broker-link.ts'
import type { Files } from './build-files.ts'
import type { SignInServices } from './build-sign-in.ts'
import type { ContactService } from './contacts/contact-service.ts'
import type { ReportService } from './contacts/report-service.ts'
import type { CredentialRevoker } from './credentials/credential-revoker.ts'
import { buildCutOff } from './credentials/credential-revoker.ts'
import { buildDepartureService, type DepartureService } from './departures/departure-service.ts'
import { buildErasureReports, type ErasureReports } from './departures/erasure-reports.ts'
import { buildGonePeople, type ListGone } from './departures/gone-people.ts'
import { type BuildOwnArchive, buildOwnArchive } from './departures/own-archive.ts'
import { buildWordEraser } from './departures/word-eraser.ts'
import type { ErasureList } from './erasures/erasure-list.ts'
import type { ArchiveBarrier } from './history/archive-barrier.ts'
import { buildInboxMarks } from './inbox/inbox-marks.ts'
import { mostInboxRows } from './inbox/inbox-service.ts'
import { forgetKeptAnswers, pruneKeptAnswers } from './plugins/idempotency.ts'
import { buildOldWordEraser } from './retention/old-word-eraser.ts'
import { buildRetention, type RetentionService } from './retention/retention-service.ts'
import { buildRoom } from './rooms/room-answer.ts'
import type { RoomChanger } from './rooms/room-changer.ts'
import type { RoomModeration } from './rooms/room-moderation.ts'
import type { RoomRequestService } from './rooms/room-requests.ts'
import type { RoomService } from './rooms/room-service.ts'
import type { DeviceRow, UserRow } from './store/account-store.ts'
import type { InboxRow } from './store/inbox-store.ts'
import type { SavedMark } from './store/saved-store.ts'
import type { Store } from './store/store-port.ts'
import type { ThreadMark } from './store/thread-store.ts'

export type DepartureParts = {
  readonly store: Store
  readonly broker: Pick<BrokerPorts, 'purgeAuthor' | 'countShards'>
  readonly erasures: ErasureList
  readonly barrier: Pick<ArchiveBarrier, 'reach'>
  readonly signIn: Pick<SignInServices, 'hasher' | 'codes'>
  readonly revoker: Pick<CredentialRevoker, 'revokeUser'>
  readonly rooms: RoomService
  readonly contacts: ContactService
  readonly roomRequests: RoomRequestService
  readonly changer: Pick<RoomChanger, 'change' | 'removeMessages'>
  readonly settings: Pick<ServerSettingsService, 'load'>
  readonly ownSettings: OwnSettings
  /** What they made that acts by itself. */
  readonly bots: Pick<BotService, 'removeAllOf' | 'list'>
  readonly webhooks: Pick<WebhookService, 'forget' | 'listOf'>
  readonly reports: Pick<ReportService, 'listMine' | 'forget'>
  readonly tokens: Pick<AdminTokens, 'forget' | 'listOf'>
  readonly moderation: Pick<RoomModeration, 'forgetReasons'>
  readonly files: Pick<Files, 'depart' | 'listSent'>
  readonly shelf: Pick<AvatarShelf, 'load' | 'remove'>
  readonly audit: Pick<AuditLog, 'forget'>
  readonly notices: Pick<PersonNotices, 'forget'>
  /** Tells whoever sees the person's name. */
  readonly onProfileChanged: (user: UserId) => Promise<void>
  readonly now: () => number
}

/** What a bot signs in with is no part of it. */
function showBot(row: UserRow) {
  return { ...buildUser(row), createdAt: row.createdAt }
}

function withoutUser({ user: _, ...mark }: ThreadMark) {
  return mark
}

/** What was taken out is known for a time only, for the other devices. */
function showSaved({ room, message, at, isSaved }: SavedMark) {
  return isSaved ? [{ room, message, at }] : []
}

function withoutOwner({ owner: _, ...row }: InboxRow) {
  return row
}

function withoutVersion({ passwordVersion: _, ...device }: DeviceRow) {
  return device
}

/** How somebody goes for good, and what they may take along: a little of every domain. */
export function buildDepartures(parts: DepartureParts): {
  readonly departures: DepartureService
  readonly erasureReports: ErasureReports
  /** Takes away what is over, now and then. */
  readonly upkeep: { readonly prune: () => Promise<void> }
  readonly buildOwnArchive: BuildOwnArchive
  readonly listGone: ListGone
  readonly retention: RetentionService
  /** Ends every device of somebody, and has the broker refuse their credentials. */
  readonly cutOff: (user: UserId) => Promise<Result<void>>
} {
  const { store, broker, rooms, contacts, ownSettings, now } = parts
  const reach = async (shard: number) => (await parts.barrier.reach(shard)).complete
  const forgetWords = buildWordEraser({
    loadMessagesOf: store.history.loadMessagesOf,
    removeMessages: parts.changer.removeMessages,
    countShards: broker.countShards,
    reach,
    purge: async (shard, user) => broker.purgeAuthor(shard, user, await store.shards.loadPlace(shard)),
    now,
  })
  const retention = buildRetention({
    ...{ records: store.records, leases: store.leases, rooms: store.rooms, now },
    loadServerDays: async () => (await parts.settings.load()).retentionDays,
    erase: buildOldWordEraser({
      ...{ records: store.records, history: store.history, reach, now },
      removeMessages: parts.changer.removeMessages,
      sayErased: (room, erased) => parts.changer.change(room, () => ok({ kind: 'messages.erased', ...erased })),
      purge: async (room, author, upToSeq) => {
        const shard = shardOf(room)
        return broker.purgeAuthor(shard, author, await store.shards.loadPlace(shard), { room, upToSeq })
      },
    }),
    holder: randomUUID(),
  })
  const cutOff = buildCutOff(store.devices, parts.revoker, now)
  const forgetDevices = async (user: UserId) => {
    const ended = await cutOff(user)
    return ended.ok ? ok({ devices: await store.devices.forgetDevices(user) }) : ended
  }
  const endBots = async (user: UserId, messages: 'keep' | 'erase') => {
    const ended = await parts.bots.removeAllOf(user, messages)
    if (ended.ok) await parts.webhooks.forget(user)
    return ended
  }
  const leaveRooms = async (user: UserId) => {
    const left = await rooms.depart(user)
    return left.ok ? ok({ rooms: left.value, 'reasons-of-bans': await parts.moderation.forgetReasons(user) }) : left
  }
  const leaveContacts = async (user: UserId) => {
    const left = await contacts.depart(user)
    return left.ok ? ok({ contacts: left.value }) : left
  }
  const dropKept = async (user: UserId) => {
    const gone = {
      requests: await parts.roomRequests.depart(user),
      settings: (await ownSettings.load(user)).version > 0 ? 1 : 0,
      picture: (await parts.shelf.load(user)) === undefined ? 0 : 1,
      notices: await parts.notices.forget(user),
      reports: await parts.reports.forget(user),
      codes: await parts.signIn.codes.forget(user),
      tokens: await parts.tokens.forget(user),
      'kept-answers': await forgetKeptAnswers(store.records, user, now),
      'files-in-no-message': await parts.files.depart(user),
      inbox: (await store.inbox.forgetRows(user)) + (await buildInboxMarks(store.records, now).forget(user)),
      'reading-marks': (await store.receipts.forgetReceipts(user)) + (await store.threads.forgetMarks(user)),
      'saved-messages': await store.saved.forgetSaved(user),
    }
    await ownSettings.remove(user)
    await parts.shelf.remove(user)
    await parts.audit.forget(user)
    return ok(gone)
  }
  const tell = async (user: UserId) => {
    await parts.onProfileChanged(user)
    return ok({})
  }
  const erasureReports = buildErasureReports(store.records, now)
  const gone = buildGonePeople({ loadLatest: store.accounts.loadLatestErased, listMet: rooms.listMet, now })
  const departures = buildDepartureService({
    store,
    isRight: parts.signIn.hasher.isRight,
    listOwnedAlone: rooms.listOwnedAlone,
    // Told while they are still in their rooms: later nobody knows who is to hear of it.
    steps: [forgetDevices, tell, endBots, leaveRooms, leaveContacts, dropKept],
    forgetWords,
    noteErased: (user, at, messages) => parts.erasures.note([{ kind: 'user', at, user, messages }]),
    reports: erasureReports,
    scrub: store.upkeep.scrub,
    onErased: gone.forget,
    now,
  })
  const files = [
    { name: 'profile', load: loadProfile },
    {
      name: 'devices',
      load: async (user: UserId) => (await store.devices.loadDevicesOfUser(user)).map(withoutVersion),
    },
    { name: 'settings', load: ownSettings.load },
    { name: 'people', load: contacts.list },
    { name: 'requests-of-rooms', load: (user: UserId) => parts.roomRequests.list(user, []) },
    { name: 'rooms', load: loadRooms },
    { name: 'receipts', load: store.receipts.loadReceiptsOfUser },
    { name: 'threads', load: async (user: UserId) => (await store.threads.loadMarksOf(user)).map(withoutUser) },
    { name: 'saved', load: async (user: UserId) => (await store.saved.loadMarksOf(user)).flatMap(showSaved) },
    {
      name: 'inbox',
      load: async (user: UserId) => ({
        rows: (await store.inbox.loadRows({ owners: [user], limit: mostInboxRows })).map(withoutOwner),
        marks: await buildInboxMarks(store.records, now).load(user),
      }),
    },
    { name: 'reports', load: parts.reports.listMine },
    { name: 'bots', load: async (user: UserId) => (await parts.bots.list(user)).map(showBot) },
    { name: 'webhooks', load: parts.webhooks.listOf },
    { name: 'tokens', load: parts.tokens.listOf },
  ]
  const loadAvatar = async (user: UserId) => (await parts.shelf.load(user))?.webp
  return {
    departures,
    erasureReports,
    upkeep: {
      prune: async () => {
        await erasureReports.prune()
        await pruneKeptAnswers(store.records, now)
        await store.upkeep.scrub()
      },
    },
    listGone: gone.list,
    retention,
    cutOff,
    buildOwnArchive: buildOwnArchive({
      ...parts.files,
      files,
      loadAvatar,
      loadMessagesOf: store.history.loadMessagesOf,
      loadVersions: store.history.loadVersions,
    }),
  }

  async function loadProfile(user: UserId) {
    const row = await store.accounts.loadUser(user)
    if (row === undefined) return undefined
    const { device: _, ...me } = buildMe(row, '' as DeviceId)
    return me
  }
  async function loadRooms(user: UserId) {
    const mine = await store.rooms.loadRoomsOfUser(user)
    const people = (await rooms.loadPeople(mine)).map(buildUser)
    return { rooms: mine.map((state) => buildRoom(state)), users: people }
  }
}
