import { useMemo } from 'react'
import type { UserId } from '../../../common/ids.ts'
import type { UserView } from '../../engine-contract.ts'
import { usePeople } from '../rooms/use-people.ts'
import { useAreContactsOpen, useBlocks, useContacts, useContactsLoaded } from '../state/people-selectors.ts'
import { useMe, useUsers } from '../state/room-selectors.ts'

/** My contacts; where everybody is everybody's, also whoever I share a room with. Undefined: not known yet. */
export function useKnownPeople(): readonly UserView[] | undefined {
  const contacts = useContacts()
  const isLoaded = useContactsLoaded()
  const isOpen = useAreContactsOpen()
  const sharing = usePeople()
  const blocks = useBlocks()
  const users = useUsers()
  const me = useMe().id
  return useMemo(() => {
    if (!isLoaded) return undefined
    const blocked = new Set(blocks.map(({ user }) => user))
    const ids = new Set<UserId>(Object.keys(contacts) as UserId[])
    if (isOpen) for (const { user } of sharing) ids.add(user)
    return [...ids].flatMap((id) => {
      const person = users[id]
      return person === undefined || id === me || blocked.has(id) || person.deleted === true || person.bot === true
        ? []
        : [person]
    })
  }, [contacts, isLoaded, isOpen, sharing, blocks, users, me])
}
