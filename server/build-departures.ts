import { randomUUID } from 'node:crypto'
import { type DeviceId, shardOf, type UserId } from '../common/ids.ts'
import { ok, type Result } from '../common/result.ts'
import type { OwnSettings } from './accounts/own-settings.ts'
import { buildMe, buildUser } from './accounts/user-view.ts'
import type { PersonNotices } from './admin/person-notices.ts'
import type { ServerSettingsService } from './admin/server-settings.ts'
import type { AuditLog } from './audit/audit-log.ts'
import type { AvatarShelf } from './avatars/avatar-shelf.ts'
import type { BrokerPorts } from './broker-link.ts'
import type { Files } from './build-files.ts'
import type { SignInServices } from './build-sign-in.ts'
import type { ContactService } from './contacts/contact-service.ts'
import type { ReportService } from './contacts/report-service.ts'
import type { CredentialRevoker } from './credentials/credential-revoker.ts'
import { whereNoted } from './credentials/credential-revoker.ts'
import { buildDepartureService, type DepartureService } from './departures/departure-service.ts'
import { buildGonePeople, type ListGone } from './departures/gone-people.ts'
import { type BuildOwnArchive, buildOwnArchive } from './departures/own-archive.ts'
import { buildWordEraser } from './departures/word-eraser.ts'
import type { ErasureList } from './erasures/erasure-list.ts'
import type { ArchiveBarrier } from './history/archive-barrier.ts'
import { buildOldWordEraser } from './retention/old-word-eraser.ts'
import { buildRetention, type RetentionService } from './retention/retention-service.ts'
import { buildRoom } from './rooms/room-answer.ts'
import type { RoomChanger } from './rooms/room-changer.ts'
import type { RoomRequestService } from './rooms/room-requests.ts'
import type { RoomService } from './rooms/room-service.ts'
import type { DeviceRow } from './store/account-store.ts'
import type { Store } from './store/store-port.ts'

export type DepartureParts = {
  readonly store: Store
  readonly broker: Pick<BrokerPorts, 'purgeAuthor' | 'countShards'>
  readonly erasures: ErasureList
  readonly barrier: Pick<ArchiveBarrier, 'reach'>
  readonly signIn: Pick<SignInServices, 'hasher'>
  readonly revoker: Pick<CredentialRevoker, 'revokeUser'>
  readonly rooms: RoomService
  readonly contacts: ContactService
  readonly roomRequests: RoomRequestService
  readonly changer: Pick<RoomChanger, 'change'>
  readonly settings: Pick<ServerSettingsService, 'load'>
  readonly ownSettings: OwnSettings
  /** What they made that acts by itself. */
  readonly endBots: (user: UserId, messages: 'keep' | 'erase') => Promise<Result<void>>
  readonly reports: Pick<ReportService, 'listMine'>
  readonly files: Pick<Files, 'depart' | 'listSent'>
  readonly shelf: Pick<AvatarShelf, 'load' | 'remove'>
  readonly audit: Pick<AuditLog, 'forget'>
  readonly notices: Pick<PersonNotices, 'forget'>
  /** Tells whoever sees the person's name. */
  readonly onProfileChanged: (user: UserId) => Promise<void>
  readonly now: () => number
}

function withoutVersion({ passwordVersion: _, ...device }: DeviceRow) {
  return device
}

/** How somebody goes for good, and what they may take along: a little of every domain. */
export function buildDepartures(parts: DepartureParts): {
  readonly departures: DepartureService
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
    removeMessage: (author, room, message) => rooms.change(author, room, { kind: 'remove-message', message, author }),
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
      removeMessage: ({ room, id, author }) =>
        rooms.change(author, room, { kind: 'remove-message', message: id, author }),
      sayErased: (room, erased) => parts.changer.change(room, () => ok({ kind: 'messages.erased', ...erased })),
      purge: async (room, author, upToSeq) => {
        const shard = shardOf(room)
        return broker.purgeAuthor(shard, author, await store.shards.loadPlace(shard), { room, upToSeq })
      },
    }),
    holder: randomUUID(),
  })
  const endDevices = async (user: UserId) => {
    for (const { id } of await store.devices.loadDevicesOfUser(user)) await store.devices.endDevice(id, now())
    return whereNoted(parts.revoker.revokeUser)(user)
  }
  const dropKept = async (user: UserId) => {
    await parts.roomRequests.depart(user)
    await ownSettings.remove(user)
    await parts.shelf.remove(user)
    await parts.audit.forget(user)
    await parts.notices.forget(user)
    return parts.files.depart(user)
  }
  const tell = async (user: UserId) => ok(await parts.onProfileChanged(user))
  const gone = buildGonePeople({ loadLatest: store.accounts.loadLatestErased, listMet: rooms.listMet, now })
  const departures = buildDepartureService({
    store,
    isRight: parts.signIn.hasher.isRight,
    listOwnedAlone: rooms.listOwnedAlone,
    // Told while they are still in their rooms: later nobody knows who is to hear of it.
    steps: [endDevices, tell, parts.endBots, rooms.depart, contacts.depart, dropKept],
    forgetWords,
    noteErased: (user, at) => parts.erasures.note([{ kind: 'user', at, user }]),
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
    { name: 'reports', load: parts.reports.listMine },
  ]
  const loadAvatar = async (user: UserId) => (await parts.shelf.load(user))?.webp
  return {
    departures,
    listGone: gone.list,
    retention,
    cutOff: endDevices,
    buildOwnArchive: buildOwnArchive({
      ...parts.files,
      files,
      loadAvatar,
      loadMessagesOf: store.history.loadMessagesOf,
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
