import { type RefCallback, useEffect, useState } from 'react'

const chosenOnes = '[aria-selected="true"], [aria-current="page"], [aria-pressed="true"]'

/**
 * A line of tabs, or of what is like them, that may be longer than its place: what is chosen stands in the middle of it, with
 * what is beside it, and a wheel that only turns up and down moves it too. Without a name of what is chosen only that.
 */
export function useTabLine(chosen?: string): RefCallback<HTMLElement> {
  const [line, setLine] = useState<HTMLElement | null>(null)
  useEffect(() => {
    const one = chosen === undefined ? undefined : line?.querySelector(chosenOnes)
    if (line === null || one === null || one === undefined) return
    const [place, tab] = [line.getBoundingClientRect(), one.getBoundingClientRect()]
    // Not by scrollIntoView: that would move what the line is in as well.
    line.scrollLeft += tab.left + tab.width / 2 - (place.left + place.width / 2)
  }, [line, chosen])
  useEffect(() => {
    if (line === null) return
    const onWheel = (event: WheelEvent) => {
      if (event.deltaX !== 0 || event.ctrlKey || event.shiftKey) return
      const before = line.scrollLeft
      line.scrollLeft += getComputedStyle(line).direction === 'rtl' ? -event.deltaY : event.deltaY
      // At its end the page goes on.
      if (line.scrollLeft !== before) event.preventDefault()
    }
    line.addEventListener('wheel', onWheel, { passive: false })
    return () => line.removeEventListener('wheel', onWheel)
  }, [line])
  return setLine
}
