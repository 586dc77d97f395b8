import { type RefObject, useCallback, useEffect, useRef } from 'react'
import { isHalfSeen, seenSteps } from './half-seen.ts'

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
          if (!isHalfSeen(entry)) stopTimer(entry.target)
          else if (!onScreen.current.has(entry.target)) startTimer(entry.target)
        }
      },
      { root: scroller.current, threshold: [...seenSteps] },
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
