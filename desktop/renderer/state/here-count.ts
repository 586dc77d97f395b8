import type { RoomId, UserId } from '../../../common/ids.ts'
import type { PresenceView } from '../../engine-contract.ts'
import { useSlice } from './engine-store.ts'
import { type ShownPresence, shapeOf } from './people-selectors.ts'
import { useMe, useMembers } from './room-selectors.ts'

type Presences = Readonly<Record<UserId, PresenceView>>

export function presenceIn(presences: Presences, user: UserId): ShownPresence | 'gone' {
  return shapeOf(presences[user]) ?? 'gone'
}

/** How many of the room are programs, as far as it is known who is in it: they are no people. */
export function useBotCount(room: RoomId): number {
  const members = useMembers(room)
  return useSlice('users', (users) => members.filter(({ user }) => users[user]?.bot === true).length)
}

/** How many of the room are here, I among them: what the header says and what the list counts are one. */
export function useHereCount(room: RoomId): number {
  const members = useMembers(room)
  const me = useMe().id
  return useSlice('presence', (presences) => {
    const isHere = (user: UserId) => user === me || ['here', 'busy'].includes(presenceIn(presences, user))
    return members.filter(({ user }) => isHere(user)).length
  })
}
