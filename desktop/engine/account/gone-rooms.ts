import type { RoomId, UserId } from '../../../common/ids.ts'
import type { OutboxEntry } from '../../../common/reducers/outbox-reducer.ts'
import { selectNotices } from '../../../common/reducers/timeline-reducer.ts'
import type { GoneRoomView } from '../../engine-contract.ts'
import type { GoneRoomStore, KeptGoneRoom } from '../local-store/fact-store.ts'
import type { RoomBook } from '../sync/room-book.ts'
import type { RoomEntry } from '../sync/room-entry.ts'
import { buildGoneRoomView, unsentWords } from '../views/gone-room-view.ts'

/**
 * Rooms that others took me out of, or closed. A room that is only missing from the list tells nobody anything, and what
 * was written in it and not sent would be lost in silence: so it is told until somebody has taken note.
 */
export type GoneRooms = {
  restore(kept: readonly KeptGoneRoom[]): void
  onGone(entry: RoomEntry): void
  /** I am in it again; what did not go out stands in the room itself. */
  onBack(room: RoomId): void
  onOutbox(room: RoomId): void
  dismiss(room: RoomId): void
  /** Resolves when what was told is on disk. */
  flush(): Promise<void>
}

export type GoneRoomsOptions = {
  readonly me: UserId
  readonly book: Pick<RoomBook, 'user'>
  readonly store: GoneRoomStore
  readonly entries: (room: RoomId) => readonly OutboxEntry[]
  readonly onView: (room: RoomId, view: GoneRoomView | undefined) => void
  readonly onFault: (cause: unknown) => void
}

export function buildGoneRooms({ me, book, store, entries, onView, onFault }: GoneRoomsOptions): GoneRooms {
  const gone = new Map<RoomId, KeptGoneRoom>()
  let written: Promise<unknown> = Promise.resolve()

  function show(room: RoomId) {
    const kept = gone.get(room)
    if (kept !== undefined) onView(room, buildGoneRoomView(kept, entries(room)))
  }
  function write() {
    const rooms = [...gone.values()]
    written = written.then(() => store.putGoneRooms(rooms)).catch(onFault)
  }
  function forget(room: RoomId) {
    if (!gone.delete(room)) return
    onView(room, undefined)
    write()
  }

  return {
    restore(kept) {
      for (const room of kept) {
        gone.set(room.id, room)
        show(room.id)
      }
    },
    onGone(entry) {
      const { room } = entry.state
      const by = whoEnded(entry, me)
      // Left on another of my devices: I know it, unless there are words of mine here.
      if (by === me && unsentWords(entries(room)).length === 0) return
      gone.set(room, { id: room, name: nameOf(entry, { me, book }), ...(by === undefined ? {} : { by }) })
      show(room)
      write()
    },
    onBack: forget,
    onOutbox: show,
    dismiss: forget,
    flush: () => written.then(() => {}),
  }
}

function whoEnded({ window }: RoomEntry, me: UserId): UserId | undefined {
  const last = selectNotices(window.timeline).findLast(({ event }) => 'user' in event && event.user === me)?.event
  return last?.kind === 'member.removed' || last?.kind === 'member.left' ? last.by : undefined
}

function nameOf({ state }: RoomEntry, { me, book }: Pick<GoneRoomsOptions, 'me' | 'book'>): string {
  if (state.roomKind !== 'direct') return state.name
  const other = [...state.members.keys()].find((user) => user !== me)
  return (other === undefined ? undefined : book.user(other)?.displayName) ?? state.name
}
