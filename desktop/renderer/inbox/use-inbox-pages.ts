import { useCallback, useEffect } from 'react'
import { loadInbox } from '../commands.ts'
import { readSlice, useSlice } from '../state/engine-store.ts'
import { useInboxPlace, withInboxPage } from '../state/inbox-place.ts'

/** The next page of what is shown: behind the newest, which the engine has, or of one kind. */
export async function loadInboxPage(): Promise<void> {
  const asked = useInboxPlace.getState()
  const { kind, more, cursor, isAsking } = asked
  if (isAsking) return
  const from = cursor ?? (kind === undefined && more === undefined ? readSlice('inbox').cursor : undefined)
  useInboxPlace.setState({ isAsking: true, problem: undefined })
  const found = await loadInbox(kind, from)
  useInboxPlace.setState((now) => withInboxPage(now, asked, found))
}

/** Whether there is more, and what asks for it once it comes near. */
export function useInboxEnd(count: number) {
  const { kind, more, cursor, problem } = useInboxPlace()
  const newestHasMore = useSlice('inbox', (inbox) => inbox.cursor !== undefined)
  const hasMore =
    problem === undefined && (more === undefined ? kind !== undefined || newestHasMore : cursor !== undefined)
  const isToAsk = hasMore && (count === 0 || (kind !== undefined && more === undefined))
  useEffect(() => {
    if (isToAsk) void loadInboxPage()
  }, [isToAsk])
  const end = useCallback((element: HTMLElement | null) => {
    if (element === null) return
    const watch = new IntersectionObserver(
      (seen) => seen.some(({ isIntersecting }) => isIntersecting) && void loadInboxPage(),
      { rootMargin: '400px' },
    )
    watch.observe(element)
    return () => watch.disconnect()
  }, [])
  return { hasMore, end }
}
