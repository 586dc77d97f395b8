// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be drawn line by line, and the search keeps the focus
// biome-ignore-all lint/a11y/useFocusableInteractive: as above; the search names the cell it stands for
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useRef } from 'react'
import { useWords } from '../state/language-choice.ts'
import styles from './EmojiGrid.module.css'
import type { Cell, GridRow, Place } from './emoji-grid.ts'
import type { GroupName } from './emoji-groups.ts'

type EmojiGridProps = {
  readonly id: string
  readonly rows: readonly GridRow<GroupName>[]
  readonly columns: number
  readonly active: Place
  /** Somebody went there: it has to be on screen, by a step, or at the top with the name of its group. */
  readonly went: 'step' | 'group' | undefined
  readonly isLoading: boolean
  readonly onPoint: (place: Place) => void
  readonly onPick: (cell: Cell, stays: boolean) => void
  readonly onGroup: (group: GroupName) => void
}

const headingHeight = 32
const rowHeight = 36
const narrowRowHeight = 42

/** Draws the lines that are on screen, of two thousand emoji. */
export function EmojiGrid(props: EmojiGridProps) {
  const { id, rows, columns, active, went, isLoading, onPoint, onPick, onGroup } = props
  const say = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const height = columns < 9 ? narrowRowHeight : rowHeight
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? headingHeight : height),
    getItemKey: (index) => index,
    overscan: 3,
    paddingEnd: 8,
    initialRect: { width: 320, height: 240 },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: other rows have other heights, and begin at the top
  useEffect(() => {
    virtual.measure()
    frame.current?.scrollTo({ top: 0 })
  }, [rows])
  const { row } = active
  useEffect(() => {
    if (went === 'group') virtual.scrollToIndex(row - 1, { align: 'start' })
    // The first line comes with its group's name.
    else if (went === 'step') virtual.scrollToIndex(row === 1 ? 0 : row, { align: 'auto' })
  }, [virtual, row, went])

  const top = (virtual.scrollOffset ?? 0) + headingHeight / 2
  const shown = rows[virtual.getVirtualItems().find(({ end }) => end > top)?.index ?? 0]?.group
  useEffect(() => {
    if (shown !== undefined) onGroup(shown)
  }, [shown, onGroup])

  return (
    <div
      ref={frame}
      id={`${id}-grid`}
      className={styles.frame}
      role="grid"
      aria-label={say('emoji.all')}
      aria-rowcount={rows.length}
      aria-colcount={columns}
      aria-busy={isLoading}
      // It scrolls, and Firefox would stop at it.
      tabIndex={-1}
    >
      <div className={styles.lines} role="presentation" style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map(({ index, start }) => {
          const line = rows[index]
          if (line === undefined) return null
          const style = { transform: `translateY(${start}px)`, gridTemplateColumns: `repeat(${columns}, 1fr)` }
          if (line.kind === 'heading') {
            return (
              <div key={index} className={styles.heading} role="row" aria-rowindex={index + 1} style={style}>
                <span role="rowheader">{say(`emoji.group-${line.group}`)}</span>
              </div>
            )
          }
          return (
            <div key={index} className={styles.line} role="row" aria-rowindex={index + 1} style={style}>
              {line.cells.map((cell, column) => (
                <button
                  type="button"
                  key={cell.emoji}
                  id={`${id}-${index}-${column}`}
                  role="gridcell"
                  aria-selected={index === row && column === active.column}
                  tabIndex={-1}
                  className={styles.emoji}
                  style={{ height }}
                  aria-label={cell.entry.name}
                  title={cell.entry.name}
                  onPointerDown={(event) => event.preventDefault()}
                  onPointerMove={() => (index !== row || column !== active.column) && onPoint({ row: index, column })}
                  onClick={(event) => onPick(cell, event.shiftKey)}
                >
                  {cell.emoji}
                </button>
              ))}
            </div>
          )
        })}
      </div>
    </div>
  )
}
