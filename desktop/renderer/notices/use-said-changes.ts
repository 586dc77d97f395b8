import { useEffect } from 'react'
import { sayDone } from '../state/said-line.ts'
import { type NoticeChanges, useNoticeChanges } from './use-notices.ts'

/** For a menu, which is gone by the time that the server answers: what is not taken is said on the line below. */
export function useSaidChanges(): NoticeChanges {
  const changes = useNoticeChanges()
  const { problem } = changes
  useEffect(() => {
    if (problem !== undefined) sayDone(problem)
  }, [problem])
  return changes
}
