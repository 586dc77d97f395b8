import { type FocusEvent, type KeyboardEvent, useState } from 'react'

/** A list of rows that is one stop of the Tab key, with arrows from row to row. Each row says `data-row` with its key. */
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
      const from = event.target instanceof HTMLElement ? event.target.dataset.row : undefined
      const at = from === undefined ? -1 : keys.indexOf(from)
      const to = at === -1 ? undefined : placeAfter(event.key, at, keys.length)
      if (to === undefined) return
      event.preventDefault()
      event.currentTarget.querySelector<HTMLElement>(`[data-row="${keys[to]}"]`)?.focus()
    },
    onFocus(event) {
      const { row } = event.target.dataset
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
