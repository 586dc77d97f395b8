import { agoWords, fullTimeWords } from '../look/wording/time-words.ts'
import type { Clock } from '../state/use-today.ts'

type AgoProps = { readonly at: number; readonly clock: Clock }

/** How long ago something was, in words; the whole time on hover. */
export function Ago({ at, clock }: AgoProps) {
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTimeWords(at, clock)}>
      {agoWords(at, clock)}
    </time>
  )
}
