import { type RefObject, useCallback, useEffect, useRef } from 'react'

/** Half of it must have been on screen, in a focused window, for that long: anything less was not read. */
const seenMs = 400

export type WatchRow = (element: HTMLElement | null, seq: number) => (() => void) | undefined

/** Tells each sequence that somebody has really had before their eyes. A row with `seq` 0 is never told. */
export function useSeenRows(scroller: RefObject<HTMLElement | null>, onSeen: (seq: number) => void): WatchRow {
  const seqs = useRef(new Map<Element, number>())
  const onScreen = useRef(new Map<Element, ReturnType<typeof setTimeout> | undefined>())
  const observer = useRef<IntersectionObserver>(undefined)

  const startTimer = useCallback(
    (element: Element) => {
      clearTimeout(onScreen.current.get(element))
      const seq = seqs.current.get(element) ?? 0
      const isWatched = document.visibilityState === 'visible' && document.hasFocus()
      onScreen.current.set(element, isWatched ? setTimeout(() => onSeen(seq), seenMs) : undefined)
    },
    [onSeen],
  )

  const stopTimer = useCallback((element: Element) => {
    clearTimeout(onScreen.current.get(element))
    onScreen.current.delete(element)
  }, [])

  const ensureObserver = useCallback(() => {
    observer.current ??= new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          const rootPx = entry.rootBounds?.height ?? Number.POSITIVE_INFINITY
          // A message taller than the window is never half inside it: then half of the window will do.
          const isSeen = entry.intersectionRatio >= 0.5 || entry.intersectionRect.height >= rootPx / 2
          if (!isSeen) stopTimer(entry.target)
          else if (!onScreen.current.has(entry.target)) startTimer(entry.target)
        }
      },
      { root: scroller.current, threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.75, 1] },
    )
    return observer.current
  }, [scroller, startTimer, stopTimer])

  useEffect(() => {
    const restart = () => {
      for (const element of onScreen.current.keys()) startTimer(element)
    }
    addEventListener('focus', restart)
    addEventListener('blur', restart)
    document.addEventListener('visibilitychange', restart)
    return () => {
      removeEventListener('focus', restart)
      removeEventListener('blur', restart)
      document.removeEventListener('visibilitychange', restart)
      for (const timer of onScreen.current.values()) clearTimeout(timer)
      observer.current?.disconnect()
      observer.current = undefined
    }
  }, [startTimer])

  return useCallback(
    (element, seq) => {
      if (element === null || seq === 0) return undefined
      seqs.current.set(element, seq)
      ensureObserver().observe(element)
      return () => {
        observer.current?.unobserve(element)
        stopTimer(element)
        seqs.current.delete(element)
      }
    },
    [ensureObserver, stopTimer],
  )
}
