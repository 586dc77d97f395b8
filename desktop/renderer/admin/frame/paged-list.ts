import type { AppError } from '../../../../common/app-error.ts'
import type { Result } from '../../../../common/result.ts'

/** A list that comes a page at a time: what has come, and where it goes on. */
export type PagedList<Row> = {
  readonly rows: readonly Row[]
  /** Where the next page begins; undefined: there is none, or nothing has come yet. */
  readonly cursor: string | undefined
  readonly isLoading: boolean
  readonly error: AppError | undefined
}

export type ListPage<Row> = { readonly rows: readonly Row[]; readonly cursor?: string | undefined }

export type ListStep<Row> =
  /** Anew, from the beginning. What stood there stays until something else comes, so that nothing flickers. */
  | { readonly kind: 'asked-anew' }
  | { readonly kind: 'asked-more' }
  | { readonly kind: 'answered'; readonly isFirst: boolean; readonly answer: Result<ListPage<Row>> }
  /** A row was changed here, or is gone. */
  | { readonly kind: 'changed'; readonly row: Row }
  | { readonly kind: 'removed'; readonly key: string }

export function emptyList<Row>(): PagedList<Row> {
  return { rows: [], cursor: undefined, isLoading: true, error: undefined }
}

/** Rows that come twice, since somebody came or went between two pages, stand once. */
export function reduceList<Row>(
  list: PagedList<Row>,
  step: ListStep<Row>,
  keyOf: (row: Row) => string,
): PagedList<Row> {
  switch (step.kind) {
    case 'asked-anew':
    case 'asked-more':
      return { ...list, isLoading: true, error: undefined }
    case 'answered': {
      const { isFirst, answer } = step
      if (!answer.ok) return { ...list, isLoading: false, error: answer.error }
      const before = isFirst ? [] : list.rows
      const known = new Set(before.map(keyOf))
      const more = answer.value.rows.filter((row) => !known.has(keyOf(row)))
      return { rows: [...before, ...more], cursor: answer.value.cursor, isLoading: false, error: undefined }
    }
    case 'changed': {
      const key = keyOf(step.row)
      return { ...list, rows: list.rows.map((row) => (keyOf(row) === key ? step.row : row)) }
    }
    case 'removed':
      return { ...list, rows: list.rows.filter((row) => keyOf(row) !== step.key) }
  }
}
