import type { AppError } from '../common/app-error.ts'
import type { EventId, FileId, RoomId } from '../common/ids.ts'

/**
 * Files that go out from this device. Until the server has one it goes by a name of this device, which has the form of a
 * file's id: so a message stands with its pictures in the timeline before a byte of them is sent.
 */
export type FileCommand =
  /** Answers once it is kept here: it survives a reload from then on. It goes up at once, sent or not. */
  | {
      readonly kind: 'add-file'
      readonly room: RoomId
      readonly file: FileId
      readonly name: string
      readonly bytes: Blob
      /** With all that a picture tells of its taker. */
      readonly isOriginal?: true
    }
  /** What a window has found out by looking at it; `picture`: a small one of it. */
  | { readonly kind: 'describe-file'; readonly file: FileId; readonly look: FileLook; readonly picture?: Blob }
  /** As it lies here. */
  | { readonly kind: 'load-file'; readonly file: FileId }
  /** Begins its way to the server anew, since that is told first. */
  | { readonly kind: 'set-original'; readonly file: FileId; readonly isOriginal: boolean }
  /** Out of a draft: nothing of it is kept, here or there. */
  | { readonly kind: 'remove-file'; readonly file: FileId }
  | { readonly kind: 'retry-file'; readonly file: FileId }
  /** Out of a message that waits: it goes without that file, or not at all where nothing else is in it. */
  | { readonly kind: 'send-without'; readonly room: RoomId; readonly entry: EventId; readonly file: FileId }

export type KeptBytes = { readonly bytes: Blob; readonly picture?: Blob }

/** What only whoever can decode it knows; the server's word counts where it has one. */
export type FileLook = {
  readonly width?: number
  readonly height?: number
  readonly durationMs?: number
  readonly thumbhash?: string
}

/** A file that goes with the next message: by its name here. */
export type DraftFile = { readonly file: FileId; readonly caption?: string }

/**
 * One file on its way, in the slice `transfers` by its name here, from when it is kept until its message is stored.
 * `waiting`: it goes on by itself, `error` says why not yet; `stuck`: only a person can go on.
 */
export type TransferView = FileLook & {
  readonly file: FileId
  readonly room: RoomId
  readonly name: string
  readonly mediaType: string
  readonly sizeBytes: number
  readonly isOriginal?: true
  /** Some window has looked at it. */
  readonly isDescribed?: true
  readonly hasPicture?: true
  readonly state: 'waiting' | 'sending' | 'whole' | 'stuck'
  readonly sentBytes: number
  /** Bytes in a second, of late. */
  readonly bytesPerSec?: number
  readonly error?: AppError
  /** What the server calls it, from then on in the message too. */
  readonly storedAs?: FileId
}
