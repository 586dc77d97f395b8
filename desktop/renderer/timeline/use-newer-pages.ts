import { useEffect } from 'react'
import type { TimelineView } from '../../engine-contract.ts'
import { loadNewer } from '../commands.ts'

/** Asks for the page after, for somebody who stands in the room's past, while few rows are left below. */
export function useNewerPages(timeline: TimelineView, isNearEnd: boolean): void {
  const { room, rows, loading, hasMoreAfter, problem } = timeline
  const wantsNewer = isNearEnd && hasMoreAfter === true && loading === 'idle' && problem === undefined
  const last = rows.at(-1)
  // biome-ignore lint/correctness/useExhaustiveDependencies: as for older pages, a new last row is all there is to see of a page
  useEffect(() => {
    if (wantsNewer) void loadNewer(room)
  }, [wantsNewer, room, last])
}
