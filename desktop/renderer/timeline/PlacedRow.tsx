import { memo, type ReactNode, useCallback } from 'react'
import type { Placing } from './use-standing.ts'

type PlacedRowProps = {
  readonly itemKey: string
  readonly placeRow: Placing['placeRow']
  readonly children: ReactNode
  readonly className: string | undefined
}

/** One row, in the flow of the page; the list knows where it lies as long as it is there. */
export const PlacedRow = memo(function PlacedRow({ itemKey, placeRow, children, className }: PlacedRowProps) {
  const place = useCallback(
    (element: HTMLElement | null) => (element === null ? undefined : placeRow(itemKey, element)),
    [placeRow, itemKey],
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: an <li> belongs into an <ol> or <ul>, and the list is the element that scrolls
    <div ref={place} role="listitem" className={className}>
      {children}
    </div>
  )
})
