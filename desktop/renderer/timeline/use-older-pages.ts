import { useEffect } from 'react'
import type { TimelineView } from '../../engine-contract.ts'
import { loadOlder } from '../commands.ts'
import { useConnection } from '../state/room-selectors.ts'

/** The connection is back a moment before all of the server is. */
const retryMs = 5_000

/**
 * Asks for the page before while few rows are left above. What failed is not asked for in a circle: only after a while with
 * a connection, or when somebody wants it. Answers whether that is so now.
 */
export function useOlderPages(timeline: TimelineView, isNearStart: boolean): boolean {
  const { room, rows, loading, hasMoreBefore, problem } = timeline
  const isOnline = useConnection().kind === 'online'
  const wantsOlder = isNearStart && hasMoreBefore && loading === 'idle'
  const hasFailed = problem !== undefined
  // A page from the disk is there before it could be said that it is being read: a new first row is all there is to see of it.
  const first = rows[0]
  // biome-ignore lint/correctness/useExhaustiveDependencies: where the page was a short one, the next is wanted at once
  useEffect(() => {
    if (!wantsOlder) return
    if (!hasFailed) {
      void loadOlder(room)
      return
    }
    if (!isOnline) return
    const timer = setTimeout(() => void loadOlder(room), retryMs)
    return () => clearTimeout(timer)
  }, [wantsOlder, hasFailed, isOnline, room, first])
  return isNearStart && hasMoreBefore && hasFailed
}
