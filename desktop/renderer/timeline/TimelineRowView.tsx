import { memo, useCallback } from 'react'
import type { UserId } from '../../../common/ids.ts'
import { sinceWords } from '../look/wording/time-words.ts'
import { MessageItem } from '../message/MessageItem.tsx'
import { useWords } from '../state/language-choice.ts'
import { useClock } from '../state/use-today.ts'
import { DayPill } from './DayPill.tsx'
import { NoticeItem } from './NoticeItem.tsx'
import { RoomBeginning } from './RoomBeginning.tsx'
import styles from './TimelineRowView.module.css'
import type { TimelineItem } from './timeline-items.ts'
import type { WatchRow } from './use-seen-rows.ts'

type TimelineRowViewProps = {
  readonly item: TimelineItem
  readonly me: UserId
  readonly isFlashed: boolean
  readonly watchRow: WatchRow
}

export const TimelineRowView = memo(function TimelineRowView({ item, me, isFlashed, watchRow }: TimelineRowViewProps) {
  const seq = item.kind === 'message' && item.row.message.author !== me ? item.row.message.seq : 0
  const watch = useCallback((element: HTMLElement | null) => watchRow(element, seq), [watchRow, seq])
  switch (item.kind) {
    case 'beginning':
      return <RoomBeginning madeBy={item.madeBy} />
    case 'day':
      return <DayLine at={item.at} />
    case 'divider':
      return <DividerLine sinceAt={item.sinceAt} />
    case 'notices':
      return <NoticeItem rows={item.rows} />
    default:
      return (
        <div ref={watch}>
          <MessageItem
            row={item.row}
            startsRun={item.startsRun}
            endsRun={item.endsRun}
            isMine={item.row.message.author === me}
            isFlashed={isFlashed}
            isNewestOwn={item.isNewestOwn}
          />
        </div>
      )
  }
})

function DividerLine({ sinceAt }: { readonly sinceAt: number | undefined }) {
  const say = useWords()
  const clock = useClock()
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <hr> could not hold the words
    <div className={styles.divider} role="separator">
      {sinceAt === undefined ? say('timeline.new') : say('timeline.new-since', { time: sinceWords(sinceAt, clock) })}
    </div>
  )
}

function DayLine({ at }: { readonly at: number }) {
  return (
    <div className={styles.day}>
      <DayPill at={at} />
    </div>
  )
}
