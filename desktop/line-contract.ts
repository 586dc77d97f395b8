import type { RoomId } from '../common/ids.ts'
import type { Result } from '../common/result.ts'
import type { EngineCommand } from './engine-command.ts'
import type {
  ChangeReason,
  EngineState,
  KeyedSlices,
  NoticeView,
  SingleSlices,
  TimelineRow,
  TimelineView,
} from './engine-contract.ts'
import type { ThreadPlace } from './room-command.ts'

/** Tab → engine. A tab says `hello` first and gets the whole state. */
export type ToEngine =
  /** What it shows, where it was told so to an engine before this one. */
  | { readonly kind: 'hello'; readonly rooms?: readonly RoomId[]; readonly threads?: readonly ThreadPlace[] }
  /** Whether the window has the focus, and what it shows. */
  | { readonly kind: 'focus'; readonly focused: boolean; readonly room?: RoomId | undefined }
  /** Nobody has touched the machine, or the window where nobody can see further, for a while; or somebody has again. */
  | { readonly kind: 'idle'; readonly idle: boolean }
  /** Answered at once, by whoever is alive. */
  | { readonly kind: 'ping' }
  | { readonly kind: 'command'; readonly call: number; readonly command: EngineCommand }
  | { readonly kind: 'goodbye' }
  /** The window's own `online` and `offline` events: a worker does not get them everywhere. */
  | { readonly kind: 'network'; readonly online: boolean }

/** Engine → tab. Changes come at most once a frame, in the order in which they are to be taken. */
export type FromEngine =
  | { readonly kind: 'state'; readonly state: EngineState }
  | { readonly kind: 'changes'; readonly changes: readonly SliceChange[] }
  | { readonly kind: 'pong' }
  /** To one window for all: tell the system. To all: take it back. */
  | { readonly kind: 'notice'; readonly notice: NoticeView }
  | { readonly kind: 'answer'; readonly call: number; readonly result: Result<unknown> }
  /** Another version of the app has taken over: load the page again. */
  | { readonly kind: 'superseded' }

/** One slice, changed for one reason: its value, some of its entries (`null` removes), or some rows of its timelines. */
export type SliceChange = SingleChange | EntriesChange | RowsChange
export type SingleChange = {
  [Slice in keyof SingleSlices]: {
    readonly slice: Slice
    readonly reason: ChangeReason
    readonly value: SingleSlices[Slice]
  }
}[keyof SingleSlices]
export type EntriesChange = {
  [Slice in keyof KeyedSlices]: {
    readonly slice: Slice
    readonly reason: ChangeReason
    readonly entries: Readonly<Record<string, KeyedSlices[Slice] | null>>
  }
}[keyof KeyedSlices]
/** Of timelines that the tab has: ten thousand rows don't travel again for one message. */
export type RowsChange = {
  readonly slice: 'timelines'
  readonly reason: ChangeReason
  readonly rows: Readonly<Record<string, TimelineChange>>
}

/** `removed` rows at place `from` give way to `rows`; the others stay the very same objects. */
export type TimelineChange = {
  readonly view: Omit<TimelineView, 'rows'>
  readonly from: number
  readonly removed: number
  readonly rows: readonly TimelineRow[]
}
