import type { User } from '../../common/http-contract/account-contract.ts'
import type { RoomId } from '../../common/ids.ts'
import type {
  ConnectionView,
  EnginePatch,
  EngineState,
  GoneRoomView,
  RoomView,
  SessionView,
  TimelineView,
} from '../engine-contract.ts'
import type { EngineClock } from './engine-clock.ts'
import { buildTimelineChange } from './views/timeline-change.ts'

/**
 * The picture all screens see, and what of it changed since the last frame. Views of rooms are built when a frame goes
 * out, not at every event: a hundred messages in one frame are one patch.
 */
export type StateBoard = {
  state(): EngineState
  setSession(session: SessionView): void
  setConnection(connection: ConnectionView): void
  setRoomsLoaded(loaded: boolean): void
  setUsers(users: readonly User[]): void
  setDraft(room: RoomId, text: string): void
  setGoneRoom(room: RoomId, view: GoneRoomView | undefined): void
  /** Its view is built anew for the next frame. */
  touchRoom(room: RoomId): void
  /** For the account that is signed in; undefined: nobody is, and all that was theirs is gone from sight. */
  attachSource(source: BoardSource | undefined): void
  /** Sends what is pending now, without waiting for the frame. */
  flush(): void
}

export type BoardSource = {
  /** Undefined where the room is gone. */
  readonly roomView: (room: RoomId) => RoomView | undefined
  /** Undefined where no screen has it open. */
  readonly timelineView: (room: RoomId) => TimelineView | undefined
}

const frameMs = 16
type Single = Pick<EngineState, 'session' | 'connection' | 'roomsLoaded'>
type Keyed = {
  readonly users: Map<string, User>
  readonly rooms: Map<string, RoomView>
  readonly timelines: Map<string, TimelineView>
  readonly drafts: Map<string, string>
  readonly goneRooms: Map<string, GoneRoomView>
}
type PendingPatch = { -readonly [Key in keyof EnginePatch]: EnginePatch[Key] }

export function buildStateBoard(clock: EngineClock, onPatch: (patch: EnginePatch) => void): StateBoard {
  let single: Single = {
    session: { kind: 'starting' },
    connection: { kind: 'offline', sinceAt: clock.now() },
    roomsLoaded: false,
  }
  const keyed: Keyed = {
    users: new Map(),
    rooms: new Map(),
    timelines: new Map(),
    drafts: new Map(),
    goneRooms: new Map(),
  }
  let source: BoardSource | undefined
  let patch: PendingPatch = {}
  const touched = new Set<RoomId>()
  let cancelFrame: (() => void) | undefined

  function soon() {
    cancelFrame ??= clock.after(frameMs, flush)
  }
  function change(part: Partial<Single>) {
    single = { ...single, ...part }
    Object.assign(patch, part)
    soon()
  }
  function put<T>(name: keyof Keyed, slice: Map<string, T>, id: string, value: T | undefined) {
    if (value === undefined && !slice.has(id)) return
    if (value === undefined) slice.delete(id)
    else slice.set(id, value)
    const pending: Record<string, T | null> = (patch[name] ?? {}) as Record<string, T | null>
    pending[id] = value ?? null
    Object.assign(patch, { [name]: pending })
    soon()
  }

  function putTimeline(room: RoomId, view: TimelineView | undefined) {
    const before = keyed.timelines.get(room)
    if (before === undefined || view === undefined) return put('timelines', keyed.timelines, room, view)
    keyed.timelines.set(room, view)
    patch.timelineChanges = { ...patch.timelineChanges, [room]: buildTimelineChange(before, view) }
  }

  function flush() {
    for (const room of touched) {
      const view = source?.roomView(room)
      put('rooms', keyed.rooms, room, view)
      putTimeline(room, view === undefined ? undefined : source?.timelineView(room))
    }
    touched.clear()
    cancelFrame?.()
    cancelFrame = undefined
    const ready = patch
    patch = {}
    if (Object.keys(ready).length > 0) onPatch(ready)
  }

  return {
    state() {
      flush()
      return {
        ...single,
        users: Object.fromEntries(keyed.users) as EngineState['users'],
        rooms: Object.fromEntries(keyed.rooms) as EngineState['rooms'],
        timelines: Object.fromEntries(keyed.timelines) as EngineState['timelines'],
        drafts: Object.fromEntries(keyed.drafts) as EngineState['drafts'],
        goneRooms: Object.fromEntries(keyed.goneRooms) as EngineState['goneRooms'],
      }
    },
    setSession: (session) => change({ session }),
    setConnection: (connection) => change({ connection }),
    setRoomsLoaded: (roomsLoaded) => change({ roomsLoaded }),
    setUsers(users) {
      for (const user of users) put('users', keyed.users, user.id, user)
    },
    setDraft: (room, text) => put('drafts', keyed.drafts, room, text === '' ? undefined : text),
    setGoneRoom: (room, view) => put('goneRooms', keyed.goneRooms, room, view),
    touchRoom(room) {
      touched.add(room)
      soon()
    },
    attachSource(next) {
      source = next
      touched.clear()
      for (const id of [...keyed.users.keys()]) put('users', keyed.users, id, undefined)
      for (const id of [...keyed.rooms.keys()]) put('rooms', keyed.rooms, id, undefined)
      for (const id of [...keyed.timelines.keys()]) put('timelines', keyed.timelines, id, undefined)
      for (const id of [...keyed.drafts.keys()]) put('drafts', keyed.drafts, id, undefined)
      for (const id of [...keyed.goneRooms.keys()]) put('goneRooms', keyed.goneRooms, id, undefined)
      change({ roomsLoaded: false })
    },
    flush,
  }
}
