import { useEffect, useState } from 'react'
import type { PersonPlace } from '../../engine-command.ts'
import { listPeople } from '../commands.ts'

/** Everyone I share a room with, as they are when it is first asked: rows of the list don't say who is in them. */
export function usePeople(): readonly PersonPlace[] {
  const [people, setPeople] = useState<readonly PersonPlace[]>([])
  useEffect(() => {
    let isGone = false
    void listPeople().then((listed) => {
      if (listed.ok && !isGone) setPeople(listed.value)
    })
    return () => {
      isGone = true
    }
  }, [])
  return people
}
