import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useReducer, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { buildRowHeights } from './row-heights.ts'
import { covers, type RowRange, rowAt, rowsAround, type Standing, standAmong } from './row-window.ts'
import type { TimelineItem } from './timeline-items.ts'

/** How near the end still counts as being there. */
const endPx = 60
/** Drawn beyond what is seen: so much when something is drawn, and when less than so much is left, it is drawn anew. */
const aroundPx = 900
const leastAroundPx = 300
/** Whoever turns the wheel scrolls by then, or has not meant the list. */
const leaveMs = 250
/** Where a row stands that somebody is brought to: under the pill of the day. */
const underPillPx = 48
/** A layout that never comes to rest would keep the page from answering. */
const mostRedraws = 12

export type Align = 'start' | 'centre'
export type Placing = {
  readonly scroller: RefObject<HTMLDivElement | null>
  /** To be drawn. */
  readonly range: RowRange
  /** What stands above and below what is drawn. */
  readonly spacePx: (from: number, to: number) => number
  readonly isAtEnd: boolean
  /** The first row that is in sight, at least in part. */
  readonly topIndex: number
  /** A row is on the page from now on; answers with what takes it off again. */
  readonly placeRow: (key: string, element: HTMLElement) => () => void
  readonly standAtEnd: () => void
  readonly standAt: (key: string, align: Align) => void
  /** For later: where somebody stands now. */
  readonly whereNow: () => Standing
  readonly standBack: (standing: Standing) => void
}

function endDistance(list: HTMLElement): number {
  return list.scrollHeight - list.clientHeight - list.scrollTop
}

/** What is held of a row: its words. The name above them goes where an older message of the same author comes. */
function linesOf(row: HTMLElement): HTMLElement {
  return row.querySelector<HTMLElement>('[data-message]') ?? startOf(row)
}

/** Where a row lies. The line of a day sticks further down: its section begins where it lies. */
function startOf(row: HTMLElement): HTMLElement {
  return row.dataset.day === undefined ? row : (row.parentElement ?? row)
}

/**
 * Keeps people where they stand. Rows are in the flow of the page, those out of sight are replaced by space; after every
 * change, before it is painted, the scroll position is set so that the line that was read stands where it stood, or the end
 * is at the bottom. Only a person changes where they stand: an event of scrolling counts where it says something else than
 * what was set here, so content that grows faster than events are told cannot look like somebody who scrolled away.
 */
