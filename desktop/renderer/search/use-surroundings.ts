import { useEffect, useState } from 'react'
import type { AppError } from '../../../common/app-error.ts'
import type { FoundHit, Surroundings } from '../../search-command.ts'
import { loadSurroundings } from '../commands.ts'

/** While somebody walks through the hits: each step would be a question of its own. */
const restMs = 120

export type Around = Partial<Surroundings> & { readonly problem?: AppError }

/** What was said around a hit; undefined until it is there. It is asked again when the hit is another, or was edited. */
export function useSurroundings(hit: FoundHit | undefined): {
  readonly around: Around | undefined
  readonly again: () => void
} {
  const [answer, setAnswer] = useState<{ readonly of: FoundHit; readonly around: Around }>()
  const [times, setTimes] = useState(0)
  // biome-ignore lint/correctness/useExhaustiveDependencies: and whenever it is asked for once more
  useEffect(() => {
    if (hit === undefined) return
    let isOver = false
    const timer = setTimeout(async () => {
      const found = await loadSurroundings(hit)
      if (!isOver) setAnswer({ of: hit, around: found.ok ? found.value : { problem: found.error } })
    }, restMs)
    return () => {
      isOver = true
      clearTimeout(timer)
    }
  }, [hit, times])
  const again = () => {
    setAnswer(undefined)
    setTimes((before) => before + 1)
  }
  return { around: answer !== undefined && answer.of.message === hit?.message ? answer.around : undefined, again }
}
