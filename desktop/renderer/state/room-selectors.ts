import { useMemo } from 'react'
import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { EngineState, GoneRoomView, RoomView, TimelineView } from '../../engine-contract.ts'
import { useEngine } from './engine-store.ts'
import { countUnsent, orderRooms } from './room-order.ts'
import { roomTitleOf, type Users } from './room-words.ts'

export function useSession(): EngineState['session'] {
  return useEngine((state) => state.session)
}

export function useConnection(): EngineState['connection'] {
  return useEngine((state) => state.connection)
}

/** For screens that exist only while someone is signed in. */
export function useMe(): Me {
  const me = useEngine((state) => (state.session.kind === 'signed-in' ? state.session.me : undefined))
  if (me === undefined) throw new Error('a screen for signed-in people was drawn without one')
  return me
}

export function useServerName(): string {
  const name = useEngine((state) => ('server' in state.session ? state.session.server.name : ''))
  return name || 'Natter'
}

export function useUsers(): Users {
  return useEngine((state) => state.users)
}

export function useRooms(): Readonly<Record<RoomId, RoomView>> {
  return useEngine((state) => state.rooms)
}

export function useRoomsLoaded(): boolean {
  return useEngine((state) => state.roomsLoaded)
}

export function useOrderedRooms() {
  const rooms = useRooms()
  return useMemo(() => orderRooms(rooms), [rooms])
}

export function useRoom(room: RoomId | undefined): RoomView | undefined {
  return useEngine((state) => (room === undefined ? undefined : state.rooms[room]))
}

export function useRoomTitle(room: RoomView): string {
  const me = useMe()
  return useEngine((state) => roomTitleOf(room, state.users, me.id))
}

export function useTimeline(room: RoomId): TimelineView | undefined {
  return useEngine((state) => state.timelines[room])
}

/** A room that others took me out of, as long as nobody has taken note. */
export function useGoneRoom(room: RoomId | undefined): GoneRoomView | undefined {
  return useEngine((state) => (room === undefined ? undefined : state.goneRooms[room]))
}

export function useGoneRooms(): Readonly<Record<RoomId, GoneRoomView>> {
  return useEngine((state) => state.goneRooms)
}

/** How many messages of mine wait here to go out, wherever they were written. */
export function useUnsentCount(): number {
  return useEngine((state) => countUnsent(state))
}

export function useDraft(room: RoomId): string {
  return useEngine((state) => state.drafts[room] ?? '')
}
