import { Hourglass } from 'lucide-react'
import { hourWords } from '../look/wording/time-words.ts'
import { useWords } from '../state/language-choice.ts'
import { useMutedUntil } from '../state/room-selectors.ts'
import { useClock } from '../state/use-today.ts'
import styles from './ConnectionBar.module.css'

/** Why nothing goes out for a while, and until when. */
export function MutedBar() {
  const say = useWords()
  const clock = useClock()
  const until = useMutedUntil()
  if (until === undefined) return null
  return (
    <div className={styles.bar} role="status">
      <Hourglass aria-hidden="true" />
      <p>
        <b>{say('conversation.muted')}</b>{' '}
        <span>{say('conversation.muted-until', { time: hourWords(until, clock) })}</span>
      </p>
    </div>
  )
}
