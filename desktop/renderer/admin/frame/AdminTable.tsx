// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: its rows take the focus, and arrows go between them
// biome-ignore-all lint/a11y/noAriaHiddenOnFocusable: a row that only keeps the place of others takes no focus
import { useVirtualizer } from '@tanstack/react-virtual'
import { Check } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react'
import { errorWords } from '../../../words/error-words.ts'
import { Button } from '../../look/buttons/Button.tsx'
import { Broken } from '../../look/states/Broken.tsx'
import { Centre } from '../../look/states/Centre.tsx'
import { RowsSkeleton } from '../../look/states/RowsSkeleton.tsx'
import { useWords } from '../../state/language-choice.ts'
import styles from './AdminTable.module.css'
import type { AdminList } from './use-admin-list.ts'

export type Column<Row> = {
  readonly key: string
  readonly name: string
  /** Of the table, as CSS has it; the column without one takes what is left. */
  readonly width?: string
  readonly isNumber?: boolean
  /** Only where there is space for it. */
  readonly isExtra?: boolean
  readonly cell: (row: Row) => ReactNode
}

type AdminTableProps<Row> = {
  readonly label: string
  readonly columns: readonly Column<Row>[]
  readonly list: AdminList<Row>
  readonly keyOf: (row: Row) => string
  /** What the row is called, for screen readers. */
  readonly nameOf: (row: Row) => string
  /** Enter, or a click on the row. */
  readonly onOpen?: (row: Row) => void
  /** At the end of the row: a button that opens what can be done with it. */
  readonly tools?: (row: Row) => ReactNode
  /** Rows can be chosen, by Space or by the box at their beginning. */
  readonly chosen?: ReadonlySet<string>
  readonly onChoose?: (key: string) => void
  /** There is nothing to list. */
  readonly empty: { readonly title: string; readonly words: string }
  /** The list did not come. */
  readonly broken: string
}

const rowHeight = 48

/**
 * A table of any length: what is out of sight is space. One stop of the Tab key; arrows go from row to row, Enter opens,
 * Space chooses, Escape goes back to what stands above it. The next page is fetched before its end is reached.
 */
