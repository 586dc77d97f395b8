import { memo, type ReactNode, useCallback } from 'react'
import styles from './PlacedRow.module.css'
import type { Placing } from './use-standing.ts'

type PlacedRowProps = {
  readonly itemKey: string
  /** The line of a day: it sticks under the header. */
  readonly isDay: boolean
  readonly placeRow: Placing['placeRow']
  readonly children: ReactNode
}

/** One row, in the flow of the page; the list knows where it lies as long as it is there. */
export const PlacedRow = memo(function PlacedRow({ itemKey, isDay, placeRow, children }: PlacedRowProps) {
  const place = useCallback(
    (element: HTMLElement | null) => (element === null ? undefined : placeRow(itemKey, element)),
    [placeRow, itemKey],
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <li> belongs into an <ol> or <ul>, and the list is the element that scrolls
    <div ref={place} role="listitem" className={styles.row} data-day={isDay ? false : undefined}>
      {children}
    </div>
  )
})
