import type { User } from '../../../common/http-contract/account-contract.ts'
import type { Room } from '../../../common/http-contract/room-contract.ts'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { Checkpoint, Message } from '../../../common/message.ts'
import type { NoticeRow } from '../../../common/reducers/timeline-reducer.ts'
import type { Receipts, ServerCount } from '../../../common/reducers/unread-reducer.ts'
import type { CredentialStore, HeldCredential } from '../wire/credential-keeper.ts'
import type { LocalDatabase } from './local-database.ts'
import { accountStores } from './local-database.ts'

/** One room as it was last known: what a start without a network shows. */
export type KeptRoom = {
  readonly room: Room
  readonly head: number
  readonly receipt: number
  /** How far others have read: nobody says it again. Absent in what older versions wrote. */
  readonly receipts?: Receipts
  readonly server?: ServerCount
}
/** The last messages of a room, with the state of membership that a fill goes on from. */
export type KeptWindow = {
  readonly checkpoint: Checkpoint
  readonly messages: readonly Message[]
  /** What was heard of joining, leaving and the like: history doesn't have it. Absent in what older versions wrote. */
  readonly notices?: readonly NoticeRow[]
  readonly from: number
  readonly loaded: boolean
}
/** Told of until somebody takes note, also after a new start. */
export type KeptGoneRoom = { readonly id: RoomId; readonly name: string; readonly by?: UserId }
export type GoneRoomStore = {
  loadGoneRooms(): Promise<readonly KeptGoneRoom[]>
  putGoneRooms(rooms: readonly KeptGoneRoom[]): Promise<void>
}
export type KeptAccount = {
  readonly rooms: ReadonlyMap<RoomId, KeptRoom>
  readonly windows: ReadonlyMap<RoomId, KeptWindow>
  readonly users: readonly User[]
}

export type WindowCache = CredentialStore &
  GoneRoomStore & {
    loadAccount(): Promise<KeptAccount>
    putRooms(rooms: ReadonlyMap<RoomId, { readonly kept: KeptRoom; readonly window: KeptWindow }>): Promise<void>
    removeRoom(room: RoomId): Promise<void>
    putUsers(users: readonly User[]): Promise<void>
  }

export function buildWindowCache(database: LocalDatabase): WindowCache {
  const { rooms: roomStore, windows: windowStore, users: userStore, facts } = accountStores

  async function loadMap<T>(store: string): Promise<ReadonlyMap<RoomId, T>> {
    const transaction = database.transaction(store)
    const [keys, values] = await Promise.all([transaction.store.getAllKeys(), transaction.store.getAll()])
    return new Map(keys.map((key, index) => [String(key) as RoomId, values[index] as T]))
  }

  return {
    async loadAccount() {
      const [rooms, windows, users] = await Promise.all([
        loadMap<KeptRoom>(roomStore),
        loadMap<KeptWindow>(windowStore),
        database.getAll(userStore) as Promise<User[]>,
      ])
      return { rooms, windows, users }
    },
    async putRooms(rooms) {
      const transaction = database.transaction([roomStore, windowStore], 'readwrite')
      for (const [room, { kept, window }] of rooms) {
        void transaction.objectStore(roomStore).put(kept, room)
        void transaction.objectStore(windowStore).put(window, room)
      }
      await transaction.done
    },
    async removeRoom(room) {
      const transaction = database.transaction([roomStore, windowStore], 'readwrite')
      void transaction.objectStore(roomStore).delete(room)
      void transaction.objectStore(windowStore).delete(room)
      await transaction.done
    },
    async putUsers(users) {
      const transaction = database.transaction(userStore, 'readwrite')
      for (const user of users) void transaction.store.put(user, user.id satisfies UserId)
      await transaction.done
    },
    loadGoneRooms: async () => (await database.get(facts, 'gone-rooms')) ?? [],
    putGoneRooms: async (rooms) => {
      await database.put(facts, rooms, 'gone-rooms')
    },
    loadCredential: () => database.get(facts, 'credential'),
    putCredential: async (credential: HeldCredential) => {
      await database.put(facts, credential, 'credential')
    },
  }
}
