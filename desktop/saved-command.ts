import type { AppError } from '../common/app-error.ts'
import type { MessageId, RoomId } from '../common/ids.ts'
import type { Message } from '../common/message.ts'

/** What screens ask of the messages that somebody has saved for themselves. */
export type SavedCommand =
  /**
   * Shown at once, in all windows and on all devices. Answers once the server has it, or it is kept for when there is a network
   * again; with an error where it is not taken, and then it is as before.
   */
  | { readonly kind: 'set-saved'; readonly room: RoomId; readonly message: MessageId; readonly on: boolean }
  /** Somebody looks at the list: asks anew for all of it. How that goes stands in the slice `savedList`. */
  | { readonly kind: 'refresh-saved' }

/** By room too: ids are made up by whoever posts. */
export type SavedKey = `${RoomId}/${string}`
export function savedKeyOf(room: RoomId, message: MessageId): SavedKey {
  return `${room}/${message}`
}

/**
 * `at`: its place in the list, newest first. `message`: this device's own copy, long texts cut; absent where it is not kept here.
 * `isPending`: the server does not have it yet. `problem`: why it will not have it as things are.
 */
export type SavedView = {
  readonly room: RoomId
  readonly id: MessageId
  readonly at: number
  readonly message?: Message
  readonly isPending?: true
  readonly problem?: AppError
}

/** `isKnown`: the server was asked for all of it at least once, now or before. `problem`: why it could not be asked last. */
export type SavedListView = { readonly isKnown: boolean; readonly isAsking: boolean; readonly problem?: AppError }
export const nothingSaved: SavedListView = { isKnown: false, isAsking: false }
