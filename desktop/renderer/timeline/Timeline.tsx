import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown, ChevronDown } from 'lucide-react'
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import type { RoomFacts, TimelineView } from '../../engine-contract.ts'
import { loadAround, markRead } from '../commands.ts'
import { useConversation } from '../conversation/conversation-context.ts'
import { useWords } from '../state/language-choice.ts'
import { useMe, useReceiptSeq } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import { OlderProblem } from './OlderProblem.tsx'
import styles from './Timeline.module.css'
import { TimelineRowView } from './TimelineRowView.tsx'
import { buildTimelineItems, countNewAfter, lastStoredSeq, type TimelineItem } from './timeline-items.ts'
import type { Jump } from './use-jump.ts'
import { useNewerPages } from './use-newer-pages.ts'
import { useOlderPages } from './use-older-pages.ts'
import { useReadingAnchor } from './use-reading-anchor.ts'
import { useSeenRows } from './use-seen-rows.ts'

type TimelineProps = {
  readonly room: RoomFacts
  readonly timeline: TimelineView
  readonly jump: Jump | undefined
}

/** How near the end still counts as being there. */
const endPx = 60
/** Older messages are asked for when so few rows are left above. */
const olderRows = 12

/**
 * The list of messages. Only the rows on screen exist in the page. It sticks to the end while it is there, and otherwise
 * keeps the line being read where it is, whatever is added or grows above it.
 */
