import { ArrowDown, ArrowUp, Undo2 } from 'lucide-react'
import { unreadLabel } from '../../../common/reducers/unread-reducer.ts'
import { useWords } from '../state/language-choice.ts'
import styles from './TimelinePills.module.css'

type TimelinePillsProps = {
  readonly isAtEnd: boolean
  /** How much came since the end was left. */
  readonly newCount: number
  readonly onEnd: () => void
  readonly goBack: (() => void) | undefined
  /** Set where something unread lies further up. */
  readonly onFirstUnread: (() => void) | undefined
}

/** The ways from here: up to what is unread, back from a jump, down to the newest. They float, and move nothing. */
export function TimelinePills({ isAtEnd, newCount, onEnd, goBack, onFirstUnread }: TimelinePillsProps) {
  const say = useWords()
  return (
    <>
      {onFirstUnread !== undefined && (
        <button type="button" className={styles.pill} data-at="top" onClick={onFirstUnread}>
          <ArrowUp aria-hidden="true" />
          {say('timeline.to-first-unread')}
        </button>
      )}
      {(goBack !== undefined || !isAtEnd) && (
        <div className={styles.foot}>
          {goBack !== undefined && (
            <button type="button" className={styles.pill} data-quiet onClick={goBack}>
              <Undo2 aria-hidden="true" />
              {say('timeline.back')}
            </button>
          )}
          {!isAtEnd && (
            <button type="button" className={styles.pill} data-round={newCount === 0} onClick={onEnd}>
              <ArrowDown aria-hidden="true" />
              {newCount > 0 ? (
                say('timeline.count-new', { count: unreadLabel(newCount) })
              ) : (
                <span className="visually-hidden">{say('timeline.to-newest')}</span>
              )}
            </button>
          )}
        </div>
      )}
    </>
  )
}