export function AdminTable<Row>(props: AdminTableProps<Row>) {
  const { label, columns, list, keyOf, nameOf, onOpen, tools, chosen, onChoose, empty, broken } = props
  const say = useWords()
  const frame = useRef<HTMLDivElement>(null)
  const { rows, more } = list
  const [active, setActive] = useState(0)
  /** Where the focus goes once the row is drawn. */
  const wanted = useRef<number>(undefined)
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const row = rows[index]
      return row === undefined ? index : keyOf(row)
    },
    overscan: 8,
    scrollPaddingStart: 40,
    initialRect: { width: 800, height: 600 },
  })
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (last >= rows.length - 20) more()
  }, [last, rows.length, more])
  const focusWanted = () => {
    if (wanted.current === undefined) return
    const row = frame.current?.querySelector<HTMLElement>(`[data-index="${wanted.current}"]`)
    if (row === null || row === undefined) return
    wanted.current = undefined
    row.focus({ preventScroll: true })
  }
  useEffect(focusWanted)
  const stop = Math.min(active, Math.max(rows.length - 1, 0))
  const go = (index: number) => {
    const to = Math.max(0, Math.min(index, rows.length - 1))
    wanted.current = to
    setActive(to)
    virtual.scrollToIndex(to, { align: 'auto' })
    // The row may be drawn already: then nothing else asks for it.
    focusWanted()
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const target = event.target as HTMLElement
    const index = Number(target.dataset.index ?? Number.NaN)
    const row = rows[index]
    if (row === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 480) / rowHeight) - 2)
    const to = placeAfter(event.key, index, page, rows.length)
    if (to !== undefined) go(to)
    else if (event.key === 'Enter' && onOpen !== undefined) onOpen(row)
    else if (event.key === ' ' && onChoose !== undefined) onChoose(keyOf(row))
    else if (event.key === 'Escape') focusAbove(frame.current)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  if (rows.length === 0) {
    if (list.error !== undefined) {
      return <Broken title={broken} words={errorWords(say, list.error)} onAgain={list.again} />
    }
    if (list.isLoading) return <RowsSkeleton label={say('admin.loading')} />
    return <Centre title={empty.title}>{empty.words}</Centre>
  }
  const before = items[0]?.start ?? 0
  const after = virtual.getTotalSize() - (items.at(-1)?.end ?? 0)
  return (
    <div ref={frame} className={styles.frame} data-admin-table data-busy={list.isLoading}>
      <table
        role="grid"
        className={styles.table}
        aria-label={label}
        aria-rowcount={list.cursor === undefined ? rows.length + 1 : -1}
        aria-multiselectable={chosen === undefined ? undefined : true}
        aria-busy={list.isLoading}
        onKeyDown={onKeyDown}
      >
        <thead>
          <tr aria-rowindex={1}>
            {chosen !== undefined && (
              <th className={styles.box}>
                <span className="visually-hidden">{say('admin.chosen-column')}</span>
              </th>
            )}
            {columns.map(({ key, name, width: wide, isNumber, isExtra }) => (
              <th key={key} data-column={key} data-number={isNumber} data-extra={isExtra} style={{ inlineSize: wide }}>
                {name}
              </th>
            ))}
            {tools !== undefined && (
              <th className={styles.tools}>
                <span className="visually-hidden">{say('admin.tools-column')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Space height={before} />}
          {items.map(({ index }) => {
            const row = rows[index]
            if (row === undefined) return null
            const key = keyOf(row)
            const isChosen = chosen?.has(key)
            return (
              <tr
                key={key}
                data-index={index}
                data-row={key}
                tabIndex={index === stop ? 0 : -1}
                aria-rowindex={index + 2}
                aria-selected={isChosen}
                aria-label={nameOf(row)}
                data-opens={onOpen !== undefined}
                onFocus={() => setActive(index)}
                onClick={(event) => {
                  const target = event.target as HTMLElement
                  // What is chosen in a row's menu, which lies elsewhere on the page, comes by here as well.
                  const isHere = event.currentTarget.contains(target)
                  if (isHere && target.closest('button, a') === null) onOpen?.(row)
                }}
              >
                {chosen !== undefined && (
                  // biome-ignore lint/a11y/useKeyWithClickEvents: Space on the row does it
                  <td
                    className={styles.box}
                    onClick={(event) => {
                      event.stopPropagation()
                      onChoose?.(key)
                    }}
                  >
                    <span className={styles.check} data-checked={isChosen === true ? '' : undefined} aria-hidden="true">
                      {isChosen && <Check />}
                    </span>
                  </td>
                )}
                {columns.map(({ key: name, isNumber, isExtra, cell }) => (
                  <td key={name} data-number={isNumber} data-extra={isExtra}>
                    {cell(row)}
                  </td>
                ))}
                {tools !== undefined && <td className={styles.tools}>{tools(row)}</td>}
              </tr>
            )
          })}
          {after > 0 && <Space height={after} />}
        </tbody>
      </table>
      {list.error !== undefined && (
        <p className={styles.more} role="alert">
          {errorWords(say, list.error)}{' '}
          <Button look="word" onClick={list.again}>
            {say('conversation.try-now')}
          </Button>
        </p>
      )}
    </div>
  )
}

/** One cell: as many as there are columns would make columns of those that are hidden. */
function Space({ height }: { readonly height: number }) {
  return (
    <tr aria-hidden="true" className={styles.space}>
      <td style={{ blockSize: height }} />
    </tr>
  )
}

function placeAfter(key: string, at: number, page: number, count: number): number | undefined {
  if (key === 'ArrowDown') return at + 1
  if (key === 'ArrowUp') return at - 1
  if (key === 'PageDown') return at + page
  if (key === 'PageUp') return at - page
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}

/** The box to search in, where the page has one; else its title. */
function focusAbove(frame: HTMLElement | null): void {
  const page = frame?.closest('[data-region="admin"]')
  const above = page?.querySelector<HTMLElement>('input') ?? page?.querySelector<HTMLElement>('h1')
  above?.focus()
}

/** From the box above a table into it. */
export function focusTable(from: Element): void {
  from
    .closest('[data-region="admin"]')
    ?.querySelector<HTMLElement>('[data-admin-table] [data-row][tabindex="0"]')
    ?.focus()
}
