import { useEffect, useState } from 'react'
import type { UserView } from '../../engine-contract.ts'
import { listBots } from '../commands.ts'

/** Those that I have made; none until they are known. */
export function useOwnBots(): readonly UserView[] {
  const [bots, setBots] = useState<readonly UserView[]>([])
  useEffect(() => {
    let isGone = false
    void listBots().then((listed) => {
      if (listed.ok && !isGone) setBots(listed.value)
    })
    return () => {
      isGone = true
    }
  }, [])
  return bots
}
