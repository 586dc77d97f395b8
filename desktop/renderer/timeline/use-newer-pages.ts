import { useEffect } from 'react'
import type { TimelineView } from '../../engine-contract.ts'
import { loadNewer } from '../commands.ts'

/** Asks for the page after, for somebody who stands in the room's past, while few rows are left below. */
export function useNewerPages({ room, loading, hasMoreAfter, problem }: TimelineView, isNearEnd: boolean): void {
  const wantsNewer = isNearEnd && hasMoreAfter === true && loading === 'idle' && problem === undefined
  useEffect(() => {
    if (wantsNewer) void loadNewer(room)
  }, [wantsNewer, room])
}
