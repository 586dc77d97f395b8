import { useShallow } from 'zustand/react/shallow'
import type { RoomId, UserId } from '../../../common/ids.ts'
import type { EngineState } from '../../engine-contract.ts'
import { useSlice } from './engine-store.ts'
import { useMe, useMembers } from './room-selectors.ts'

/** What is known of who is here. */
export type HereFacts = Pick<EngineState, 'presence' | 'users' | 'blocks'>

/**
 * Whom `@here` calls: the people of a room who are online. Not who is away or does not want to be disturbed, nobody whom I
 * have blocked, no programs and not me. Who does not let it be seen is offline to everybody, here too.
 */
export function whoIsHere(members: readonly UserId[], me: UserId, { presence, users, blocks }: HereFacts) {
  return members.filter((user) => {
    const { bot, maker } = users[user] ?? {}
    const isBlocked = blocks[user] !== undefined || (maker !== undefined && blocks[maker] !== undefined)
    return user !== me && presence[user]?.state === 'online' && bot !== true && !isBlocked
  })
}

/** Undefined: not asked for, or nobody knows. Wakes only while it is asked for. */
export function useHereNow(room: RoomId, isAsked: boolean): readonly UserId[] | undefined {
  const me = useMe().id
  const members = useMembers(room)
  const isKnown = useSlice('presenceKnown', (known) => known)
  const memberCount = useSlice('rooms', (rooms) => rooms[room]?.memberCount ?? 0)
  const users = useSlice('users', (all) => all)
  const blocks = useSlice('blocks', (all) => all)
  const here = useSlice(
    'presence',
    useShallow((presence) => {
      if (!isAsked) return nobody
      const people = members.map(({ user }) => user)
      return whoIsHere(people, me, { presence, users, blocks })
    }),
  )
  // As long as not all who are in it are known, their number is not either.
  return isAsked && isKnown && members.length >= memberCount ? here : undefined
}

const nobody: readonly UserId[] = []
