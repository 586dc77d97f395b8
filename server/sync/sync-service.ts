import type { ScopedRoom } from '../../common/credential-scope.ts'
import type { Me, User } from '../../common/http-contract/account-contract.ts'
import type { ApiMessage, Sync } from '../../common/http-contract/history-contract.ts'
import type { Room } from '../../common/http-contract/room-contract.ts'
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
  readonly lastMessage?: ApiMessage
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
      users: [...users],
      contacts: [],
      rooms: rooms.map((state) => ({
        room: deps.buildRoom(state),
        ...(summaries.get(state.room) ?? unknownToArchive),
      })),
      presence: [],
      settings: { version: 0 },
      credentialVersion: deps.buildScopeVersion(scopedRoomsOf(user, rooms)),
    }
  }
}

const unknownToArchive = { head: 0, complete: false, receipt: 0, unread: 0, mentions: 0 } as const

/** How far the user reaches in each room; the same for `/sync` and for the credential, or they would never agree. */
export function scopedRoomsOf(user: UserId, rooms: readonly RoomState[]): readonly ScopedRoom[] {
  return rooms.flatMap(({ room, members }) => {
    const member = members.get(user)
    return member === undefined ? [] : [{ room, role: member.role }]
  })
}
