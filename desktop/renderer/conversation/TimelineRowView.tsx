import { memo, useCallback } from 'react'
import type { UserId } from '../../../common/ids.ts'
import { dayWords, hourWords } from '../look/time-words.ts'
import { useToday } from '../state/use-today.ts'
import { MessageItem } from './MessageItem.tsx'
import { NoticeItem } from './NoticeItem.tsx'
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
    case 'day':
      return <DayLine at={item.at} />
    case 'divider':
      return (
        <div className={styles.divider} role="separator">
          New since {hourWords(item.at, { nowAt: item.at })}
        </div>
      )
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
          />
        </div>
      )
  }
})

function DayLine({ at }: { readonly at: number }) {
  const nowAt = useToday()
  return (
    <div className={styles.day} role="separator">
      <span>{dayWords(at, { nowAt })}</span>
    </div>
  )
}
