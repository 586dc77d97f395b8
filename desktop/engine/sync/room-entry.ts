import type { AppError } from '../../../common/app-error.ts'
import type { RoomState } from '../../../common/message.ts'
import type { LaterCount, Receipts, ServerCount } from '../../../common/reducers/unread-reducer.ts'
import type { RoomWindow } from './room-window.ts'

/** All the engine knows of one room. A value: changes make a new one. */
export type RoomEntry = {
  readonly state: RoomState
  /** How many are in it: `state` may name only the first of them until the room is opened. */
  readonly memberCount: number
  /** The highest sequence the archive has named. */
  readonly head: number
  readonly receipt: number
  /** How far others have read. */
  readonly receipts: Receipts
  readonly server?: ServerCount
  /** What was counted here after that and is not held any more. */
  readonly later?: LaterCount
  /** The end of the room: it goes on with what is heard. */
  readonly window: RoomWindow
  /** Where somebody reads who does not stand at the end. */
  readonly past?: RoomWindow
  readonly loading: 'idle' | 'first' | 'older' | 'newer'
  readonly problem?: AppError
  /** My receipt when the room was opened with something unread in it; it does not move until the room is closed. */
  readonly dividerSeq?: number
  readonly isOpen: boolean
  /** Older pages were loaded since it was opened: somebody reads there. */
  readonly wentBack?: boolean
  /** Somebody has said that from here on all is to count as unread. `isNew`: and has not left the room since. */
  readonly unreadFrom?: { readonly seq: number; readonly isNew: boolean }
  /** `/sync` has named it since the start. Before that nobody knows what was unread when it was opened. */
  readonly isSynced: boolean
}

export const bareEntry = { receipts: new Map(), loading: 'idle', isOpen: false, isSynced: false } as const
