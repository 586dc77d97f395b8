import type { MessageId, RoomId, UserId } from '../../common/ids.ts'
import type { Message, RoomState } from '../../common/message.ts'
import type { SystemEvent } from '../../common/wire-event.ts'
import type { PositionMark } from './shard-store.ts'

/**
 * A room as the archive has it: its membership as of `head`, the highest sequence of the room that was folded in. The
 * archiver judges rights with this one, never with the directory, which may be ahead.
 */
export type ArchivedRoom = {
  readonly state: RoomState
  readonly head: number
  /** In slow mode when each member spoke last, as long as that matters; elsewhere absent. */
  readonly spoke?: readonly SpokeAt[]
}
export type SpokeAt = { readonly user: UserId; readonly at: number }

/**
 * An event that was not in order, with the reason; kept for whoever looks into it. No text in the reason. The texts are
 * made well-formed and cut at 1,024 characters by the store, the body stays bytes.
 */
export type SetAside = {
  readonly shard: number
  readonly seq: number
  readonly subject: string
  readonly reason: string
  readonly detail: string
  readonly storedAt: number
  /** The body as it came, whole. Which are kept when there are many: `safe-set-aside.ts`. */
  readonly body: Uint8Array
}

/** A `system` event as it stands in the room, between its messages. One a (room, seq); a later copy changes nothing. */
export type RoomNotice = {
  readonly room: RoomId
  readonly seq: number
  readonly at: number
  readonly event: SystemEvent
}

/** Of one message: its first words, and the newest. Whoever edits without end does not fill the store with it. */
export const mostVersions = 100

/** What a message said at a place, of one that was edited: its first words too. None of one that was removed. */
export type MessageVersion = {
  readonly room: RoomId
  readonly id: MessageId
  readonly seq: number
  readonly at: number
  readonly text: string
}

export type ArchiveBatch = {
  readonly posted: readonly Message[]
  readonly changed: readonly Message[]
  readonly rooms: readonly ArchivedRoom[]
  readonly setAside: readonly SetAside[]
  readonly notices: readonly RoomNotice[]
  readonly versions?: readonly MessageVersion[]
}

/**
 * Path of a message, station 8 of 9: the store. One row or document a message, unique by room and message id. Port;
 * adapters in `sqlite/` and `mongo/`, one conformance suite that both run.
 *
 * Promise: every write may come again, late, or from an archiver that was thought dead. Of two copies of an id the one
 * with the lower `seq` stands; of the same message the higher `version`; of a room the higher `head`. So any order and
 * any repetition of the same batches ends at the same rows. A change of a message that is not there puts it in whole.
 * On from here: `server/history/` (station 9).
 */
export type ArchiveStore = {
  /** The sequence up to which the shard is archived; 0 at first. */
  readonly loadPosition: (shard: number) => Promise<number>
  /**
   * Compare-and-set; false if another archiver moved it, or if it would go back. The marks stand with it from then on;
   * where none are given, those that stand stay.
   */
  readonly advancePosition: (
    shard: number,
    fromSeq: number,
    toSeq: number,
    marks?: readonly PositionMark[],
  ) => Promise<boolean>
  /** Rooms that are there, of those asked for. */
  readonly loadArchivedRooms: (rooms: readonly RoomId[]) => Promise<readonly ArchivedRoom[]>
  readonly loadMessages: (
    keys: readonly { readonly room: RoomId; readonly id: MessageId }[],
  ) => Promise<readonly Message[]>
  /**
   * Durable when it returns (majority and journal; or fsync). Order inside: messages first, then rooms: a room's `head`
   * says that all up to it are written, so that a batch that comes again is judged from there and not from a later state.
   */
  readonly writeBatch: (batch: ArchiveBatch) => Promise<void>

  /**
   * For a store that was restored, before anybody opens it: takes what these say out of it for good. Their versions stay,
   * so whoever has them already learns of it by the shard's new epoch alone.
   */
  readonly eraseMessages: (
    keys: readonly { readonly room: RoomId; readonly id: MessageId }[],
    erasedAt: number,
  ) => Promise<void>

  readonly countSetAside: () => Promise<number>
  /** Newest first. */
  readonly loadSetAside: (limit: number) => Promise<readonly SetAside[]>
}
