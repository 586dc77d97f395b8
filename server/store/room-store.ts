import type { RoomId, UserId } from '../../common/ids.ts'
import type { RoomState } from '../../common/message.ts'

/** What is shown of a room to whoever is not in it. */
export type PublicRoomRow = Pick<RoomState, 'room' | 'name' | 'topic' | 'avatar'> & { readonly memberCount: number }

/** Enough to find a room by: a thousand are looked through where one is wanted. */
export type RoomNameRow = Pick<RoomState, 'room' | 'roomKind' | 'name'> & { readonly memberCount: number }

/**
 * The control plane's directory of rooms: the fold of their `system` events, and nothing else. It may be ahead of the
 * archive (which folds the same events in its own time) and never behind what this server has published. Port; adapters
 * in `sqlite/` and `mongo/`, one conformance suite.
 */
export type RoomStore = {
  readonly loadRoom: (room: RoomId) => Promise<RoomState | undefined>
  readonly loadRooms: (rooms: readonly RoomId[]) => Promise<readonly RoomState[]>
  /** Rooms the user is a member of, as the directory has it now. */
  readonly loadRoomsOfUser: (user: UserId) => Promise<readonly RoomState[]>
  /** Without direct rooms that have ended. */
  readonly countRoomsOfUser: (user: UserId) => Promise<number>
  /** Those that everybody may find, by room, after that one. */
  readonly loadPublicRooms: (after: RoomId | undefined, limit: number) => Promise<readonly PublicRoomRow[]>
  /** How all that there are are called, without who is in them; closed ones too. By room, after that one. */
  readonly loadRoomNames: (after: RoomId | undefined, limit: number) => Promise<readonly RoomNameRow[]>
  /** Of all that there are, closed ones too; by room, after that one. */
  readonly listRooms: (after: RoomId | undefined, limit: number) => Promise<readonly RoomId[]>
  /** Compare-and-set: stores `state` only where the stored version is `expectedVersion` (0: no such room yet). */
  readonly putRoom: (state: RoomState, expectedVersion: number) => Promise<boolean>
}