export function useStanding(items: readonly TimelineItem[], mayFollow: boolean, start: () => Standing): Placing {
  const scroller = useRef<HTMLDivElement>(null)
  const [heights] = useState(buildRowHeights)
  const [drawing, redraw] = useReducer((count: number) => count + 1, 0)
  const [sight, setSight] = useState({ isAtEnd: true, topIndex: 0 })
  const [rows] = useState(() => new Map<string, HTMLElement>())
  const [keys] = useState(() => new Map<Element, string>())
  /** Came with the change that is being drawn: of all others it is told when they become taller or less tall. */
  const [unmeasured] = useState(() => new Set<string>())
  const standing = useRef<Standing>(undefined)
  standing.current ??= start()
  const itemsNow = useRef(items)
  if (itemsNow.current !== items) {
    standing.current = standAmong(standing.current, itemsNow.current, items, heights) ?? { kind: 'end' }
    itemsNow.current = items
  }
  const viewPx = useRef(innerHeight)
  // Made anew for these alone, though it is read from what is no state: React renders now and then only to see that nothing
  // has changed, throws that away, and forgets the effects that were due. What is drawn may not come out differently then.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const range = useMemo(
    () => rowsAround(items, standing.current ?? { kind: 'end' }, { heights, viewPx: viewPx.current, aroundPx }),
    [items, drawing, sight],
  )
  const drawn = useRef(range)
  const follows = useRef(mayFollow)
  const aligning = useRef<Align>(undefined)
  /** Where the scroll position was last known to be: what differs from it was done by somebody. */
  const knownPx = useRef(0)
  const isLeaving = useRef(false)
  /** Where one scrolled to was not drawn then: the line that is read is chosen once it is. */
  const isGuessed = useRef(false)
  const redraws = useRef(0)

  const topOf = useCallback((element: HTMLElement) => {
    const list = scroller.current
    return list === null ? 0 : element.getBoundingClientRect().top - list.getBoundingClientRect().top
  }, [])

  const lookAround = useCallback(() => {
    const isInSight = (index: number) => {
      const row = rows.get(itemsNow.current[index]?.key ?? '')
      return row !== undefined && topOf(startOf(row)) + row.offsetHeight > 1
    }
    // Rows end one below the other: where each of them was measured, that would be most of what a message costs the page.
    let { from: topIndex, to: sure } = drawn.current
    for (sure = Math.max(topIndex, sure - 1); topIndex < sure; ) {
      const middle = (topIndex + sure) >> 1
      if (isInSight(middle)) sure = middle
      else topIndex = middle + 1
    }
    const next = { isAtEnd: standing.current?.kind === 'end' && follows.current, topIndex }
    setSight((before) => (before.isAtEnd === next.isAtEnd && before.topIndex === topIndex ? before : next))
  }, [rows, topOf])

  /** The line that is read: the first message that is in sight whole. Never a line about messages; those come and go. */
  const lineInSight = useCallback((): Standing | undefined => {
    const list = scroller.current
    if (list === null) return undefined
    let cutOff: Standing | undefined
    for (let index = drawn.current.from; index < drawn.current.to; index++) {
      const item = itemsNow.current[index]
      const row = item?.kind === 'message' ? rows.get(item.key) : undefined
      if (item === undefined || row === undefined) continue
      const topPx = topOf(linesOf(row))
      if (topPx >= list.clientHeight) break
      const line: Standing = { kind: 'line', key: item.key, index, topPx }
      if (topPx >= 0) return line
      if (topOf(row) + row.offsetHeight > 0) cutOff = line
    }
    if (cutOff !== undefined) return cutOff
    const found = rowAt(itemsNow.current, list.scrollTop, heights)
    return found && { kind: 'line', key: found.key, index: found.index, topPx: found.startPx - list.scrollTop }
  }, [rows, heights, topOf])

  const drawIfNeeded = useCallback(
    (leastPx: number) => {
      if (standing.current === undefined) return
      const space = { heights, viewPx: viewPx.current }
      if (covers(drawn.current, rowsAround(itemsNow.current, standing.current, { ...space, aroundPx: leastPx }))) return
      redraws.current += 1
      if (redraws.current > mostRedraws) return
      redraw()
    },
    [heights],
  )

  /** Sets the scroll position so that whoever reads goes on standing where they stand. */
  const hold = useCallback(() => {
    const list = scroller.current
    const now = standing.current
    if (list === null || now === undefined) return
    const row = now.kind === 'line' ? rows.get(now.key) : undefined
    if (now.kind === 'end') {
      if (endDistance(list) > 0.5) list.scrollTop = list.scrollHeight
    } else if (row !== undefined) {
      const lines = linesOf(row)
      if (aligning.current !== undefined) {
        const middlePx = Math.max(underPillPx, (list.clientHeight - row.offsetHeight) / 2)
        const rowPx = aligning.current === 'centre' ? middlePx : underPillPx
        standing.current = { ...now, topPx: rowPx + topOf(lines) - topOf(startOf(row)) }
        aligning.current = undefined
      }
      const { topPx } = standing.current as Extract<Standing, { kind: 'line' }>
      const offPx = topOf(lines) - topPx
      if (Math.abs(offPx) >= 0.5) list.scrollTop += offPx
      const missedPx = topOf(lines) - topPx
      // There is not so much above or below it: it stands where it can.
      if (Math.abs(missedPx) >= 1) standing.current = { ...now, topPx: topPx + missedPx }
      if (isGuessed.current) {
        isGuessed.current = false
        standing.current = lineInSight() ?? standing.current
      }
      const isAtBottom = endDistance(list) <= 1 && drawn.current.to === itemsNow.current.length
      if (isAtBottom && follows.current && !isLeaving.current) standing.current = { kind: 'end' }
    }
    knownPx.current = list.scrollTop
    lookAround()
  }, [rows, topOf, lookAround, lineInSight])

  useLayoutEffect(() => {
    drawn.current = range
    follows.current = mayFollow
    if (scroller.current !== null) viewPx.current = scroller.current.clientHeight
    for (const key of unmeasured) {
      const row = rows.get(key)
      if (row !== undefined) heights.put(key, row.getBoundingClientRect().height)
    }
    unmeasured.clear()
    hold()
    drawIfNeeded(0)
  })
  useEffect(() => {
    redraws.current = 0
  })

  const onScroll = useCallback(() => {
    const list = scroller.current
    if (list === null) return
    const movedPx = list.scrollTop - knownPx.current
    if (Math.abs(movedPx) < 1) return
    // The composer took or gave space, which is told only after this: nobody scrolled.
    if (list.clientHeight !== viewPx.current) return
    isLeaving.current = false
    knownPx.current = list.scrollTop
    const leftPx = endDistance(list)
    const isWhole = follows.current && drawn.current.to === itemsNow.current.length
    const wasAtEnd = standing.current?.kind === 'end'
    if (isWhole && (leftPx <= 1 || (leftPx <= endPx && (movedPx > 0 || wasAtEnd)))) standing.current = { kind: 'end' }
    // It grew while somebody went down: they are still where the end is.
    else if (!(wasAtEnd && movedPx > 0)) standing.current = lineInSight() ?? { kind: 'end' }
    lookAround()
    const seen =
      standing.current &&
      rowsAround(itemsNow.current, standing.current, { heights, viewPx: viewPx.current, aroundPx: 0 })
    // Nothing is there to be seen: that must not be painted.
    if (seen !== undefined && !covers(drawn.current, seen)) {
      isGuessed.current = true
      flushSync(redraw)
    } else drawIfNeeded(leastAroundPx)
  }, [heights, lineInSight, lookAround, drawIfNeeded])

  useEffect(() => {
    const list = scroller.current
    if (list === null) return
    let timer: ReturnType<typeof setTimeout>
    // Somebody begins to go up. What comes before the first pixel is scrolled must not pull them back.
    const leave = () => {
      if (standing.current?.kind !== 'end' || list.scrollHeight <= list.clientHeight) return
      isLeaving.current = true
      standing.current = lineInSight() ?? standing.current
      clearTimeout(timer)
      timer = setTimeout(() => {
        if (!isLeaving.current) return
        isLeaving.current = false
        if (follows.current) standing.current = { kind: 'end' }
        hold()
      }, leaveMs)
    }
    const onWheel = (event: WheelEvent) => event.deltaY < 0 && leave()
    const onKey = (event: KeyboardEvent) =>
      event.target === list && /^(PageUp|Home|ArrowUp)$/.test(event.key) && leave()
    const observer = new ResizeObserver(() => {
      viewPx.current = list.clientHeight
      hold()
      drawIfNeeded(0)
    })
    observer.observe(list)
    list.addEventListener('scroll', onScroll, { passive: true })
    list.addEventListener('wheel', onWheel, { passive: true })
    list.addEventListener('keydown', onKey)
    return () => {
      clearTimeout(timer)
      observer.disconnect()
      list.removeEventListener('scroll', onScroll)
      list.removeEventListener('wheel', onWheel)
      list.removeEventListener('keydown', onKey)
    }
  }, [onScroll, hold, drawIfNeeded, lineInSight])

  const sizes = useRef<ResizeObserver>(undefined)
  const placeRow = useCallback(
    (key: string, element: HTMLElement) => {
      // Told after the layout and before the paint: what grows late, a picture, an open line, moves nothing.
      sizes.current ??= new ResizeObserver((sized) => {
        let isNews = false
        for (const { target, borderBoxSize } of sized) {
          const known = keys.get(target)
          const px = borderBoxSize[0]?.blockSize
          if (known !== undefined && px !== undefined && heights.put(known, px)) isNews = true
        }
        // Of a new row it is told once more what it measured when it came.
        if (!isNews) return
        hold()
        drawIfNeeded(0)
      })
      rows.set(key, element)
      keys.set(element, key)
      unmeasured.add(key)
      sizes.current.observe(element)
      return () => {
        sizes.current?.unobserve(element)
        keys.delete(element)
        if (rows.get(key) === element) rows.delete(key)
      }
    },
    [rows, keys, unmeasured, heights, hold, drawIfNeeded],
  )

  const standAt = useCallback(
    (key: string, align: Align) => {
      const index = itemsNow.current.findIndex((item) => item.key === key)
      const item = itemsNow.current[index]
      if (item === undefined) return
      isLeaving.current = false
      isGuessed.current = false
      aligning.current = align
      const topPx = align === 'start' ? underPillPx : (viewPx.current - heights.of(item)) / 2
      standing.current = { kind: 'line', key, index, topPx }
      redraw()
    },
    [heights],
  )
  const standAtEnd = useCallback(() => {
    isLeaving.current = false
    standing.current = { kind: 'end' }
    redraw()
  }, [])
  const standBack = useCallback(
    (before: Standing) => {
      standing.current = standAmong(before, itemsNow.current, itemsNow.current, heights) ?? standing.current
      redraw()
    },
    [heights],
  )
  const whereNow = useCallback((): Standing => standing.current ?? { kind: 'end' }, [])
  const spacePx = (from: number, to: number) => heights.sum(items, from, to)
  return { scroller, range, spacePx, ...sight, placeRow, standAtEnd, standAt, whereNow, standBack }
}
