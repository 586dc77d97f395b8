import { type RefObject, useEffect, useState } from 'react'
import { DayPill } from './DayPill.tsx'
import styles from './FloatingDay.module.css'
import type { TimelineItem } from './timeline-items.ts'

const shownMs = 1_600

type FloatingDayProps = {
  readonly items: readonly TimelineItem[]
  readonly topIndex: number
  readonly scroller: RefObject<HTMLElement | null>
  /** There the list scrolls by itself, with each message. */
  readonly isAtEnd: boolean
}

/** The day of what is at the top, while somebody scrolls: then it goes, so that it covers nothing that is being read. */
export function FloatingDay({ items, topIndex, scroller, isAtEnd }: FloatingDayProps) {
  const [isShown, setIsShown] = useState(false)
  useEffect(() => {
    const list = scroller.current
    let timer: ReturnType<typeof setTimeout>
    let knownPx = list?.scrollTop ?? 0
    const onScroll = () => {
      // A pixel or two is what keeps a line in place, not somebody who scrolls.
      if (list === null || Math.abs(list.scrollTop - knownPx) < 24) return
      knownPx = list.scrollTop
      setIsShown(true)
      clearTimeout(timer)
      timer = setTimeout(() => setIsShown(false), shownMs)
    }
    list?.addEventListener('scroll', onScroll, { passive: true })
    return () => {
      clearTimeout(timer)
      list?.removeEventListener('scroll', onScroll)
    }
  }, [scroller])
  const [top, next] = [items[topIndex], items[topIndex + 1]]
  // The line itself is there, or is about to be.
  const isThere = top?.kind === 'day' || next?.kind === 'day'
  const at = dayBefore(items, topIndex)
  if (at === undefined || isThere) return null
  return (
    <div className={styles.floating} data-shown={isShown && !isAtEnd}>
      <DayPill at={at} isFloating />
    </div>
  )
}

function dayBefore(items: readonly TimelineItem[], from: number): number | undefined {
  for (let index = from; index >= 0; index--) {
    const item = items[index]
    if (item?.kind === 'day') return item.at
  }
  return undefined
}
