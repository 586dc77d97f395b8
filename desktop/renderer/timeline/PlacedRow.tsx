import { memo, useCallback } from 'react'
import type { UserId } from '../../../common/ids.ts'
import styles from './PlacedRow.module.css'
import { TimelineRowView } from './TimelineRowView.tsx'
import type { TimelineItem } from './timeline-items.ts'
import type { WatchRow } from './use-seen-rows.ts'
import type { Placing } from './use-standing.ts'

type PlacedRowProps = {
  readonly item: TimelineItem
  readonly me: UserId
  readonly isFlashed: boolean
  readonly watchRow: WatchRow
  readonly placeRow: Placing['placeRow']
}

/** One row, in the flow of the page; the list knows where it lies as long as it is there. */
export const PlacedRow = memo(function PlacedRow({ item, me, isFlashed, watchRow, placeRow }: PlacedRowProps) {
  const { key } = item
  const place = useCallback(
    (element: HTMLElement | null) => (element === null ? undefined : placeRow(key, element)),
    [placeRow, key],
  )
  // The line of a day sticks under the header.
  const day = item.kind === 'day' ? false : undefined
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <li> belongs into an <ol> or <ul>, and the list is the element that scrolls
    <div ref={place} role="listitem" className={styles.row} data-day={day}>
      <TimelineRowView item={item} me={me} isFlashed={isFlashed} watchRow={watchRow} />
    </div>
  )
})
