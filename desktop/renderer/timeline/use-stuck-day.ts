import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react'

const shownMs = 1_600
/** So far above its place in the list the line of a day is held, not lying. */
const heldPx = 1

/**
 * The line of the day sticks under the header (Timeline.module.css). While somebody scrolls it says which day they read; then
 * it goes, so that it covers nothing. Marks it in the page itself: nothing is drawn anew for it. `isAtEnd`: there the list
 * scrolls by itself, with each message.
 */
export function useStuckDay(scroller: RefObject<HTMLElement | null>, isAtEnd: boolean): void {
  const isFollowing = useRef(isAtEnd)
  useLayoutEffect(() => {
    isFollowing.current = isAtEnd
    markHeld(scroller.current)
  })
  useEffect(() => {
    const list = scroller.current
    if (list === null) return
    let timer: ReturnType<typeof setTimeout>
    let knownPx = list.scrollTop
    const onScroll = () => {
      markHeld(list)
      // A pixel or two is what keeps a line in place, not somebody who scrolls.
      if (Math.abs(list.scrollTop - knownPx) < 24) return
      knownPx = list.scrollTop
      if (isFollowing.current) return
      list.dataset.scrolling = 'true'
      clearTimeout(timer)
      timer = setTimeout(() => delete list.dataset.scrolling, shownMs)
    }
    list.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearTimeout(timer)
      list.removeEventListener('scroll', onScroll)
    }
  }, [scroller])
}

function markHeld(list: HTMLElement | null): void {
  for (const line of list?.querySelectorAll<HTMLElement>('[data-day]') ?? []) {
    const placePx = line.parentElement?.getBoundingClientRect().top ?? 0
    const isHeld = String(line.getBoundingClientRect().top - placePx > heldPx)
    if (line.dataset.day !== isHeld) line.dataset.day = isHeld
  }
}
