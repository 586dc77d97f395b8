import { ChevronDown, CircleAlert, CircleCheck, CircleDashed } from 'lucide-react'
import { useCallback, useEffect, useState } from 'react'
import type { RoomId } from '../../../common/ids.ts'
import type { RoomCoverage } from '../../trace-command.ts'
import { errorWords } from '../../words/error-words.ts'
import { completeRoom, measureRoom } from '../commands.ts'
import { Button } from '../look/buttons/Button.tsx'
import { useLoaded } from '../look/states/use-loaded.ts'
import { useWords } from '../state/language-choice.ts'
import { useCompleteToSeq, useConnection, useRoomRow } from '../state/room-selectors.ts'
import styles from './CoverageCard.module.css'
import { coverageWords } from './coverage-words.ts'

const icons = { whole: CircleCheck, part: CircleDashed, lost: CircleAlert } as const
const askAfterMs = 1_500

/** Whether all of the room is on this device, without a hole; what is missing is named, and can be fetched. */
export function CoverageCard({ room }: { readonly room: RoomId }) {
  const say = useWords()
  const isOnline = useConnection().kind === 'online'
  const head = useRoomRow(room)?.headSeq
  const completeTo = useCompleteToSeq(room)
  const { value, error, again } = useLoaded(useCallback(() => measureRoom(room), [room]))
  const [fetched, setFetched] = useState<RoomCoverage>()
  const [problem, setProblem] = useState<string>()
  const [isFetching, setIsFetching] = useState(false)
  // Asked anew while somebody looks, and not by each event: what comes within a moment is one question.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when any of these has changed
  useEffect(() => {
    const timer = setTimeout(again, askAfterMs)
    return () => clearTimeout(timer)
  }, [again, head, isOnline, completeTo])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a newer answer takes the place of what was fetched
  useEffect(() => setFetched(undefined), [value])

  const fetchMissing = async () => {
    setProblem(undefined)
    setIsFetching(true)
    const answer = await completeRoom(room)
    setIsFetching(false)
    if (answer.ok) setFetched(answer.value)
    else setProblem(errorWords(say, answer.error))
  }
  const coverage = fetched ?? value
  if (coverage === undefined)
    return (
      <p className={`${styles.card} ${styles.line}`}>
        <CircleDashed aria-hidden="true" />
        {error === undefined ? say('coverage.asking') : errorWords(say, error)}
      </p>
    )
  const { kind, title, lines, mayFetch } = coverageWords(say, coverage, isOnline)
  const Icon = icons[kind]
  return (
    <details className={styles.card} data-kind={kind} aria-label={say('coverage.about')}>
      <summary className={styles.line}>
        <Icon aria-hidden="true" />
        <b>{title}</b>
        <ChevronDown aria-hidden="true" />
      </summary>
      <div className={styles.more}>
        {[...lines, ...(problem === undefined ? [] : [problem])].map((line) => (
          <p key={line}>{line}</p>
        ))}
        {mayFetch && (
          <Button look="word" size="small" onClick={() => void fetchMissing()} disabled={isFetching}>
            {say(isFetching ? 'coverage.fetching' : 'coverage.fetch')}
          </Button>
        )}
      </div>
    </details>
  )
}
