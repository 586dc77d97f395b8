import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { RoomFacts, TimelineView } from '../../engine-contract.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useReceiptSeq, useUnread } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { sectionsOf } from './day-sections.ts'
import { OlderProblem } from './OlderProblem.tsx'
import { PlacedRow } from './PlacedRow.tsx'
import styles from './Timeline.module.css'
import { TimelinePills } from './TimelinePills.tsx'
import {
  buildTimelineItems,
  countNewAfter,
  isUnreadFor,
  keepSameItems,
  lastStoredSeq,
  type TimelineItem,
} from './timeline-items.ts'
import type { Jumps, JumpTarget } from './use-jump.ts'
import { useListKeys } from './use-list-keys.ts'
import { useNewerPages } from './use-newer-pages.ts'
import { useOlderPages } from './use-older-pages.ts'
import { useReading } from './use-reading.ts'
import { type Placing, useStanding } from './use-standing.ts'
import { useStuckDay } from './use-stuck-day.ts'

type TimelineProps = {
  readonly room: RoomFacts
  readonly timeline: TimelineView
  readonly jumps: Jumps
}

/** Pages are asked for when so few rows are left that way. */
const fewRows = 12
const flashMs = 1_500

/**
 * The list of messages. Only the rows around those in sight exist in the page. Whoever is at the end stays at the end, and
 * whoever reads stays at their line, whatever is added or grows around it: see use-standing.ts.
 */
export function Timeline({ room, timeline, jumps }: TimelineProps) {
  const say = useWords()
  const me = useMe().id
  const { focusComposer } = useConversation()
  const hasMoreAfter = timeline.hasMoreAfter === true
  const items = useItems(timeline)
  const dividerIndex = items.findIndex(({ kind }) => kind === 'divider')
  const placing = useStanding(items, !hasMoreAfter, () =>
    dividerIndex === -1 ? { kind: 'end' } : { kind: 'line', key: 'divider', index: dividerIndex, topPx: 48 },
  )
  const { scroller, range, isAtEnd, topIndex, standAt, whereNow } = placing
  const watchRow = useReading(scroller, timeline, me)
  useStuckDay(scroller, isAtEnd)
  const [current, setCurrent] = useState<string>()
  const firstUnread = useFirstUnread(timeline, items)
  const flashed = useJumping({ jumps, items, placing, firstUnread })

  const { goTo, forgetBack } = jumps
  const toEnd = useCallback(() => {
    // The button that was pressed goes.
    focusComposer()
    void goTo({ kind: 'end' })
  }, [goTo, focusComposer])
  const keys = useListKeys({
    onEscape: focusComposer,
    onHome: useCallback(() => void goTo({ kind: 'start' }), [goTo]),
    onEnd: useCallback(() => void goTo({ kind: 'last' }), [goTo]),
    onCurrent: setCurrent,
  })

  // Back after a time away: what came begins here, and nobody is taken past it.
  const isDivided = dividerIndex !== -1
  const wasDivided = useRef(isDivided)
  useLayoutEffect(() => {
    if (isDivided && !wasDivided.current && whereNow().kind === 'end') standAt('divider', 'start')
    wasDivided.current = isDivided
  }, [isDivided, standAt, whereNow])

  const hasOlderFailed = useOlderPages(timeline, range.from < fewRows)
  useNewerPages(timeline, range.to >= items.length - fewRows)

  const newCount = useNewCount(timeline, isAtEnd)
  const isUnreadAbove = firstUnread === 'before' || (firstUnread !== undefined && firstUnread < topIndex)
  useEffect(() => {
    if (isAtEnd) forgetBack()
  }, [isAtEnd, forgetBack])
  useEffect(() => {
    jumps.whereNow.current = () => {
      const now = whereNow()
      const item = now.kind === 'line' ? items[now.index] : undefined
      if (now.kind === 'end' || item?.kind !== 'message') return { kind: 'end' }
      return { kind: 'left', message: item.row.message.id, topPx: now.topPx }
    }
  }, [jumps.whereNow, whereNow, items])

  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: it is the element that scrolls, with space in place of rows */}
      <div
        ref={scroller}
        className={styles.scroller}
        role="list"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={say('timeline.messages')}
        aria-busy={timeline.loading !== 'idle'}
        {...keys}
        data-timeline
      >
        <div className={styles.rows}>
          {sectionsOf(items, range, current).map(({ key, segments }) => (
            <div key={key} className={styles.section}>
              {segments.map((segment) =>
                segment.kind === 'space' ? (
                  <div key={segment.key} style={{ height: placing.spacePx(segment.from, segment.to) }} />
                ) : (
                  <PlacedRow
                    key={segment.key}
                    item={segment.item}
                    me={me}
                    isFlashed={flashed === segment.key}
                    watchRow={watchRow}
                    placeRow={placing.placeRow}
                  />
                ),
              )}
            </div>
          ))}
        </div>
      </div>
      {hasOlderFailed && <OlderProblem room={room.id} />}
      <TimelinePills
        isAtEnd={isAtEnd}
        newCount={newCount}
        onEnd={toEnd}
        goBack={jumps.goBack}
        onFirstUnread={isUnreadAbove ? () => void goTo({ kind: 'first-unread' }) : undefined}
      />
    </div>
  )
}

