import { useEffect } from 'react'
import type { TimelineView } from '../../engine-contract.ts'
import { loadOlder } from '../commands.ts'
import { useConnection } from '../state/room-selectors.ts'

/**
 * Asks for the page before while few rows are left above. What failed is not asked for again in a circle: only when the
 * connection is back, or when somebody wants it. Answers whether that is so now.
 */
export function useOlderPages({ room, loading, hasMoreBefore, problem }: TimelineView, isNearStart: boolean): boolean {
  const isOnline = useConnection().kind === 'online'
  const wantsOlder = isNearStart && hasMoreBefore && loading === 'idle'
  const hasFailed = problem !== undefined
  useEffect(() => {
    if (wantsOlder && !hasFailed) void loadOlder(room)
  }, [wantsOlder, hasFailed, room])
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the connection is back
  useEffect(() => {
    if (isOnline && wantsOlder && hasFailed) void loadOlder(room)
  }, [isOnline])
  return isNearStart && hasMoreBefore && hasFailed
}
