import type { Role } from '../../common/credential-scope.ts'
import type { RoomId, UserId } from '../../common/ids.ts'
import type { UserRow } from './account-store.ts'

/** A user's place in a room, and how far the room is: all that tells whether it changed for them. */
export type RoomMark = {
  readonly room: RoomId
  readonly role: Role
  readonly joinedSeq: number
  /** Of the directory's state: rises with name, topic and membership. */
  readonly version: number
  /** The highest archived sequence; 0 where the archive does not know the room. */
  readonly head: number
  /** How far the user has read, never above `head`. */
  readonly receipt: number
  /** By the room's owners and admins, ms; it may be over. */
  readonly mutedUntil?: number
} & RoomBounds

/** What of a room limits everybody in it; what is absent does not. Each rises with the room's version. */
export type RoomBounds = {
  readonly posting?: 'admins'
  readonly archived?: true
  readonly ended?: 'listen' | 'hear'
  readonly endedAt?: number
  /** It shows, or has shown, newcomers only what comes. */
  readonly isPartial?: true
}

/** A room as a list shows it. Flat, its larger parts written down already: `listed-room.ts` says how, and reads them. */
export type ListedRoom = RoomMark & {
  /** Kind, name, topic, time and number of members, as JSON in the API's form. */
  readonly about: string
  /** The first few; see `readListedMembers`. */
  readonly members: string
  /** The newest message that was not removed, as JSON in the API's form, and who wrote it. */
  readonly last?: string
  readonly lastAuthor?: UserId
  /** Messages of others, not removed, after the receipt and after one came; both stop at `unreadCap`. */
  readonly unread: number
  readonly mentions: number
}

/**
 * What `GET /sync` is made of, in few questions whatever somebody has. Port; adapters in `sqlite/` and `mongo/`, one
 * conformance suite. What it reads is kept beside the rooms by whoever writes them: it is derived, and can be rebuilt.
 */
export type SyncStore = {
  /** Archived sequence of each shard that has one. */
  readonly loadPositions: () => Promise<ReadonlyMap<number, number>>
  /** By room. */
  readonly loadRoomMarks: (user: UserId) => Promise<readonly RoomMark[]>
  /** All of the user's rooms, or those of the marks that were read a moment ago; by room. */
  readonly loadListedRooms: (user: UserId, marks?: readonly RoomMark[]) => Promise<readonly ListedRoom[]>
  /**
   * The people named; where `changedSinceAt` is given also who shares a room with the user and has a `changedAt` at or
   * after that, a thousand at most.
   */
  readonly loadPeople: (user: UserId, named: readonly UserId[], changedSinceAt?: number) => Promise<readonly UserRow[]>
}