export function Timeline({ room, timeline, jump }: TimelineProps) {
  const say = useWords()
  const me = useMe().id
  const { focusComposer } = useConversation()
  const { rows, dividerSeq, hasMoreAfter = false } = timeline
  const { timeZone } = useClock()
  // biome-ignore lint/correctness/useExhaustiveDependencies: days begin and end elsewhere in another zone
  const items = useMemo(() => buildTimelineItems(rows, { dividerSeq, me }), [rows, dividerSeq, me, timeZone])
  const scroller = useRef<HTMLDivElement>(null)
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => estimatePx(items[index]),
    getItemKey: useCallback((index: number) => items[index]?.key ?? index, [items]),
    anchorTo: 'end',
    // In the room's past the last row is not the newest: whoever reads there goes on by themselves.
    followOnAppend: !hasMoreAfter,
    scrollEndThreshold: endPx,
    overscan: 8,
    paddingStart: 8,
    paddingEnd: 4,
  })
  const [isAtEnd, setIsAtEnd] = useState(true)
  const wasAtEnd = useRef(true)
  const rememberAnchor = useReadingAnchor(virtualizer, items, wasAtEnd)
  const [seqAtEnd, setSeqAtEnd] = useState(() => lastStoredSeq(rows))
  const [flashed, setFlashed] = useState<string>()

  const onSeen = useCallback((seq: number) => void markRead(room.id, seq), [room.id])
  const watchRow = useSeenRows(scroller, onSeen, useReceiptSeq(room.id))

  // Opened where the new begins; the divider's place is known only now, with the rows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the list appears
  useLayoutEffect(() => {
    const divider = items.findIndex((item) => item.kind === 'divider')
    if (divider === -1) virtualizer.scrollToEnd()
    else virtualizer.scrollToIndex(divider, { align: 'start' })
  }, [])

  // My own words always bring me to the end, wherever I was reading.
  const lastItem = items.at(-1)
  const ownTail = lastItem?.kind === 'message' && lastItem.row.message.author === me ? lastItem.key : undefined
  const knownTail = useRef(ownTail)
  useLayoutEffect(() => {
    if (ownTail !== undefined && ownTail !== knownTail.current) virtualizer.scrollToEnd()
    knownTail.current = ownTail
  }, [ownTail, virtualizer])

  const jumpTimes = jump?.times
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a jump, not whenever the rows change afterwards
  useEffect(() => {
    if (jumpTimes === undefined || jump === undefined) return
    const index = items.findIndex((item) => item.key === jump.message)
    if (index === -1) return
    virtualizer.scrollToIndex(index, { align: 'center' })
    setFlashed(jump.message)
    const timer = setTimeout(() => setFlashed(undefined), 1500)
    return () => clearTimeout(timer)
  }, [jumpTimes])

  const drawn = virtualizer.getVirtualItems()
  const firstDrawn = drawn[0]?.index ?? 0
  const hasOlderFailed = useOlderPages(timeline, firstDrawn < olderRows)
  useNewerPages(timeline, (drawn.at(-1)?.index ?? 0) >= items.length - olderRows)

  // Back after a time away: what came begins here, and nobody is taken past it.
  const dividerIndex = items.findIndex((item) => item.kind === 'divider')
  const isDivided = dividerIndex !== -1
  const wasDivided = useRef(isDivided)
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the divider appears
  useLayoutEffect(() => {
    if (isDivided && !wasDivided.current && wasAtEnd.current)
      virtualizer.scrollToIndex(dividerIndex, { align: 'start' })
    wasDivided.current = isDivided
  }, [isDivided])

  const toNewest = async () => {
    if (hasMoreAfter) await loadAround(room.id, { kind: 'end' })
    requestAnimationFrame(() => virtualizer.scrollToEnd())
  }

  const onScrolled = () => {
    const atEnd = virtualizer.isAtEnd(endPx) && !hasMoreAfter
    setIsAtEnd(atEnd)
    wasAtEnd.current = atEnd
    rememberAnchor()
    if (atEnd) setSeqAtEnd(lastStoredSeq(rows))
  }
  const latestOnScrolled = useRef(onScrolled)
  latestOnScrolled.current = onScrolled
  useEffect(() => {
    const element = scroller.current
    if (element === null) return
    let knownPx = element.clientHeight
    // A composer that grows takes space from below: the last line must stay in sight. What scrolls because of that, before
    // it is told here, was scrolled by nobody.
    const observer = new ResizeObserver(() => {
      knownPx = element.clientHeight
      if (wasAtEnd.current) virtualizer.scrollToEnd()
      else latestOnScrolled.current()
    })
    // Not onScroll: React listens before the virtual list does, and would see where it was before.
    const listen = () => element.clientHeight === knownPx && latestOnScrolled.current()
    observer.observe(element)
    element.addEventListener('scroll', listen, { passive: true })
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', listen)
    }
  }, [virtualizer])
  const newCount = isAtEnd ? 0 : countNewAfter(rows, seqAtEnd, me)

  const onKeyDown = (event: React.KeyboardEvent) => {
    // React hands on what happens in a menu or picker that a message opened, though it stands elsewhere in the page.
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return
    if (event.key === 'Escape') focusComposer()
    if (event.key === 'ArrowUp' || event.key === 'ArrowDown') moveFocus(event)
  }

  return (
    <div className={styles.frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: rows are placed by the virtual list; an <ol> would need them all */}
      <div
        ref={scroller}
        className={styles.scroller}
        role="list"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={say('timeline.messages')}
        aria-busy={timeline.loading !== 'idle'}
        onKeyDown={onKeyDown}
        data-timeline
      >
        <div className={styles.rows} style={{ height: virtualizer.getTotalSize() }}>
          {drawn.map(({ key, index, start }) => {
            const item = items[index]
            if (item === undefined) return null
            return (
              // biome-ignore lint/a11y/useSemanticElements: see the list around it
              <div
                key={key}
                role="listitem"
                className={styles.row}
                data-index={index}
                ref={virtualizer.measureElement}
                style={{ transform: `translateY(${start}px)` }}
              >
                <TimelineRowView item={item} me={me} isFlashed={flashed === item.key} watchRow={watchRow} />
              </div>
            )
          })}
        </div>
      </div>
      {hasOlderFailed && <OlderProblem room={room.id} />}
      {!isAtEnd && (
        <button type="button" className={styles.pill} onClick={() => void toNewest()}>
          {newCount > 0 ? <ChevronDown aria-hidden="true" /> : <ArrowDown aria-hidden="true" />}
          {newCount > 0 ? (
            say('timeline.count-new', { count: unreadLabel(newCount) })
          ) : (
            <span className="visually-hidden">{say('timeline.to-newest')}</span>
          )}
        </button>
      )}
    </div>
  )
}

/** What a row probably measures, until it is drawn: close enough that the scroll bar doesn't jump. */
function estimatePx(item: TimelineItem | undefined): number {
  switch (item?.kind) {
    case 'message': {
      const lines = Math.max(1, Math.ceil(item.row.message.text.length / 95))
      return Math.min(lines, 400) * 22 + (item.startsRun ? 29 : 7) + (item.endsRun ? 7 : 0)
    }
    case 'day':
      return 50
    case 'divider':
      return 34
    default:
      return 30
  }
}

/** Up and Down go from message to message; the list scrolls along. */
function moveFocus(event: React.KeyboardEvent): void {
  const list = event.currentTarget
  const messages = [...list.querySelectorAll<HTMLElement>('[data-message]')].sort(
    (a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top,
  )
  const at = messages.indexOf(document.activeElement as HTMLElement)
  const step = event.key === 'ArrowUp' ? -1 : 1
  const next = at === -1 ? messages.at(-1) : messages[at + step]
  if (next === undefined) return
  event.preventDefault()
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'nearest' })
}
