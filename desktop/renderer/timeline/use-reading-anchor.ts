import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useCallback, useLayoutEffect, useRef } from 'react'
import type { TimelineItem } from './timeline-items.ts'

/**
 * Keeps the line being read where it is when the rows change. The virtual list does so itself where rows come or go at
 * either end; this holds in the other cases: an edit far above, a filled gap, a day line that stays the first row while
 * older messages come in under it. The anchor is always a message, never such a line.
 */
export function useReadingAnchor(
  virtualizer: Virtualizer<HTMLDivElement, Element>,
  items: readonly TimelineItem[],
  isAtEnd: RefObject<boolean>,
): () => void {
  const anchor = useRef<{ readonly key: string; readonly into: number }>(undefined)
  const itemsNow = useRef(items)
  const isHolding = useRef(false)

  // Whatever changes its height above the anchor is made up for, not only what is out of sight altogether.
  virtualizer.shouldAdjustScrollPositionOnItemSizeChange = (item, _delta, list) => {
    if (!list.itemSizeCache.has(item.key)) return item.start < (list.scrollOffset ?? 0)
    const held = anchor.current && itemsNow.current.findIndex(({ key }) => key === anchor.current?.key)
    return held !== undefined && item.index < held && list.scrollDirection !== 'backward'
  }

  const remember = useCallback(() => {
    if (isHolding.current) return
    const offset = virtualizer.scrollOffset ?? 0
    const messages = virtualizer
      .getVirtualItems()
      .filter(({ index, end }) => end > offset && itemsNow.current[index]?.kind === 'message')
    // The topmost may be cut off, or lose its name line to an older message of the same author: the next one is read.
    const [topmost, next] = messages
    const first = next !== undefined && next.start < offset + (virtualizer.scrollRect?.height ?? 0) ? next : topmost
    anchor.current = first && { key: String(first.key), into: offset - first.start }
  }, [virtualizer])

  useLayoutEffect(() => {
    const isChanged = itemsNow.current !== items
    itemsNow.current = items
    const held = anchor.current
    if (!isChanged) return
    if (held === undefined || isAtEnd.current) return
    const hold = () => {
      const index = items.findIndex((item) => item.key === held.key)
      const start = index === -1 ? undefined : virtualizer.getOffsetForIndex(index, 'start')?.[0]
      if (start === undefined) return
      const wanted = start + held.into
      if (Math.abs(wanted - (virtualizer.scrollOffset ?? 0)) > 0.5) virtualizer.scrollToOffset(wanted)
    }
    // Once with what the new rows probably measure, and once more when they have been drawn and measured.
    hold()
    isHolding.current = true
    let frame = requestAnimationFrame(() => {
      // The frame that begins now measures; the one after it knows.
      frame = requestAnimationFrame(() => {
        hold()
        isHolding.current = false
      })
    })
    return () => {
      cancelAnimationFrame(frame)
      isHolding.current = false
    }
  }, [items, virtualizer, isAtEnd])

  // Rows that were only estimated when the scrolling ended have been measured since, and moved those below them.
  useLayoutEffect(remember)

  return remember
}
