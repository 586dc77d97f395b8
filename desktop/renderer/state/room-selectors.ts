import { useMemo } from 'react'
import type { Me } from '../../../common/http-contract/account-contract.ts'
import type { RoomId } from '../../../common/ids.ts'
import type { EngineState, RoomView, TimelineView } from '../../engine-contract.ts'
import { useEngine } from './engine-store.ts'
import { orderRooms } from './room-order.ts'
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

export function useDraft(room: RoomId): string {
  return useEngine((state) => state.drafts[room] ?? '')
}
