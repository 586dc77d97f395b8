import type { ScopedRoom } from '../../common/credential-scope.ts'
import type { Me, User } from '../../common/http-contract/account-contract.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
import { firstMembers, type PreviewMessage, type Sync } from '../../common/http-contract/sync-contract.ts'
import type { DeviceId, RoomId, UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'

/** What `GET /sync` gathers from the other domains; `build-services.ts` says from where. */
export type SyncDependencies = {
  readonly serverName: string
  readonly loadMe: (user: UserId, device: DeviceId) => Promise<Me>
  readonly loadRooms: (user: UserId) => Promise<readonly RoomState[]>
  readonly loadPeople: (rooms: readonly RoomState[]) => Promise<readonly User[]>
  readonly buildRoom: (state: RoomState) => Room
  /** With the barrier: complete up to the head it states, or says that it is not. */
  readonly loadSummaries: (user: UserId, rooms: readonly RoomId[]) => Promise<ReadonlyMap<RoomId, RoomSummary>>
  readonly buildScopeVersion: (rooms: readonly ScopedRoom[]) => string
}

export type RoomSummary = {
  readonly head: number
  readonly complete: boolean
  readonly lastMessage?: PreviewMessage
  readonly receipt: number
  readonly unread: number
  readonly mentions: number
}

export type LoadSync = (user: UserId, device: DeviceId) => Promise<Sync>

/** One call to start from. Contacts, presence and settings are empty until this server has them. */
export function buildSyncLoader(deps: SyncDependencies): LoadSync {
  return async (user, device) => {
    const [me, rooms] = await Promise.all([deps.loadMe(user, device), deps.loadRooms(user)])
    const [users, summaries] = await Promise.all([
      deps.loadPeople(rooms),
      deps.loadSummaries(
        user,
        rooms.map(({ room }) => room),
      ),
    ])
    return {
      me,
      server: { name: deps.serverName },
      cursor: '0',
      shards: {},
      users: [...users],
      roomIds: rooms.map(({ room }) => room),
      contacts: [],
      rooms: rooms.map((state) => ({
        room: buildListedRoom(deps.buildRoom(state), user),
        ...(summaries.get(state.room) ?? unknownToArchive),
      })),
      presence: [],
      settings: { version: 0 },
      credentialVersion: deps.buildScopeVersion(scopedRoomsOf(user, rooms)),
    }
  }
}

const rank = { owner: 0, admin: 1, member: 2, listener: 3 } as const

/** The caller first, so that they are always among the few; then by what they may. */
function buildListedRoom(room: Room, caller: UserId): Room & { readonly memberCount: number } {
  const weight = ({ user, role }: Room['members'][number]) => (user === caller ? -1 : rank[role])
  const members = [...room.members].sort((a, b) => weight(a) - weight(b)).slice(0, firstMembers)
  return { ...room, members, memberCount: room.members.length }
}

const unknownToArchive = { head: 0, complete: false, receipt: 0, unread: 0, mentions: 0 } as const

/** How far the user reaches in each room; the same for `/sync` and for the credential, or they would never agree. */
export function scopedRoomsOf(user: UserId, rooms: readonly RoomState[]): readonly ScopedRoom[] {
  return rooms.flatMap(({ room, members }) => {
    const member = members.get(user)
    return member === undefined ? [] : [{ room, role: member.role }]
  })
}
