import { useCallback, useEffect, useRef, useState } from 'react'
import type { Result } from '../../../../common/result.ts'
import { emptyList, type ListPage, type ListStep, type PagedList, reduceList } from './paged-list.ts'

export type AdminList<Row> = PagedList<Row> & {
  readonly again: () => void
  /** The next page, where there is one and none is under way. */
  readonly more: () => void
  readonly change: (row: Row) => void
  readonly remove: (key: string) => void
}

/**
 * A list by pages, asked for when it is shown.
 * @param ask another function asks anew, so it has to stay the same between renders
 */
export function useAdminList<Row>(
  ask: (cursor: string | undefined) => Promise<Result<ListPage<Row>>>,
  keyOf: (row: Row) => string,
): AdminList<Row> {
  const [list, setList] = useState<PagedList<Row>>(emptyList)
  const turn = useRef(0)
  const key = useRef(keyOf)
  key.current = keyOf
  const now = useRef(list)
  now.current = list
  const step = useCallback((next: ListStep<Row>) => setList((before) => reduceList(before, next, key.current)), [])
  const load = useCallback(
    (cursor: string | undefined) => {
      turn.current += 1
      const mine = turn.current
      const isFirst = cursor === undefined
      step({ kind: isFirst ? 'asked-anew' : 'asked-more' })
      // Asked for something else meanwhile, or the screen is gone.
      void ask(cursor).then((answer) => mine === turn.current && step({ kind: 'answered', isFirst, answer }))
    },
    [ask, step],
  )
  const again = useCallback(() => load(undefined), [load])
  useEffect(() => {
    again()
    return () => {
      turn.current += 1
    }
  }, [again])
  const more = useCallback(() => {
    const { cursor, isLoading, error } = now.current
    if (cursor !== undefined && !isLoading && error === undefined) load(cursor)
  }, [load])
  const change = useCallback((row: Row) => step({ kind: 'changed', row }), [step])
  const remove = useCallback((gone: string) => step({ kind: 'removed', key: gone }), [step])
  return { ...list, again, more, change, remove }
}
