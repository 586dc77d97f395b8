import { RefreshCw } from 'lucide-react'
import type { ReactNode } from 'react'
import { Button } from '../look/buttons/Button.tsx'
import { useWords } from '../state/language-choice.ts'
import styles from './NotShown.module.css'
import { mayComeBack, problemWords } from './problem-words.ts'
import type { FileProblem } from './use-file-source.ts'

type NotShownProps = {
  /** Above the words: what it is. */
  readonly head: ReactNode
  readonly problem: FileProblem
  readonly onAgain: () => void
  /** What else can be done. */
  readonly children?: ReactNode
}

/** In the room that is kept for a picture or a film: why it is not there, and what helps. */
export function NotShown({ head, problem, onAgain, children }: NotShownProps) {
  const say = useWords()
  return (
    <div className={styles.note} role="note">
      {head}
      {problemWords(say, problem)}
      <span className={styles.deeds}>
        {mayComeBack(problem) && (
          <Button look="word" onClick={onAgain}>
            <RefreshCw aria-hidden="true" />
            {say('look.try-again')}
          </Button>
        )}
        {children}
      </span>
    </div>
  )
}