function useItems({ rows, dividerSeq, hasMoreBefore, completeToSeq }: TimelineView): readonly TimelineItem[] {
  const me = useMe().id
  const { timeZone } = useClock()
  const fromStart = !hasMoreBefore && completeToSeq === undefined
  const before = useRef<readonly TimelineItem[]>([])
  // biome-ignore lint/correctness/useExhaustiveDependencies: days begin and end elsewhere in another zone
  const items = useMemo(
    () => keepSameItems(before.current, buildTimelineItems(rows, { dividerSeq, me, fromStart })),
    [rows, dividerSeq, me, fromStart, timeZone],
  )
  before.current = items
  return items
}

type Jumping = {
  readonly jumps: Jumps
  readonly items: readonly TimelineItem[]
  readonly placing: Placing
  readonly firstUnread: FirstUnread
}

/** Takes somebody where they want to go, with the focus, and shows for a moment which message it is. */
function useJumping({ jumps, items, placing, firstUnread }: Jumping): string | undefined {
  const { jump } = jumps
  const { scroller, standAt, standAtEnd, standBack } = placing
  const [flashed, setFlashed] = useState<string>()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a jump, not whenever the rows change afterwards
  useLayoutEffect(() => {
    if (jump === undefined) return
    const { to } = jump
    const index = indexOf(items, to, firstUnread)
    const item = items[index]
    if (to.kind === 'end') return standAtEnd()
    if (item === undefined) return
    if (to.kind === 'last') standAtEnd()
    else if (to.kind === 'left') standBack({ kind: 'line', key: item.key, index, topPx: to.topPx })
    else if (to.kind === 'start' && items[0] !== undefined) standAt(items[0].key, 'start')
    else standAt(item.key, to.kind === 'message' ? 'centre' : 'start')
    const frame = requestAnimationFrame(() => {
      // Whoever is led from hit to hit goes on typing what they look for.
      if (document.activeElement?.closest('search') == null) focusMessage(scroller.current, item.key)
    })
    if (to.kind === 'last' || to.kind === 'start') return () => cancelAnimationFrame(frame)
    setFlashed(item.key)
    const timer = setTimeout(() => setFlashed(undefined), flashMs)
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [jump?.times])
  return flashed
}

function indexOf(items: readonly TimelineItem[], to: JumpTarget, firstUnread: FirstUnread): number {
  switch (to.kind) {
    case 'message':
    case 'left':
      return items.findIndex(({ key }) => key === to.message)
    case 'date':
      return items.findIndex((item) => item.kind === 'message' && item.row.message.at >= to.at)
    case 'first-unread':
      return typeof firstUnread === 'number' ? firstUnread : items.findIndex(({ kind }) => kind === 'message')
    case 'start':
      return items.findIndex(({ kind }) => kind === 'message')
    default:
      return items.findLastIndex(({ kind }) => kind === 'message')
  }
}

function focusMessage(list: HTMLElement | null, message: string): void {
  list?.querySelector<HTMLElement>(`[data-message="${message}"]`)?.focus({ preventScroll: true })
}

/** Its place among the items; `before`: it comes before what is loaded. */
type FirstUnread = number | 'before' | undefined

function useFirstUnread(timeline: TimelineView, items: readonly TimelineItem[]): FirstUnread {
  const me = useMe().id
  const receiptSeq = useReceiptSeq(timeline.room)
  const hasUnread = useUnread(timeline.room) > 0
  const { rows, hasMoreBefore } = timeline
  return useMemo(() => {
    if (!hasUnread) return undefined
    const first = rows.find((row) => row.kind === 'message' && row.state === 'stored')
    if (hasMoreBefore && first?.kind === 'message' && first.message.seq > receiptSeq + 1) return 'before'
    const index = items.findIndex((item) => item.kind === 'message' && isUnreadFor(item.row, receiptSeq, me))
    return index === -1 ? undefined : index
  }, [hasUnread, hasMoreBefore, rows, items, receiptSeq, me])
}

/** How much came from others since the end was left, and has not been read meanwhile. */
function useNewCount({ room, rows, dividerSeq, hasMoreAfter }: TimelineView, isAtEnd: boolean): number {
  const me = useMe().id
  const receiptSeq = useReceiptSeq(room)
  const unread = useUnread(room)
  const endSeq = useRef(dividerSeq ?? lastStoredSeq(rows))
  useEffect(() => {
    if (isAtEnd) endSeq.current = lastStoredSeq(rows)
  }, [isAtEnd, rows])
  if (isAtEnd) return 0
  return hasMoreAfter ? unread : countNewAfter(rows, Math.max(endSeq.current, receiptSeq), me)
}
