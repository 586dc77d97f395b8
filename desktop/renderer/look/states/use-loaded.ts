import { useCallback, useEffect, useRef, useState } from 'react'
import type { AppError } from '../../../../common/app-error.ts'
import type { Result } from '../../../../common/result.ts'

/** What is asked for when a screen opens. `value` stays while it is asked for anew. */
export type Loaded<Value> = {
  readonly value: Value | undefined
  readonly error: AppError | undefined
  readonly isLoading: boolean
  readonly again: () => void
}

/** @param ask another function asks anew, so it has to stay the same between renders */
export function useLoaded<Value>(ask: () => Promise<Result<Value>>): Loaded<Value> {
  const [state, setState] = useState<Omit<Loaded<Value>, 'again'>>({
    value: undefined,
    error: undefined,
    isLoading: true,
  })
  const turn = useRef(0)
  const again = useCallback(() => {
    turn.current += 1
    const mine = turn.current
    setState(({ value }) => ({ value, error: undefined, isLoading: true }))
    void ask().then((answer) => {
      // Asked again meanwhile, or the screen is gone.
      if (mine !== turn.current) return
      if (answer.ok) setState({ value: answer.value, error: undefined, isLoading: false })
      else setState(({ value }) => ({ value, error: answer.error, isLoading: false }))
    })
  }, [ask])
  useEffect(() => {
    again()
    return () => {
      turn.current += 1
    }
  }, [again])
  return { ...state, again }
}
