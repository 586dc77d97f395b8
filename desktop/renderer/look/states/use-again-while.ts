import { useEffect } from 'react'

/** Asks anew every `everyMs` for as long as what was answered is still under way. */
export function useAgainWhile(isUnderWay: boolean, again: () => void, everyMs: number): void {
  useEffect(() => {
    if (!isUnderWay) return
    const timer = setInterval(again, everyMs)
    return () => clearInterval(timer)
  }, [isUnderWay, again, everyMs])
}
