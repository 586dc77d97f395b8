import type { RoomId } from '../../common/ids.ts'
import type { ChangeReason, EngineState, KeyedSlices, SingleSlices, TimelineView } from '../engine-contract.ts'
import { noInbox } from '../inbox-command.ts'
import type { SliceChange, TimelineChange } from '../line-contract.ts'
import { nothingSaved } from '../saved-command.ts'
import { startSettings } from '../settings/person-settings.ts'
import type { EngineClock } from './engine-clock.ts'
import { isSameView } from './views/same-view.ts'
import { buildTimelineChange, isEmptyChange } from './views/timeline-change.ts'

/**
 * The picture all screens see, and what of it changed since the last frame. Views of rooms are built when a frame goes
 * out, not at every event: a hundred messages in one frame are one change. What is built and is the same is not sent.
 */
export type StateBoard = {
  state(): EngineState
  set<Slice extends keyof SingleSlices>(slice: Slice, value: SingleSlices[Slice], reason: ChangeReason): void
  /** `undefined`: the entry goes. */
  put<Slice extends PutSlice>(
    slice: Slice,
    key: string,
    value: KeyedSlices[Slice] | undefined,
    reason: ChangeReason,
  ): void
  /** Its view is built anew for the next frame. */
  touch(slice: BuiltSlice, room: RoomId, reason: ChangeReason): void
  /** For the account that is signed in; undefined: nobody is, and all that was theirs is gone from sight. */
  attachSource(source: BoardSource | undefined): void
  /** Sends what is pending now, without waiting for the frame. */
  flush(): void
}

/** Slices whose entries are built from what is known of a room. */
export type BuiltSlice = 'rooms' | 'members' | 'receipts' | 'timelines' | 'unsentChanges'
export type PutSlice = Exclude<keyof KeyedSlices, BuiltSlice>

/** How each is built; undefined where it is not there (any more), or no screen shows it. */
export type BoardSource = {
  readonly [Slice in BuiltSlice]: (room: RoomId) => KeyedSlices[Slice] | undefined
}

const frameMs = 16
const nothingTold: SingleSlices['told'] = { announcements: [], notices: [], outcomes: [] }
const builtSlices: readonly BuiltSlice[] = ['rooms', 'members', 'receipts', 'timelines', 'unsentChanges']
type Entries = { readonly [Slice in keyof KeyedSlices]: Map<string, KeyedSlices[Slice]> }
type Loose = { slice: keyof EngineState; reason: ChangeReason; [more: string]: unknown }

export function buildStateBoard(clock: EngineClock, onChanges: (changes: readonly SliceChange[]) => void): StateBoard {
  const single: { -readonly [Slice in keyof SingleSlices]: SingleSlices[Slice] } = {
    session: { kind: 'starting' },
    connection: { kind: 'offline', sinceAt: clock.now() },
    roomsLoaded: false,
    settings: startSettings,
    contactsLoaded: false,
    presenceKnown: false,
    told: nothingTold,
    savedList: nothingSaved,
    inbox: noInbox,
  }
  const entries: Entries = {
    users: new Map(),
    profiles: new Map(),
    presence: new Map(),
    contacts: new Map(),
    requests: new Map(),
    blocks: new Map(),
    rooms: new Map(),
    members: new Map(),
    receipts: new Map(),
    typing: new Map(),
    timelines: new Map(),
    threads: new Map(),
    followed: new Map(),
    pins: new Map(),
    saved: new Map(),
    drafts: new Map(),
    transfers: new Map(),
    unsentChanges: new Map(),
    notes: new Map(),
    goneRooms: new Map(),
  }
  let source: BoardSource | undefined
  let changes: Loose[] = []
  const touched = new Map<BuiltSlice, Map<RoomId, ChangeReason>>()
  let cancelFrame: (() => void) | undefined

  function soon() {
    cancelFrame ??= clock.after(frameMs, flush)
  }

  /** Into the change of this slice and reason, if that is the last one that is to be taken. */
  function add(slice: keyof EngineState, reason: ChangeReason, part: 'entries' | 'rows', key: string, value: unknown) {
    const last = changes.at(-1)
    const fits = last?.slice === slice && last.reason === reason && part in last
    const change: Loose = fits && last !== undefined ? last : { slice, reason, [part]: {} }
    ;(change[part] as Record<string, unknown>)[key] = value
    if (!fits) changes.push(change)
    soon()
  }

  function put<Slice extends keyof KeyedSlices>(
    slice: Slice,
    key: string,
    value: KeyedSlices[Slice] | undefined,
    reason: ChangeReason,
  ) {
    const known = entries[slice]
    if (value === undefined ? !known.has(key) : isSameView(known.get(key), value)) return
    if (value === undefined) known.delete(key)
    else known.set(key, value)
    add(slice, reason, 'entries', key, value ?? null)
  }

  function putTimeline(room: RoomId, view: TimelineView | undefined, reason: ChangeReason) {
    const before = entries.timelines.get(room)
    if (before === undefined || view === undefined) return put('timelines', room, view, reason)
    const change: TimelineChange = buildTimelineChange(before, view)
    if (isEmptyChange(before, change)) return
    entries.timelines.set(room, view)
    add('timelines', reason, 'rows', room, change)
  }

  function buildTouched() {
    for (const slice of builtSlices) {
      for (const [room, reason] of touched.get(slice) ?? []) {
        if (slice === 'timelines') putTimeline(room, source?.timelines(room), reason)
        else put(slice, room, source?.[slice](room), reason)
      }
    }
    touched.clear()
  }

  function flush() {
    buildTouched()
    cancelFrame?.()
    cancelFrame = undefined
    const ready = changes
    changes = []
    // Each was made for its slice, by `set`, `put` or `putTimeline`, which the looser type here does not say.
    if (ready.length > 0) onChanges(ready as unknown as readonly SliceChange[])
  }

  function clear<Slice extends keyof KeyedSlices>(slice: Slice) {
    for (const key of [...entries[slice].keys()]) put(slice, key, undefined, 'session')
  }

  function set<Slice extends keyof SingleSlices>(slice: Slice, value: SingleSlices[Slice], reason: ChangeReason) {
    if (isSameView(single[slice], value)) return
    single[slice] = value
    changes.push({ slice, reason, value })
    soon()
  }

  return {
    state() {
      flush()
      const keyed = Object.entries(entries).map(([slice, map]) => [slice, Object.fromEntries<unknown>(map)])
      return { ...single, ...Object.fromEntries(keyed) }
    },
    set,
    put,
    touch(slice, room, reason) {
      const rooms = touched.get(slice) ?? new Map<RoomId, ChangeReason>()
      touched.set(slice, rooms.set(room, reason))
      soon()
    },
    attachSource(next) {
      source = next
      touched.clear()
      for (const slice of Object.keys(entries) as (keyof KeyedSlices)[]) clear(slice)
      set('roomsLoaded', false, 'session')
      set('settings', startSettings, 'session')
      set('contactsLoaded', false, 'session')
      set('presenceKnown', false, 'session')
      set('told', nothingTold, 'session')
      set('savedList', nothingSaved, 'session')
      set('inbox', noInbox, 'session')
    },
    flush,
  }
}
