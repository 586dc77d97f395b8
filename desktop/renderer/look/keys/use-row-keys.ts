import { type FocusEvent, type KeyboardEvent, useState } from 'react'

/**
 * A list of rows that is one stop of the Tab key, with arrows from row to row. What takes the focus in a row says `data-row`
 * with its key; whatever else of its `li` is focused makes that row the stop as well.
 */
export type RowKeys = {
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  /** 0 for the one row at which the Tab key comes in. */
  readonly tabIndexOf: (key: string) => 0 | -1
}

export function useRowKeys(keys: readonly string[]): RowKeys {
  const [touched, setTouched] = useState<string>()
  const stop = touched !== undefined && keys.includes(touched) ? touched : keys[0]
  return {
    onKeyDown(event) {
      // Those that are drawn: of a long list not all are, and a row that asks a question has none.
      const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row]')]
      const at = rows.indexOf(event.target as HTMLElement)
      const to = at === -1 ? undefined : placeAfter(event.key, at, rows.length)
      if (to === undefined) return
      event.preventDefault()
      rows[to]?.focus()
    },
    onFocus(event) {
      const row = event.target.closest('li')?.querySelector<HTMLElement>('[data-row]')?.dataset.row
      if (row !== undefined) setTouched(row)
    },
    tabIndexOf: (key) => (key === stop ? 0 : -1),
  }
}

function placeAfter(key: string, at: number, count: number): number | undefined {
  if (key === 'ArrowDown') return Math.min(at + 1, count - 1)
  if (key === 'ArrowUp') return Math.max(at - 1, 0)
  if (key === 'Home') return 0
  return key === 'End' ? count - 1 : undefined
}
